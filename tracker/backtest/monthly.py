"""A table of monthly counts as a source: measured on it are the tracker's own rules, not a copy of them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from tracker.backtest.subjects import COLUMNS, Subject
from tracker.backtest.truth import BLANK, BacktestError
from tracker.dossier import Dossier, WindowSum
from tracker.records import Notice
from tracker.signals.numbers import Numbers, People
from tracker.signals.rules import Rules

FLAGS = {"true": 1, "false": 0, "yes": 1, "no": 0}
MOST = 500_000  # days as well as commits: a date must still be a date


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One repository on the first of one month; counts of commits, ages in days.

    None is unknown, but for `drel`, where a blank says that there has been no final release.
    """

    repo: str
    as_of: date
    all90: int | None
    all365: int | None
    sub90: int | None
    sub180: int | None
    sub365: int | None
    dlast: int | None
    dsub: int | None
    drel: int | None
    peak: int | None
    strong: int | None
    maint: int | None
    age: int | None


class MonthlyMeter:
    """Numbers from rows; of a month without a row nothing is known."""

    def __init__(self, rows: Sequence[MonthRow]) -> None:
        self._rows = {row.as_of: row for row in rows}
        self._nothing = MonthRow(rows[0].repo, rows[0].as_of, *([None] * len(fields(MonthRow)[2:])))
        self.first_day: date | None = rows[0].as_of

    def at(self, as_of: date, rules: Rules) -> Numbers:
        """The row's numbers; unknown ones on a day without a row."""
        known = as_of in self._rows
        row = self._rows[as_of] if known else replace(self._nothing, as_of=as_of)
        return Numbers(
            as_of=as_of,
            until=as_of,
            known_until=as_of if row.sub365 is not None else None,
            counted="substantive",
            age=row.age,
            quarter=_sum(row.sub90, 90),
            half=_sum(row.sub180, 180),
            year=_sum(row.sub365, 365),
            two_years=_sum(row.all365, 365),
            years=(),
            peak=float(row.peak) if row.peak is not None else None,
            last_substantive=_ago(as_of, row.dsub),
            last_commit=_ago(as_of, row.dlast),
            releases_known=known,
            last_release=_ago(as_of, row.drel),
            last_tag="(of the table)" if row.drel is not None else None,
        )

    def worked_since(self, day: date, as_of: date, rules: Rules) -> float:
        """Commits of the longest window of the row that began after the day."""
        numbers, days = self.at(as_of, rules), (as_of - day).days
        return numbers.half.known if days >= 180 else numbers.quarter.known if days >= 90 else 0.0

    def people(self, as_of: date) -> People | None:
        return None


def _sum(count: int | None, days: int) -> WindowSum:
    return WindowSum(0.0, days, days) if count is None else WindowSum(count, days, 0)


def _ago(as_of: date, days: int | None) -> date | None:
    return None if days is None else as_of - timedelta(days=days)


class MonthlyTable:
    """The subjects of a CSV table with one row per repository and month, as of the first."""

    had: tuple[str, ...] = (
        "counts of commits by month",
        "the table's own flags for notices",
        "days of releases",
    )
    lacked: tuple[str, ...] = (
        "READMEs as this reader reads them", "earlier years", "gaps", "archived flags", "issues",
    )  # fmt: skip

    def __init__(self, path: Path) -> None:
        self.name = f"the monthly table {path.name}"
        self._rows = _read(path)

    def subjects(self, repositories: Iterable[str]) -> list[Subject]:
        """Subjects in the order asked; repositories without rows are left out."""
        asked = [repository.lower() for repository in repositories]
        return [_subject(self._rows[name]) for name in asked if name in self._rows]


def _subject(rows: list[MonthRow]) -> Subject:
    first = rows[0]
    dossier = Dossier(
        github_id=0,
        full_name=first.repo,
        releases=(),
        notices=(*_notices(rows, "end-of-life", "strong"), *_notices(rows, "maintenance-only", "maint")),
    )
    table = np.array(
        [(r.all90, r.sub90, r.sub365, r.dlast, np.inf if r.drel is None else r.drel) for r in rows],
        dtype=np.float64,
    )  # None becomes NaN, which raises no baseline
    columns = {name: table[:, index] for index, name in enumerate(COLUMNS)}
    return Subject(dossier, tuple(r.as_of for r in rows), columns, MonthlyMeter(rows))


def _notices(rows: list[MonthRow], declares: str, flag: str) -> list[Notice]:
    """A flag's spells as notices: readable from the first row that has it to the first that has not.

    A row that does not know changes nothing.
    """
    notices: list[Notice] = []
    began: date | None = None
    for row in rows:
        if getattr(row, flag) and began is None:
            began = row.as_of
        elif getattr(row, flag) == 0 and began is not None:
            notices.append(_notice(declares, began, row.as_of))
            began = None
    return [*notices, _notice(declares, began, None)] if began else notices


def _notice(declares: str, began: date, ended: date | None) -> Notice:
    gone = datetime.combine(ended, time(), UTC) if ended else None
    sentence = "(the table's flag for such a notice)"
    return Notice(declares, "readme", sentence, None, datetime.combine(began, time(), UTC), gone)


def _read(path: Path) -> dict[str, list[MonthRow]]:
    names = [f.name for f in fields(MonthRow)]
    found: defaultdict[str, list[MonthRow]] = defaultdict(list)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [name for name in names if name not in (reader.fieldnames or ())]
            if lacking:
                raise BacktestError(f"{path}: the monthly table lacks the column {lacking[0]!r}")
            for line in reader:
                row = _row(line, f"{path} line {reader.line_num}")
                found[row.repo.lower()].append(row)
    except OSError as error:
        raise BacktestError(f"{path} cannot be read: {error.strerror}. Name a monthly table in CSV") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BacktestError(f"{path} is not a CSV file in UTF-8: {error}") from None
    return {name: _in_order(rows, path) for name, rows in found.items()}


def _in_order(rows: list[MonthRow], path: Path) -> list[MonthRow]:
    rows.sort(key=lambda row: row.as_of)
    for one, next_one in pairwise(rows):
        if one.as_of == next_one.as_of:
            raise BacktestError(f"{path}: {one.repo} has two rows for {one.as_of}; every month has one")
    return rows


def _row(line: dict[str, str | None], where: str) -> MonthRow:
    values: dict[str, object] = {"repo": (line["repo"] or "").strip()}
    if not values["repo"]:
        raise BacktestError(f"{where}: the column 'repo' is blank")
    values["as_of"] = _first_of_month((line["as_of"] or "").strip(), where)
    for field in fields(MonthRow)[2:]:
        values[field.name] = _whole((line[field.name] or "").strip(), f"{where}: {field.name}")
    return MonthRow(**values)  # type: ignore[arg-type]


def _first_of_month(words: str, where: str) -> date:
    try:
        day = date.fromisoformat(words[:10] if len(words) != 7 else f"{words}-01")
    except ValueError:
        raise BacktestError(f"{where}: as_of: {words!r} is not a date like 2017-09-01") from None
    if day.day != 1:
        raise BacktestError(f"{where}: as_of: {words} is not the first of a month, which the looks are on")
    return day


def _whole(words: str, where: str) -> int | None:
    """A whole number of at most a few millions, a yes or no as 1 or 0; None where it is blank."""
    if words.lower() in BLANK:
        return None
    if words.lower() in FLAGS:
        return FLAGS[words.lower()]
    try:
        number = float(words)
    except ValueError:
        number = -1.0
    if not 0 <= number <= MOST or number != int(number):
        raise BacktestError(f"{where}: {words!r} is not a whole number from 0 to {MOST:,}")
    return int(number)
