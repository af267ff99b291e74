"""The one sentence that a verdict rests on: for lists, histories and pages that have room for no more."""

from __future__ import annotations

from tracker.health.verdict import Verdict
from tracker.signals.base import Outcome


def because(verdict: Verdict) -> str:
    """The sentence of the finding that decided; else why the last state is kept, or the year's commits."""
    raised = [f for f in verdict.evidence if f.outcome is Outcome.RAISED]
    decided = [f for f in raised if f.state == verdict.headline]
    if verdict.headline in ("slow", "fading"):  # the month in which it turns, its pace may be further on
        decided += [f for f in raised if f.signal == "own_pace"]
    if decided:
        return decided[0].sentence
    commits = next((f for f in verdict.evidence if f.signal == "substantive_commits"), None)
    known = commits is not None and commits.outcome is not Outcome.UNKNOWN
    if verdict.notes and (verdict.headline == "unknown" or not known):
        return verdict.notes[0]
    if verdict.notes and verdict.headline == "slow" and commits and commits.values.get("days_unknown"):
        return verdict.notes[0]
    return commits.sentence if commits else ""
