"""Lives: each repository's years as spans of one state, with the moments of its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import overload

import numpy as np

from dashboards.data.columns import UNKNOWN, Flags, Places, Real
from dashboards.data.followed import Followed, followed_by
from dashboards.data.named_lists import narrowed
from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from tracker.health.life import Turn
from tracker.readmodel.cross_section import shared
from tracker.readmodel.endings import endings
from tracker.readmodel.spans import Span, ending, spans
from tracker.series import Repository

ORDERS = ("born", "ended", "stars", "name")
LAST = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Lane:
    """One life: its spans, when it declared its end, when our rules saw that nobody worked on it."""

    repository: Repository
    spans: tuple[Span, ...]
    declared: date | None
    seen: date | None
    stars: float | None

    @property
    def born(self) -> date:
        return self.repository.created_at.date() if self.repository.created_at else self.spans[0].start

    @property
    def state(self) -> str:
        return self.spans[-1].headline

    @property
    def ended(self) -> date | None:
        return min((d for d in (self.declared, self.seen) if d), default=None)


@dataclass(frozen=True)
class Lanes(Sequence[Lane]):
    """All lives of a day in the order asked for; lanes are read when they are looked at, a slice at once."""

    places: Places  # among the rows of the day
    known: Flags  # whether it is known how each fares
    declared: Places  # days since 1970; 0 where there was no such end
    seen: Places
    read: Callable[[Places], Sequence[Lane]]

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> Lane: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Lane]: ...

    def __getitem__(self, place: int | slice) -> Lane | Sequence[Lane]:
        if isinstance(place, slice):
            return self.read(self.places[place])
        return self.read(self.places[[place]])[0]

    @property
    def over(self) -> Places:
        """The places of those that have ended, the first end first."""
        first = first_end(self.declared, self.seen)
        order = np.argsort(first, kind="stable")
        ended: Places = self.places[order[first[order] < LAST]]
        return ended

    @property
    def silent(self) -> int:
        """How many fell silent before, or without, saying that they are over."""
        return int(((self.seen > 0) & ((self.declared == 0) | (self.seen < self.declared))).sum())


def first_end(declared: Places, seen: Places) -> Places:
    """The earlier end of each; LAST where there is none."""
    found: Places = np.minimum(np.where(declared > 0, declared, LAST), np.where(seen > 0, seen, LAST))
    return found


def all_lanes(snapshot: Snapshot, asked: QueryString) -> Lanes:
    """Lanes in the order asked for."""
    as_of = asked.as_of(snapshot.today)
    followed = followed_by(snapshot)
    rows = followed.born_by(as_of)
    ends = snapshot.of_day("endings", as_of, lambda: endings(snapshot.kept, as_of))
    mine, at = shared(followed.ids[rows], ends.ids)
    lived = ends.lived[at]
    mine, at = mine[lived], at[lived]
    if (some := narrowed(snapshot, asked)) is not None:
        chosen = np.isin(followed.ids[rows[mine]], list(some))
        mine, at = mine[chosen], at[chosen]
    declared, seen, born = ends.declared[at], ends.seen[at], _born(snapshot, followed, rows[mine], as_of)
    stars = np.full(len(rows), np.nan)
    stars[mine] = _stars(snapshot, as_of, mine, ends.stars[at])
    names = followed.short_order[rows[mine]]
    keys = {
        "born": (born,), "ended": (born, first_end(declared, seen)),
        "stars": (-np.nan_to_num(stars[mine]),), "name": (names,),
    }  # fmt: skip
    order = np.lexsort(keys[asked.one_of("order", ORDERS, "born")])

    def read(places: Places) -> Sequence[Lane]:
        wanted = [followed.repositories[place] for place in rows[places].tolist()]
        lives = snapshot.lives(wanted, as_of)
        told = [None if np.isnan(many) else float(many) for many in stars[places]]
        return [_lane(r, lives[r.full_name], as_of, many) for r, many in zip(wanted, told, strict=True)]

    known = ends.state[at] // 2 != UNKNOWN
    return Lanes(mine[order], known[order], declared[order], seen[order], read)


def _stars(snapshot: Snapshot, as_of: date, places: Places, then: Real) -> Real:
    """Those of the day's list: of the present the kept ones, of a past day what panels tell."""
    return then if as_of != snapshot.today else summaries(snapshot, as_of).columns.stars[places]


def _born(snapshot: Snapshot, followed: Followed, places: Places, as_of: date) -> Places:
    """Birthdays as ordinals; of whom GitHub does not tell it, the first day of which anything is said."""
    born = followed.born[places]
    unknown = np.flatnonzero(born == 0)
    if len(unknown):
        wanted = [followed.repositories[place] for place in places[unknown].tolist()]
        lives = snapshot.lives(wanted, as_of)
        born[unknown] = [lives[r.full_name][0].start.toordinal() for r in wanted]
    return born


def _lane(repository: Repository, turns: Sequence[Turn], as_of: date, stars: float | None) -> Lane:
    end = ending(turns)
    return Lane(repository, tuple(spans(turns, as_of)), end.declared, end.seen, stars)
