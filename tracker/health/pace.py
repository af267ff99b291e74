"""What a repository does, as looks agreed on it, and how long that is kept when facts go missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tracker.signals.rules import Rules
from tracker.writing import day


@dataclass(frozen=True, slots=True)
class MonthlyLook:
    """One monthly look: the state its numbers argue for, or None and why they cannot tell."""

    day: date
    state: str | None
    reason: str | None = None
    recovered: bool = False
    known: date | None = None  # the last day up to it with known commits


@dataclass(frozen=True, slots=True)
class Pace:
    """What it does, as agreed by the looks so far."""

    state: str = "unknown"
    since: date | None = None
    reason: str | None = None  # why unknown, or why an earlier state is held
    revived: date | None = None
    last_told: date | None = None  # the last look whose numbers could tell
    next_state: str | None = None  # what the last look argued for, when others do not yet agree


def held(pace: Pace, seen: MonthlyLook, rules: Rules) -> Pace:
    """The last state for a while after facts went missing, then unknown.

    What part of a year proved is not kept beyond it: the while begins when the last known commits cease to
    speak for the present.
    """
    last = pace.last_told
    if pace.state == "unknown" or last is None:
        return Pace("unknown", _reading_ended(seen, rules), seen.reason)
    reason = seen.reason or "Newer facts are missing."
    spoke = last if seen.known is None else min(last, seen.known + timedelta(days=rules.stale_days))
    if (seen.day - spoke).days <= rules.hold_days:
        return replace(pace, reason=f"{reason} What it was on {day(last)}, {pace.state}, is kept for now.")
    since = _reading_ended(seen, rules) or seen.day
    return Pace("unknown", since, f"{reason} On {day(last)} it was {pace.state}.")


def _reading_ended(seen: MonthlyLook, rules: Rules) -> date | None:
    """The day after the last known commits, where those no longer speak for the present."""
    if seen.known is None or (seen.day - seen.known).days <= rules.stale_days:
        return None
    return seen.known + timedelta(days=1)
