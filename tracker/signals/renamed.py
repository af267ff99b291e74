"""Whether the same repository was known by another name: renamed or handed to another owner."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.rules import Rules
from tracker.writing import day

QUIET = Finding("renamed", "location", Outcome.QUIET, "It is known by one name only.")


def see(view: View, rules: Rules) -> Finding:
    """Raised when it had an earlier name; its history is kept, and this is no sign of an end."""
    names = [(name, seen) for name, seen in view.dossier.names if seen <= view.as_of]
    if len(names) < 2 or names[-1][0].lower() == names[-2][0].lower():
        return QUIET
    (former, _), (present, since) = names[-2:]
    return Finding(
        signal="renamed",
        axis="location",
        outcome=Outcome.RAISED,
        sentence=f"It was called {former} before; {present} since {day(since)} or shortly earlier.",
        values={"former": former, "present": present},
        url=f"https://github.com/{present}",
        since=since,
        state="renamed",
    )


signal = Signal("renamed", "Was the repository renamed or transferred?", "location", see)
