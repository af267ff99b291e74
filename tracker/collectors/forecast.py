"""The hours ahead: when each repository's turn comes if every hour brings a new window."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tracker.collectors import COLLECTORS
from tracker.collectors.base import Context, Target
from tracker.collectors.plan import CollectorStanding, PlannedTurn, Room, Step, pack, turns
from tracker.collectors.quota import learned

HOURS = 24


@dataclass(frozen=True, slots=True)
class Forecast:
    """A run before it is run: everybody's turn, what may be spent, and when each is done.

    `hours` says in how many hours from now a repository is done (0: in this one), as GitHub counts hours;
    one that is not in it is not done within a day.
    """

    turns: Sequence[PlannedTurn]
    room: Room
    window: Room
    hours: Mapping[str, int]
    now: datetime

    @property
    def fits(self) -> bool:
        """Whether all of it is done in this hour."""
        return all(self.hours.get(turn.target.full_name) == 0 for turn in self.turns)

    def done_by(self, name: str) -> datetime | None:
        """The start of the hour in which a repository is done, the present for this one."""
        hours = self.hours.get(name)
        if hours is None:
            return None
        return (self.room.until or self.now) + timedelta(hours=hours - 1) if hours else self.now


def forecast(
    context: Context,
    targets: Sequence[Target],
    standings: Mapping[int, CollectorStanding],
    only: Collection[str] = (),
) -> Forecast:
    """Foresee a run; asks GitHub for nothing but what it still allows."""
    able = (m for m in COLLECTORS if m.wanted(context))
    chosen = [m.name for m in able if not only or m.name in only]
    room, window = learned(context.client)
    asked = turns(
        targets, standings, context.today, chosen=chosen, full=context.full,
        authorised=context.client.authorised,
    )  # fmt: skip
    return Forecast(asked, room, window, ahead(asked, replace(room), window), context.now())


def ahead(asked: Sequence[PlannedTurn], room: Room, window: Room) -> dict[str, int]:
    """In which hour from now each repository is done, 0 being this one; absent: not within a day."""
    when: dict[str, int] = {}
    left = list(asked)
    for hour in range(HOURS):
        packed = pack(left, room if hour == 0 else replace(window))
        done: dict[str, list[Step]] = {}
        for turn, step in packed.now:
            done.setdefault(turn.target.full_name, []).append(step)
        left = [turn.without(done.get(turn.target.full_name, ())) for turn in left]
        if packed.begun:
            left = [_after(turn, packed.begun) for turn in left]
        for turn in left:
            if not turn.steps:
                when[turn.target.full_name] = hour
        left = [replace(turn, waited=True) for turn in left if turn.steps]
        if not left:
            break
    return when


def _after(turn: PlannedTurn, begun: tuple[PlannedTurn, Step, int]) -> PlannedTurn:
    """A turn after a part of one of its steps was done."""
    whose, step, spent = begun
    if whose.target.full_name != turn.target.full_name:
        return turn
    rest = Step(step.collector, replace(step.cost, requests=step.cost.requests - spent))
    steps = (rest if s == step else s for s in turn.steps)
    return replace(turn, steps=tuple(s for s in steps if s.cost.requests > 0 or s is not rest), waited=True)
