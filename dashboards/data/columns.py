"""What everybody is sorted, filtered and counted by, as columns: ten thousand rows cost little more than ten.

Rows themselves are made when they are looked at, which of many is done for the first hundred.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np
import numpy.typing as npt

from tracker.health.verdict import HEADLINES

if TYPE_CHECKING:
    from dashboards.data.row import RepositorySummary

Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Real = npt.NDArray[np.float64]
NO_GROUP = ""


class ListCells(NamedTuple):
    """What a list tells of one repository, in this order everywhere; None and NaN are unknown."""

    state: Any  # the place of the headline in HEADLINES
    judged: Any
    unmaintained: Any
    stars: Any
    gain30: Any
    gain90: Any
    share90: Any
    gain365: Any
    pace: Any
    commits: Any


NUMBERS = ListCells._fields[3:]  # which have the same names wherever they are kept
numbers_of = attrgetter(*NUMBERS)
UNKNOWN = HEADLINES.index("unknown")
UNTOLD = ListCells(UNKNOWN, False, False, *[np.nan] * len(NUMBERS))


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
        """Of a row of ListCells for each."""
        told = ListCells(*cells.reshape(-1, len(UNTOLD)).T)
        state, judged, over = told.state.astype(np.int64), told.judged > 0, told.unmaintained > 0
        return cls(*told._replace(state=state, judged=judged, unmaintained=over), order, group)

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
        ListCells(
            state=HEADLINES.index(r.headline), judged=r.told.judged, unmaintained=r.unmaintained,
            stars=r.stars, gain30=r.gain(30), gain90=r.gain(90), share90=r.share(90), gain365=r.gain(365),
            pace=r.gain_change, commits=r.commits_year,
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
