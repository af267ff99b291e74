"""The decision table as values: rows of cells, and which cell of a row is the better one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.records import Quality

APART = 120  # days: readings that lie further apart say nothing about each other
DASH = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact of one repository. `value` None is unknown, and `reason` says why.

    text: as it is written for people, with its unit. rank: what is compared, larger is better; None where
    nothing is. least: the truth may be more than the value. note: what else belongs beside it.
    """

    value: object
    text: str
    day: date | None = None
    source: str | None = None
    quality: Quality = Quality.UNKNOWN
    reason: str | None = None
    rank: float | None = None
    least: bool = False
    note: str = ""

    @property
    def said(self) -> str:
        """Day, trust label and source; of what is unknown the reason."""
        if self.value is None:
            return self.reason or "no reason is known"
        return " · ".join(str(part) for part in (self.day, self.quality, self.source) if part)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question and each repository's answer. `better` says what is marked; empty: nothing is."""

    key: str
    title: str
    better: str
    cells: tuple[Cell, ...]

    @property
    def note(self) -> str:
        """Why nothing is marked although it would mean something."""
        ranked = self._ranked()
        if not self.better or len(ranked) < 2 or not _apart(ranked):
            return ""
        return f"not marked: the days lie more than {APART} days apart"

    @property
    def best(self) -> frozenset[int]:
        """The places of the better cells; none where all are equal, or where it cannot be known."""
        ranked = self._ranked()
        if not self.better or len(ranked) < 2 or _apart(ranked):
            return frozenset()
        top = max(cell.rank for cell in ranked if cell.rank is not None)
        if any(cell.least and cell.rank != top for cell in ranked) or all(c.rank == top for c in ranked):
            return frozenset()
        return frozenset(i for i, cell in enumerate(self.cells) if cell.rank == top)

    def _ranked(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.value is not None and cell.rank is not None]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Some repositories side by side as of a day; `sentence` sums up and says no more than the rows."""

    as_of: date
    repositories: tuple[str, ...]
    rows: tuple[Criterion, ...]
    sentence: str

    def row(self, key: str) -> Criterion:
        """A row by its key."""
        return next(row for row in self.rows if row.key == key)


def unknown(reason: str) -> Cell:
    """A dash with its reason."""
    return Cell(None, DASH, reason=reason)


def _apart(cells: Sequence[Cell]) -> bool:
    days = [cell.day for cell in cells if cell.day is not None]
    return bool(days) and (max(days) - min(days)).days > APART
