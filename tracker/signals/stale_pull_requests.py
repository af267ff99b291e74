"""Whether outsiders' pull requests lie waiting. Evidence only."""

from __future__ import annotations

from datetime import UTC

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.writing import capitalised, counted, day


def see(view: View, rules: Rules) -> Finding:
    """Raised when several pull requests from outside have been open for longer than the threshold."""
    name = "stale_pull_requests"
    if view.case.ledger is None:
        return Finding(name, "observed", Outcome.UNKNOWN, "Its pull requests have never been asked for.")
    if gap := view.gap(("pull_requests_new",), rules.pull_request_days):
        sentence = f"Whether outsiders' pull requests lie waiting is {gap.reason}."
        return Finding(name, "observed", Outcome.UNKNOWN, sentence)
    waiting = view.case.ledger.waiting(view.as_of, rules.pull_request_days)
    verb = "was" if len(waiting) < 2 else "were"
    what = counted(len(waiting), "outsider's pull request", "outsiders' pull requests")
    sentence = f"{capitalised(what)} {verb} open for more than {rules.pull_request_days} days"
    if waiting:
        sentence += f", the oldest since {day(waiting[0].created_at.astimezone(UTC).date())}"
    return Finding(
        signal=name,
        axis="observed",
        outcome=Outcome.RAISED if len(waiting) >= rules.pull_requests else Outcome.QUIET,
        sentence=f"{sentence}.",
        values={"waiting": len(waiting), "oldest": waiting[0].number if waiting else None},
        thresholds={"pull_requests": rules.pull_requests, "pull_request_days": rules.pull_request_days},
        url=f"{view.url}/pulls",
    )


signal = Signal("stale_pull_requests", "Do outsiders' pull requests lie waiting?", "observed", see)
