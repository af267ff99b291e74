"""Whether the issues that come in are still dealt with. A share without volume says nothing."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.writing import counted, day, share

WINDOW = 365


def see(view: View, rules: Rules) -> Finding:
    """Raised when many were opened in a year and few of those were closed; strengthens, never decides."""
    if view.case.ledger is None:
        return Finding("issue_balance", "observed", Outcome.UNKNOWN, "Its issues have never been asked for.")
    if gap := view.gap(("issues_new", "issues_closed"), WINDOW):
        sentence = f"How many issues came and went in the 365 days to {day(view.as_of)} is {gap.reason}."
        return Finding("issue_balance", "observed", Outcome.UNKNOWN, sentence)
    flow = view.case.ledger.flow(view.as_of, WINDOW)
    enough = flow.opened >= rules.issues_opened
    raised = enough and flow.closed < rules.issues_closed_share * flow.opened
    sentence = f"People opened {counted(flow.opened, 'issue')} in the 365 days to {day(view.as_of)}"
    if flow.opened:
        part = f"{flow.closed:,} of them ({share(flow.closed, flow.opened)}) were"
        sentence += f"; {part if flow.closed else 'none of them was'} closed by then"
    if not enough:
        sentence += f": fewer than {rules.issues_opened}, so their share tells nothing"
    return Finding(
        signal="issue_balance",
        axis="observed",
        outcome=Outcome.RAISED if raised else Outcome.QUIET if enough else Outcome.UNKNOWN,
        sentence=f"{sentence}.",
        values={"opened_365_days": flow.opened, "closed_of_them": flow.closed},
        thresholds={
            "issues_opened": rules.issues_opened,
            "issues_closed_share": rules.issues_closed_share,
        },
        url=f"{view.url}/issues",
    )


signal = Signal("issue_balance", "Are the issues that people open still closed?", "observed", see)
