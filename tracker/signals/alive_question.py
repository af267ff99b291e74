"""Whether somebody asked "is this project dead?" and the question still stands open."""

from __future__ import annotations

from datetime import UTC

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.writing import day


def see(view: View, rules: Rules) -> Finding:
    """Raised when such an issue has been open for longer than the threshold; strengthens, never decides."""
    if view.case.ledger is None:
        return Finding("alive_question", "observed", Outcome.UNKNOWN, "Its issues have never been asked for.")
    issue = view.case.ledger.question(view.as_of, rules.question_days)
    if issue is None and (gap := view.gap(("issues_new",), 1)):
        sentence = f"Whether somebody asks if it is still maintained is {gap.reason}."
        return Finding("alive_question", "observed", Outcome.UNKNOWN, sentence)
    if issue is None:
        sentence = (
            f"Nobody's question whether it is still maintained has stood open for {rules.question_days} days."
        )
        return Finding("alive_question", "observed", Outcome.QUIET, sentence)
    asked = issue.created_at.astimezone(UTC).date()
    waited = (view.as_of - asked).days
    return Finding(
        signal="alive_question",
        axis="observed",
        outcome=Outcome.RAISED,
        sentence=f"Somebody asked on {day(asked)} whether it is still maintained; "
        f"{waited} days later the question stood open.",
        values={"issue": issue.number, "days_open": waited},
        thresholds={"question_days": rules.question_days},
        url=f"{view.url}/issues/{issue.number}",
        since=asked,
    )


signal = Signal("alive_question", 'Does an "is this dead?" stand unanswered?', "observed", see)
