"""The state machine of one alert: a reading in, the new standing and perhaps a change out. Pure.

inactive -> pending -> firing -> resolved, and `known`: what was so long before we first looked. Unknown
moves nothing: not forward, not back, and not the clock of a pending alert.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.signals.base import Outcome


class State(StrEnum):
    """Where an alert stands."""

    INACTIVE = "inactive"
    PENDING = "pending"  # raised, but not for long enough to say so
    FIRING = "firing"
    RESOLVED = "resolved"
    KNOWN = "known"  # was so already when we first looked: a line in a digest, not a siren


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule's condition found: `value` names what is so ("dormant"), so that a change of it shows."""

    outcome: Outcome
    value: str = ""
    since: date | None = None
    reason: str = ""
    by: bool = False  # `since` is only the latest day on which it can have begun


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a rule waits, in days: before firing, before resolving, and what counts as old news."""

    hold_days: int = 0
    clear_days: int = 0
    known_after_days: int = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """The present of one alert: `as_of` is the last day that changed anything here.

    `turning_since`: since when the reading disagrees with the state.
    """

    state: State
    value: str
    since: date | None
    as_of: date
    number: int = 0
    turning_since: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One transition. The first standing of an alert that is quiet is no change."""

    from_state: State
    to_state: State
    before: str
    value: str
    since: date | None
    as_of: date
    number: int
    reason: str
    by: bool = False

    @property
    def worth_telling(self) -> bool:
        """Pending is nobody's business yet, and what never fired needs no all-clear."""
        if self.to_state is State.RESOLVED:
            return self.from_state in (State.FIRING, State.KNOWN)
        return self.to_state in (State.FIRING, State.KNOWN)


def step(
    standing: Standing | None, reading: Reading, as_of: date, patience: Patience
) -> tuple[Standing | None, Change | None]:
    """The standing after a reading, and the change if there is one. A day gone by already changes nothing."""
    if reading.outcome is Outcome.UNKNOWN or (standing is not None and as_of < standing.as_of):
        return standing, None
    if standing is None:
        return _first(reading, as_of, patience)
    if reading.outcome is Outcome.RAISED:
        return _raised(standing, reading, as_of, patience)
    return _quiet(standing, reading, as_of, patience)


def _first(reading: Reading, as_of: date, patience: Patience) -> tuple[Standing, Change | None]:
    fresh = Standing(State.INACTIVE, "", None, as_of)
    if reading.outcome is Outcome.QUIET:
        return fresh, None
    if reading.since is None or (as_of - reading.since).days > patience.known_after_days:
        return _move(fresh, State.KNOWN, reading, as_of, reading.reason)
    return _raised(fresh, reading, as_of, patience)


def _raised(
    standing: Standing, reading: Reading, as_of: date, patience: Patience
) -> tuple[Standing, Change | None]:
    if standing.state in (State.FIRING, State.KNOWN):
        if reading.value != standing.value:
            return _move(standing, State.FIRING, reading, as_of, reading.reason)
        return (
            replace(standing, as_of=as_of, turning_since=None) if standing.turning_since else standing
        ), None
    began = (standing.turning_since or as_of) if standing.state is State.PENDING else as_of
    if (as_of - began).days >= patience.hold_days:
        return _move(standing, State.FIRING, reading, as_of, reading.reason)
    if standing.state is State.PENDING:
        return replace(standing, value=reading.value, since=reading.since, as_of=as_of), None
    moved, change = _move(standing, State.PENDING, reading, as_of, reading.reason)
    return replace(moved, turning_since=as_of), change


def _quiet(
    standing: Standing, reading: Reading, as_of: date, patience: Patience
) -> tuple[Standing, Change | None]:
    if standing.state in (State.INACTIVE, State.RESOLVED):
        return standing, None
    if standing.state is State.PENDING:
        return _move(standing, State.INACTIVE, reading, as_of, "it passed before it was worth telling")
    began = standing.turning_since or as_of
    if (as_of - began).days < patience.clear_days:
        return replace(standing, as_of=as_of, turning_since=began), None
    return _move(standing, State.RESOLVED, reading, as_of, reading.reason)


def _move(
    standing: Standing, to: State, reading: Reading, as_of: date, reason: str
) -> tuple[Standing, Change]:
    number = standing.number + 1
    change = Change(standing.state, to, standing.value, reading.value, reading.since, as_of, number, reason,
                    reading.by)  # fmt: skip
    return Standing(to, reading.value, reading.since, as_of, number), change
