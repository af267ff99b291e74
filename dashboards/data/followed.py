"""All that is followed as columns: numbers, birthdays, groups the order of names; made once a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboards.data.columns import (
    NO_GROUP,
    UNTOLD,
    ListCells,
    ListColumns,
    Places,
    Real,
    numbers_of,
    order_of,
)
from dashboards.data.snapshot import Snapshot
from tracker.readmodel.cross_section import NOBODY, CrossSection, shared
from tracker.series import Repository
from tracker.writing import short_name

UNRESOLVED = -1


@dataclass(frozen=True)
class Followed:
    """In the order of Snapshot.tracked."""

    repositories: Sequence[Repository]
    ids: Places
    born: Places  # ordinals; 0 where unknown
    order: Places
    group: npt.NDArray[Any]

    @cached_property
    def short_order(self) -> Places:
        """As `order`, by the part of the name that people say."""
        return order_of([short_name(r.full_name) for r in self.repositories])

    def born_by(self, as_of: date) -> Places:
        """The places of those who are not known to have been born after a day."""
        return np.flatnonzero(self.born <= as_of.toordinal())

    def names_by(self, as_of: date) -> list[str]:
        """Their full names."""
        return [self.repositories[place].full_name for place in self.born_by(as_of).tolist()]

    def columns(self, places: Places, cells: Real) -> ListColumns:
        """A row of ListCells for each of some, with what is always known of them."""
        return ListColumns.of(cells, self.order[places], self.group[places])

    def cells(self, places: Places, found: CrossSection) -> Real:
        """A row of ListCells for each on a past day; of whom nothing is said, nothing is told."""
        ids = self.ids[places]
        told = np.tile(np.array(UNTOLD, float), (len(ids), 1))
        mine, at = shared(ids, found.ids)
        mine, at = mine[found.state[at] != NOBODY], at[found.state[at] != NOBODY]
        state, numbers = found.state[at], (column[at] for column in numbers_of(found))
        told[mine] = np.column_stack(ListCells(state // 2, np.ones(len(at)), state % 2, *numbers))
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
