"""What lists are sorted and filtered by: the columns of a row, without the document behind them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from tracker.store.read_model import STANDING


class OverviewRow(NamedTuple):
    """Numbers of the day the row was counted on; None is unknown. `response` and `closing` are days."""

    repository_id: int
    headline: str
    unmaintained: bool
    stars: float | None
    gain30: float | None
    gain90: float | None
    share90: float | None
    gain365: float | None
    pace: float | None
    commits: float | None
    authors: float | None
    response: float | None
    closing: float | None
    released: date | None


assert OverviewRow._fields == STANDING


def of_row(row: Sequence[Any]) -> OverviewRow:
    """A row as a driver gives it: without types of its own on SQLite."""
    number, headline, unmaintained, *cells, released = row
    day = date.fromisoformat(released) if isinstance(released, str) else released
    return OverviewRow._make((number, headline, bool(unmaintained), *cells, day))
