"""All that is followed as columns: numbers, birthdays, groups the order of names; made once a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboards.data.columns import NO_GROUP, ListColumns, Places, Real, order_of
from dashboards.data.snapshot import Snapshot
from tracker.health.verdict import HEADLINES
from tracker.readmodel.cross_section import NOBODY, CrossSection, shared
from tracker.series import Repository

UNRESOLVED = -1
UNKNOWN = HEADLINES.index("unknown")
# state, judged, unmaintained, stars, gains of 30 and 90 days, share of 90, gain of a year, pace, commits
NOT_KEPT = (UNKNOWN, 0, 0, *[np.nan] * 7)


@dataclass(frozen=True)
class Followed:
    """In the order of Snapshot.tracked."""

    repositories: Sequence[Repository]
    ids: Places
    born: Places  # ordinals; 0 where unknown
    order: Places
    group: npt.NDArray[Any]

    def born_by(self, as_of: date) -> Places:
        """The places of those who are not known to have been born after a day."""
        return np.flatnonzero(self.born <= as_of.toordinal())

    def names_by(self, as_of: date) -> list[str]:
        """Their full names."""
        return [self.repositories[place].full_name for place in self.born_by(as_of).tolist()]

    def columns(self, places: Places, cells: Real) -> ListColumns:
        """Cells in the order of NOT_KEPT, of some, with what is always known of them."""
        return ListColumns.of(cells, self.order[places], self.group[places])

    def cells(self, places: Places, found: CrossSection) -> Real:
        """What is told of a past day, in the order of NOT_KEPT; of whom nothing is said, nothing is told."""
        ids = self.ids[places]
        told = np.tile(np.array(NOT_KEPT, float), (len(ids), 1))
        mine, at = shared(ids, found.ids)
        mine, at = mine[found.state[at] != NOBODY], at[found.state[at] != NOBODY]
        told[mine] = np.column_stack([
            found.state[at] // 2, np.ones(len(at)), found.state[at] % 2, found.stars[at], found.gain30[at],
            found.gain90[at], found.share90[at], found.gain365[at], found.pace[at], found.commits[at],
        ])  # fmt: skip
        return told


def followed_by(snapshot: Snapshot) -> Followed:
    """Of this snapshot."""
    return snapshot.cached("followed", lambda: _followed(snapshot.tracked))


def _followed(tracked: Sequence[Repository]) -> Followed:
    return Followed(
        tracked,
        np.array([UNRESOLVED if r.github_id is None else r.github_id for r in tracked], np.int64),
        np.array([r.created_at.date().toordinal() if r.created_at else 0 for r in tracked], np.int64),
        order_of([r.full_name for r in tracked]),
        np.array([r.category or NO_GROUP for r in tracked], object),
    )
