"""Reading in what others, or the tracker itself, wrote, as checked values, a few at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tracker.exports.csv import bare
from tracker.exports.descriptor import NAME, paths
from tracker.imports.days import BadDay, day_of, first_part, month_of, of_month, serial_day
from tracker.imports.kinds import table_of
from tracker.imports.layouts import CONDA, DAILY_STARS, Layout, owner_in, recognise
from tracker.imports.numbers import number_of
from tracker.imports.options import BadImport, ImportOptions, OpenedFile, Rows
from tracker.records import GITHUB_BEGAN

MONTHS = frozenset({"month", "year_month", "yearmonth", "year-month"})
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
    of_month: bool = False  # the day was chosen for a month: no sum may stand on it


@dataclass
class File:
    """An opened file: its layout, and its rows with their numbers."""

    path: Path
    table: OpenedFile
    layout: Layout
    header: list[str]
    rows: Rows
    options: ImportOptions

    def __str__(self) -> str:
        return f"{self.path} ({self.table.kind})"

    def fault(self, row: int, error: Exception) -> BadImport:
        """What to raise for a row."""
        why = "it has too few cells" if isinstance(error, IndexError) else str(error)
        return BadImport(f"{self}, row {row}: {why}")


def opened(path: Path, options: ImportOptions, metrics: Collection[str] = ()) -> File:
    """Open a file and tell its layout; `metrics` may be names of columns. Raises BadImport."""
    table = table_of(path, options)
    rows = table.rows
    _, found = next(rows, (0, None))
    if found is None:
        raise BadImport(f"{path} ({table.kind}) is empty")
    header = ["" if name is None else str(name) for name in found]
    try:
        layout = recognise(header, options, metrics)
        _once(header, layout)
    except BadImport as error:
        raise BadImport(f"{path} ({table.kind}): {error}") from None
    file = File(path, table, layout, header, rows, options)
    if layout.ours and (every := _every(path)) != "day":
        raise BadImport(
            f"{file} has a value a {every}, which is no value of a day: export it with --every day"
        )
    return file


def _once(header: Sequence[str], layout: Layout) -> None:
    used = {layout.day, layout.repository, *layout.others.values(), *(column for _, column in layout.values)}
    if twice := sorted({name for name in header if name in used and header.count(name) > 1}):
        raise BadImport(f"several columns are called {twice[0]!r}: give each a name of its own")


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
    """The file's values; rows without one are left out. Raises BadImport, naming file and row.

    `repository` is whose they are when the file does not say.
    """
    layout = file.layout
    if layout is CONDA:
        from tracker.imports.conda import daily

        yield from daily(file)
        return
    repository = repository or (owner_in(file.path.name) if layout is DAILY_STARS else None)
    if layout.repository is None and not layout.whose and repository is None:
        raise BadImport(f"{file}: whose numbers are these? Say so with: --repo OWNER/NAME")
    if layout.name == "stargazers":
        from tracker.imports.stargazers import arrivals

        yield from arrivals(file, repository)
        return
    reader = RowReader(file, repository)
    for number, row in file.rows:
        try:
            yield from reader.read(row)
        except (ValueError, IndexError) as error:
            raise file.fault(number, error) from None


class RowReader:
    """One row of a file into its values. Raises ValueError, or IndexError for a row that is too short."""

    def __init__(self, file: File, named: str | None) -> None:
        self.file, self.layout, self.named = file, file.layout, named
        self.at = {name: place for place, name in enumerate(file.header)}
        self.order = file.options.days or file.layout.days
        self.orders: set[str] = set()  # which part came first, in days that leave no choice
        self.months = file.layout.day.strip().lower() in MONTHS  # its days are whole months

    def read(self, row: Sequence[Any]) -> Iterator[Given]:
        """The values that a row has."""
        if any(cell not in (None, "") for cell in row[len(self.file.header) :]):
            raise ValueError(
                f"it has more cells ({len(row)}) than the header ({len(self.file.header)}): a number with "
                "the separator in it needs quotes, and names of rows need a column of their own"
            )
        for metric, column in self.layout.values:
            cell, kind = row[self.at[column]], metric or self._metric(row)
            commas = self.file.table.commas or kind in ON_GITHUB  # nobody has a thousandth of a star
            value = number_of(cell, self.file.options.decimal, commas)
            if value is not None:
                yield self._given(row, metric, value, column)

    def _metric(self, row: Sequence[Any]) -> str:
        column = self.layout.others.get("metric")
        return bare(str(row[self.at[column]])) if column else ""

    def _given(self, row: Sequence[Any], metric: str | None, value: float, column: str) -> Given:
        parts = {name: bare(str(row[self.at[column]])) for name, column in self.layout.others.items()}
        number = parts.get("github_id")
        kind = metric or parts.get("metric") or ""
        cell = row[self.at[self.layout.day]]
        return Given(
            self.layout.whose.get(column) or self.whose(row),
            kind,
            self.day(cell, kind),
            value,
            int(number) if number is not None else None,
            parts.get("source"),
            parts.get("quality"),
            self.file.options.month_on is not None
            and (self.months or (isinstance(cell, str) and month_of(cell.strip()) is not None)),
        )

    def whose(self, row: Sequence[Any]) -> str:
        """The repository of a row."""
        if self.layout.repository is None:
            return self.named or ""
        cell = row[self.at[self.layout.repository]]
        if "github_id" not in self.layout.others and (cell is None or not str(cell).strip()):
            raise ValueError("it does not say which repository it is of")
        return bare(str(cell).strip())

    def day(self, cell: Any, metric: str) -> date:
        """The day that a cell says."""
        try:
            day = self._day(cell)
        except BadDay:
            raise
        except (ValueError, OverflowError, OSError):
            raise ValueError(f"{str(cell)[:60]!r} is no day") from None
        if day < GITHUB_BEGAN and metric in ON_GITHUB:
            raise ValueError(f"{day} lies before there was GitHub{self.layout.before}")
        return day

    def _day(self, cell: Any) -> date:
        day = self._told(cell)
        if self.months and day.day == 1:
            return of_month(f"{day:%Y-%m-%d}", (day.year, day.month), self.file.options.month_on)
        if isinstance(cell, str) and self.order == "iso" and (first := first_part(cell)):
            self.orders.add(first)
            if len(self.orders) > 1:
                raise BadDay(
                    f"{cell.strip()[:60]!r} mixes orders of day and month with days before it: "
                    "make them alike, or say which part is first with: --days dmy, mdy or ymd"
                )
        return day

    def _told(self, cell: Any) -> date:
        if isinstance(cell, datetime):
            return day_of(cell.isoformat())
        if isinstance(cell, date):
            return cell
        if isinstance(cell, bool):
            raise ValueError
        if isinstance(cell, int | float) and self.file.table.spreadsheet and cell < 1e6:
            return serial_day(cell)
        return day_of(str(cell), self.order, self.file.options.month_on)
