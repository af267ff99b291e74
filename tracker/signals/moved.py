"""Whether development goes on somewhere else: a statement that the project moved or was merged."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.notices import seen, since, standing
from tracker.signals.rules import Rules
from tracker.writing import said

QUIET = Finding("moved", "location", Outcome.QUIET, "Nothing says that it moved elsewhere.")


def see(view: View, rules: Rules) -> Finding:
    """Raised while any place says that the project lives elsewhere, also where it says worse besides."""
    told = [n for n in standing(view, rules, lambda place: True) if n.declares == "moved"]
    if not told:
        return QUIET
    first = told[0]
    return Finding(
        signal="moved",
        axis="location",
        outcome=Outcome.RAISED,
        sentence=f"It {since(first)} that it lives elsewhere: {said(first.sentence)}",
        values={"quote": first.sentence, "where": first.where},
        url=first.url,
        since=seen(first),
        state="moved",
    )


signal = Signal("moved", "Does the project live elsewhere now?", "location", see)
