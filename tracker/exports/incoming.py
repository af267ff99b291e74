"""Reading in what others, or the tracker itself, wrote: CSV and Parquet, as checked rows, a few at a time."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.exports.csv import bare
from tracker.exports.layouts import BadFile, Layout, day_of, recognise

BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Given:
    """One value as a file gives it."""

    repository: str
    metric: str
    day: date
    value: float
    github_id: int | None = None
    source: str | None = None
    quality: str | None = None


@dataclass
class File:
    """An opened file: its layout, and its rows with their numbers."""

    path: Path
    layout: Layout
    header: list[str]
    rows: Iterator[tuple[int, Sequence[Any]]]


def opened(path: Path, mapping: Mapping[str, str], metric: str | None) -> File:
    """Open a file and tell its layout. Raises BadFile."""
    rows = _parquet(path) if path.suffix.lower() in (".parquet", ".pq") else _csv(path)
    _, header = next(rows, (0, None))
    if header is None:
        raise BadFile(f"{path} is empty")
    try:
        layout = recognise(list(map(str, header)), mapping, metric)
    except BadFile as error:
        raise BadFile(f"{path}: {error}") from None
    return File(path, layout, list(map(str, header)), rows)


def values(file: File, repository: str | None = None) -> Iterator[Given]:
    """The file's values; rows without one are left out. Raises BadFile, naming file and row.

    `repository` is whose they are when the file does not say.
    """
    layout = file.layout
    at = {name: place for place, name in enumerate(file.header)}
    if layout.repository is None and repository is None:
        raise BadFile(f"{file.path}: whose numbers are these? Say so with: --repo OWNER/NAME")
    for number, row in file.rows:
        try:
            for metric, column in layout.values:
                value = _number(row[at[column]])
                if value is not None:
                    yield _given(layout, at, row, metric, value, repository)
        except (ValueError, IndexError) as error:
            why = "it has too few cells" if isinstance(error, IndexError) else str(error)
            raise BadFile(f"{file.path}, row {number}: {why}") from None


def _given(
    layout: Layout,
    at: Mapping[str, int],
    row: Sequence[Any],
    metric: str | None,
    value: float,
    named: str | None,
) -> Given:
    def part(name: str) -> str | None:
        column = layout.others.get(name)
        return bare(str(row[at[column]])) if column is not None else None

    whose = bare(str(row[at[layout.repository]]).strip()) if layout.repository is not None else named
    number = part("github_id")
    return Given(
        whose or "",
        metric or part("metric") or "",
        _day(row[at[layout.day]], layout.days_first),
        value,
        int(number) if number is not None else None,
        part("source"),
        part("quality"),
    )


def _day(cell: Any, days_first: bool) -> date:
    if isinstance(cell, datetime):
        return day_of(cell.isoformat(), False)
    if isinstance(cell, date):
        return cell
    try:
        return day_of(str(cell), days_first)
    except ValueError:
        raise ValueError(f"{str(cell)[:60]!r} is no day") from None


def _number(cell: Any) -> float | None:
    """A value; None for an empty cell. Raises ValueError for what is no number, or no possible one."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        value = float(cell)
    except (TypeError, ValueError):
        raise ValueError(f"{str(cell)[:60]!r} is no number") from None
    if math.isnan(value):
        return None
    if value < 0 or math.isinf(value):
        raise ValueError(f"{value:g} cannot be a value of a metric")
    return value


def _csv(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            yield from ((n, row) for n, row in enumerate(csv.reader(stream), 1) if row)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path} cannot be read as CSV in UTF-8: {error}") from None


def _parquet(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        yield 0, file.schema_arrow.names
        number = 0
        for batch in file.iter_batches(BATCH):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield number, row
    except pa.ArrowInvalid as error:
        raise BadFile(f"{path} cannot be read as Parquet: {error}") from None
