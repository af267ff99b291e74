"""What everybody is sorted, filtered and counted by, as columns: ten thousand rows cost little more than ten.

Rows themselves are made when they are looked at, which of many is done for the first hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

from tracker.health.verdict import HEADLINES

if TYPE_CHECKING:
    from dashboards.data.row import RepositorySummary

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Real = npt.NDArray[np.float64]
NO_GROUP = ""


@dataclass(frozen=True)
class ListColumns:
    """A cell for each row; NaN is unknown."""

    state: Places  # the place of the headline in HEADLINES
    judged: Flags
    unmaintained: Flags
    stars: Real
    gain30: Real
    gain90: Real
    share90: Real
    gain365: Real
    pace: Real
    commits: Real
    order: Places  # by name, in small letters
    group: npt.NDArray[Any]  # its name, or NO_GROUP

    @classmethod
    def of(cls, cells: Real, order: Places, group: npt.NDArray[Any]) -> ListColumns:
        """Of a row for each, with cells in the order of the columns before `order`."""
        state, judged, over, stars, gain30, gain90, share90, gain365, pace, commits = cells.reshape(-1, 10).T
        return cls(
            state.astype(np.int64), judged > 0, over > 0, stars, gain30, gain90, share90, gain365, pace,
            commits, order, group,
        )  # fmt: skip

    def take(self, places: Places) -> ListColumns:
        """The same of some rows."""
        return ListColumns(*(getattr(self, field.name)[places] for field in fields(self)))

    def says(self, *headlines: str) -> Flags:
        """Whose headline is one of these."""
        found: Flags = np.isin(self.state, [HEADLINES.index(one) for one in headlines])
        return found

    def groups(self) -> Counter[str]:
        """How many there are of each group."""
        names, many = np.unique(self.group[self.group != NO_GROUP].astype(str), return_counts=True)
        return Counter(dict(zip(names.tolist(), many.tolist(), strict=True)))


class Everyone(Sequence["RepositorySummary"]):
    """All rows of a day by name: their columns, and each row once somebody looks at it."""

    def __init__(self, columns: ListColumns, make: Callable[[int], RepositorySummary]) -> None:
        self.columns = columns
        self._make = make
        self._made: dict[int, RepositorySummary] = {}

    def __len__(self) -> int:
        return len(self.columns.state)

    @overload
    def __getitem__(self, place: int) -> RepositorySummary: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[RepositorySummary]: ...

    def __getitem__(self, place: int | slice) -> RepositorySummary | Sequence[RepositorySummary]:
        if isinstance(place, slice):
            return Chosen(self, np.arange(*place.indices(len(self))))
        number = range(len(self))[place]
        if number not in self._made:
            self._made[number] = self._make(number)
        return self._made[number]


class Chosen(Sequence["RepositorySummary"]):
    """Some of these rows, in an order of their own."""

    def __init__(self, rows: Sequence[RepositorySummary], places: Places) -> None:
        self._rows, self.places = rows, places

    @property
    def columns(self) -> ListColumns:
        """Theirs alone."""
        return columns_of(self._rows).take(self.places)

    def __len__(self) -> int:
        return len(self.places)

    def __iter__(self) -> Iterator[RepositorySummary]:
        return (self._rows[place] for place in self.places.tolist())

    @overload
    def __getitem__(self, place: int) -> RepositorySummary: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[RepositorySummary]: ...

    def __getitem__(self, place: int | slice) -> RepositorySummary | Sequence[RepositorySummary]:
        if isinstance(place, slice):
            return Chosen(self._rows, self.places[place])
        return self._rows[int(self.places[place])]


def columns_of(rows: Sequence[RepositorySummary]) -> ListColumns:
    """The columns of rows: those they have, or made of each."""
    if isinstance(rows, Everyone | Chosen):
        return rows.columns
    cells = [
        (
            HEADLINES.index(r.headline), r.told.judged, r.unmaintained, r.stars, r.gain(30), r.gain(90),
            r.share(90), r.gain(365), r.gain_change, r.commits_year,
        )
        for r in rows
    ]  # fmt: skip
    groups = np.array([r.repository.category or NO_GROUP for r in rows], object)
    return ListColumns.of(np.array(cells, float), order_of([r.name for r in rows]), groups)


def order_of(names: Sequence[str]) -> Places:
    """The place of each name among them, in small letters; of equal ones the first comes first."""
    order = sorted(range(len(names)), key=lambda place: names[place].lower())
    found = np.empty(len(names), np.int64)
    found[order] = np.arange(len(names))
    return found


def sorted_by(key: Any, order: Places, *, down: bool) -> Places:
    """Places in the order of a key, what is equal by name; what is unknown comes last either way."""
    cells = np.asarray(key, float)
    found: Places = np.lexsort((order, -cells if down else cells, np.isnan(cells)))
    return found
