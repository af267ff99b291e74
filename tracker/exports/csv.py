"""CSV: one row a value, streamed; cells that a spreadsheet would run as a formula are made harmless."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import IO, Any

from tracker.exports import COLUMNS

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(rows: Iterable[Sequence[Any]], stream: IO[str]) -> int:
    """Write header and rows; returns the number of rows. Constant memory."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for row in rows:
        writer.writerow([cell(value) for value in row])
        count += 1
    return count


def cell(value: Any) -> Any:
    """A value as a spreadsheet may safely open it: text that looks like a formula gets a quote before it."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
