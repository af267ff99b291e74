"""A run before it is run: whose turn comes in which order, what it costs, what fits and what must wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from tracker.collectors import costs
from tracker.collectors.base import Target
from tracker.collectors.changes import Known, changed
from tracker.collectors.costs import COSTS, RESUMABLE, Cost
from tracker.cursors import Cursor

PUT_OFF = "put off to the next run"  # in the reason of what did not fit; such goes first next time
COUNTERS = "counters"


@dataclass(frozen=True, slots=True)
class CollectorStanding:
    """What the store knows of one repository: where its collectors stand, and whether it was put off."""

    positions: Mapping[str, Cursor] = field(default_factory=dict)
    put_off: bool = False
    created: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One collector's work for one repository."""

    collector: str
    cost: Cost


@dataclass(frozen=True, slots=True)
class PlannedTurn:
    """One repository's steps, its counters first unless they were read; `why` says why it stands there."""

    target: Target
    why: str
    steps: tuple[Step, ...]
    waited: bool = False  # it was put off by the last run
    fresh: bool = False  # its counters were never read

    def without(self, done: Collection[Step]) -> PlannedTurn:
        """What is left of it."""
        return replace(self, steps=tuple(s for s in self.steps if s not in done), fresh=False)


@dataclass(slots=True)
class Room:
    """What may be spent until a time: core requests and GraphQL points; None where nothing sets a limit."""

    requests: int | None = None
    points: float | None = None
    until: datetime | None = None

    def fits(self, cost: Cost) -> bool:
        return (self.requests is None or cost.requests <= self.requests) and (
            self.points is None or cost.points <= self.points
        )

    def take(self, cost: Cost) -> None:
        self.requests = None if self.requests is None else max(0, self.requests - cost.requests)
        self.points = None if self.points is None else max(0, self.points - cost.points)


@dataclass(slots=True)
class Packed:
    """Steps for now, in order; one too large for what is left, to be begun at the end; and what must wait."""

    now: list[tuple[PlannedTurn, Step]] = field(default_factory=list)
    begun: tuple[PlannedTurn, Step, int] | None = None  # the last: how many requests are left for it
    later: list[tuple[PlannedTurn, Step]] = field(default_factory=list)


def turns(
    targets: Iterable[Target],
    standings: Mapping[int, CollectorStanding],
    today: date,
    *,
    chosen: Sequence[str],
    authorised: bool,
    full: bool = False,
    counters: bool = True,
) -> list[PlannedTurn]:
    """Everybody's turn: put off last time, then never collected, then oldest, then most changed.

    `standings` are by identity; `counters` is False once they were read.
    """
    ranked = []
    for target in targets:
        standing = standings.get(target.github_id or 0, CollectorStanding())
        known = Known(target, standing.positions, today, authorised, full, standing.created)
        seen = [standing.positions.get(name, Cursor()) for name in (COUNTERS, *chosen)]
        never = not all(position.complete for position in seen)
        oldest = min(
            (position.seen.date().isoformat() if position.seen else "" for position in seen), default=""
        )
        why = "put off last time" if standing.put_off else "never collected" if never else f"seen {oldest}"
        asked = (*([Step(COUNTERS, costs.counters(authorised))] if counters else []), *_steps(known, chosen))
        fresh = COUNTERS not in standing.positions
        turn = PlannedTurn(target, why, asked, standing.put_off, fresh)
        ranked.append(((not standing.put_off, not never, oldest, -changed(known)), turn))
    return [turn for _, turn in sorted(ranked, key=lambda pair: pair[0])]


def _steps(known: Known, chosen: Sequence[str]) -> list[Step]:
    return [Step(name, COSTS[name](known)) for name in chosen]


def pack(asked: Sequence[PlannedTurn], room: Room) -> Packed:
    """What fits, in order. Half of a narrow room is for counters never read, so that everybody is known soon.

    Half of the rest is kept for the first step that had to wait and can be gone on with, so that large
    histories come forward beside the daily work, and neither starves the other.
    """
    packed, done = Packed(), set()
    half = None if room.requests is None else room.requests // 2
    for turn in asked:
        first = turn.steps[0] if turn.steps else None
        if first and first.collector == COUNTERS and turn.fresh:
            if half is not None and (half := half - first.cost.requests) < 0:
                break
            packed.now.append((turn, first))
            room.take(first.cost)
            done.add(turn.target.full_name)
    kept = _keep(asked, room)
    for turn in asked:
        _pack_turn(turn, room, packed, read=turn.target.full_name in done)
    if room.requests is not None:
        room.requests += kept
        _begin(packed, room)
    return packed


def _keep(asked: Sequence[PlannedTurn], room: Room) -> int:
    """Take away and return what is kept for a large step that has waited."""
    waiting = (s for turn in asked if turn.waited for s in turn.steps if s.collector in RESUMABLE)
    large = [s.cost.requests for s in waiting if not room.fits(s.cost)]
    if room.requests is None or not large:
        return 0
    kept = min(large[0], room.requests // 2)
    room.requests -= kept
    return kept


def _pack_turn(turn: PlannedTurn, room: Room, packed: Packed, *, read: bool) -> None:
    for number, step in enumerate(turn.steps):
        if step.collector == COUNTERS and read:
            continue
        if not room.fits(step.cost):
            packed.later.append((turn, step))
            if step.collector == COUNTERS:  # without a reading nothing else can be done
                packed.later += [(turn, after) for after in turn.steps[number + 1 :]]
                return
            continue
        room.take(step.cost)
        packed.now.append((turn, step))


def _begin(packed: Packed, room: Room) -> None:
    """The first that must wait and can be gone on with gets what is left."""
    unread = {turn.target.full_name for turn, step in packed.later if step.collector == COUNTERS}
    for n, (turn, step) in enumerate(packed.later):
        if step.collector in RESUMABLE and turn.target.full_name not in unread and room.requests:
            packed.begun = (turn, step, min(room.requests, step.cost.requests))
            del packed.later[n]
            return
