"""Reading in what others, or the tracker itself, wrote, as checked values, a few at a time."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.exports.csv import bare
from tracker.exports.descriptor import NAME, paths
from tracker.exports.layouts import DAILY_STARS, BadFile, Layout, day_of, owner_in, recognise
from tracker.exports.reading import rows_of
from tracker.records import GITHUB_BEGAN

MOST = 2.0**53  # what a count can be and still be told from its neighbours
ON_GITHUB = frozenset({"stars", "star_arrivals", "forks", "watchers"})  # what there cannot be before it


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
    rows = rows_of(path)
    _, header = next(rows, (0, None))
    if header is None:
        raise BadFile(f"{path} is empty")
    try:
        layout = recognise(list(map(str, header)), mapping, metric)
    except BadFile as error:
        raise BadFile(f"{path}: {error}") from None
    if layout.ours and (every := _every(path)) != "day":
        raise BadFile(f"{path} has a value a {every}, which is no value of a day: export it with --every day")
    return File(path, layout, list(map(str, header)), rows)


def _every(path: Path) -> str:
    """How dense an export of ours is, as the descriptor beside it says; 'day' when there is none."""
    for place in (path.with_name(NAME), path.with_name(f"{path.name}.{NAME}")):
        try:
            resources = json.loads(place.read_text(encoding="utf-8"))["resources"]
            for one in resources:
                if paths(one)[:1] == [path.name]:
                    return str(one["query"]["every"])
        except (OSError, ValueError, KeyError, TypeError):
            continue  # none, or not of ours: then it says nothing of this file
    return "day"


def values(file: File, repository: str | None = None) -> Iterator[Given]:
    """The file's values; rows without one are left out. Raises BadFile, naming file and row.

    `repository` is whose they are when the file does not say.
    """
    layout = file.layout
    at = {name: place for place, name in enumerate(file.header)}
    repository = repository or (owner_in(file.path.name) if layout is DAILY_STARS else None)
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
    kind = metric or part("metric") or ""
    return Given(
        whose or "",
        kind,
        _day(row[at[layout.day]], layout, kind),
        value,
        int(number) if number is not None else None,
        part("source"),
        part("quality"),
    )


def _day(cell: Any, layout: Layout, metric: str) -> date:
    try:
        if isinstance(cell, datetime):
            day = day_of(cell.isoformat(), False)
        else:
            day = cell if isinstance(cell, date) else day_of(str(cell), layout.days_first)
    except (ValueError, OverflowError):
        raise ValueError(f"{str(cell)[:60]!r} is no day") from None
    if day < GITHUB_BEGAN and metric in ON_GITHUB:
        raise ValueError(f"{day} lies before there was GitHub{layout.before}")
    return day


def _number(cell: Any) -> float | None:
    """A value; None for an empty cell. Raises ValueError for what is no number, or no possible one."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    try:
        value = float(cell)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{str(cell)[:60]!r} is no number") from None
    if math.isnan(value):
        return None
    if not 0 <= value <= MOST or isinstance(cell, bool):
        raise ValueError(f"{value:g} cannot be a value of a metric")
    return value
