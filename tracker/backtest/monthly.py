"""A table of monthly counts as a source: measured on it are the tracker's own rules, not a copy of them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np

from tracker.backtest.subjects import COLUMNS, Subject
from tracker.backtest.truth import BacktestError
from tracker.dossier import Dossier, WindowSum
from tracker.records import Notice
from tracker.signals.numbers import Numbers, People
from tracker.signals.rules import Rules


@dataclass(frozen=True, slots=True)
class Row:
    """One repository on the first of one month; counts of commits, ages in days, None where there is none."""

    repo: str
    as_of: date
    all90: int
    all365: int
    sub90: int
    sub180: int
    sub365: int
    dlast: int
    dsub: int
    drel: int | None
    peak: int
    strong: int
    maint: int
    age: int


class MonthlyMeter:
    """Numbers from rows; only the days of rows can be asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = {row.as_of: row for row in rows}
        self.first_day: date | None = rows[0].as_of

    def at(self, as_of: date, rules: Rules) -> Numbers:
        """The row's numbers. Raises BacktestError for a day without a row."""
        row = self._rows.get(as_of)
        if row is None:
            raise BacktestError(f"the monthly table has no row for {as_of}; every month needs one")
        released = None if row.drel is None else as_of - timedelta(days=row.drel)
        return Numbers(
            as_of=as_of,
            until=as_of,
            known_until=as_of,
            counted="substantive",
            age=row.age,
            quarter=WindowSum(row.sub90, 90, 0),
            half=WindowSum(row.sub180, 180, 0),
            year=WindowSum(row.sub365, 365, 0),
            two_years=WindowSum(row.all365, 365, 0),
            years=(),
            peak=float(row.peak),
            last_substantive=as_of - timedelta(days=row.dsub),
            last_commit=as_of - timedelta(days=row.dlast),
            releases_known=True,
            last_release=released,
            last_tag="(of the table)" if released else None,
        )

    def people(self, as_of: date) -> People | None:
        return None


class MonthlyTable:
    """The subjects of a CSV table with one row per repository and month, as of the first."""

    def __init__(self, path: Path) -> None:
        self.name = f"the monthly table {path.name}"
        self._rows = _read(path)

    def subjects(self, repositories: Iterable[str]) -> list[Subject]:
        """Subjects in the order asked; repositories without rows are left out."""
        asked = [repository.lower() for repository in repositories]
        return [_subject(self._rows[name]) for name in asked if name in self._rows]


def _subject(rows: list[Row]) -> Subject:
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
    )
    columns = {name: table[:, index] for index, name in enumerate(COLUMNS)}
    return Subject(dossier, tuple(r.as_of for r in rows), columns, MonthlyMeter(rows))


def _notices(rows: list[Row], declares: str, flag: str) -> list[Notice]:
    """A flag's spells as notices: readable from the first row that has it to the first that has not."""
    notices: list[Notice] = []
    began: date | None = None
    for row in rows:
        if getattr(row, flag) and began is None:
            began = row.as_of
        elif not getattr(row, flag) and began is not None:
            notices.append(_notice(declares, began, row.as_of))
            began = None
    return [*notices, _notice(declares, began, None)] if began else notices


def _notice(declares: str, began: date, ended: date | None) -> Notice:
    gone = datetime.combine(ended, time(), UTC) if ended else None
    sentence = "(the table's flag for such a notice)"
    return Notice(declares, "readme", sentence, None, datetime.combine(began, time(), UTC), gone)


def _read(path: Path) -> dict[str, list[Row]]:
    names = [f.name for f in fields(Row)]
    found: defaultdict[str, list[Row]] = defaultdict(list)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [name for name in names if name not in (reader.fieldnames or ())]
            if lacking:
                raise BacktestError(f"{path}: the monthly table lacks the column {lacking[0]!r}")
            for number, line in enumerate(reader, start=2):
                row = _row(line, f"{path} line {number}")
                found[row.repo.lower()].append(row)
    except OSError as error:
        raise BacktestError(f"{path} cannot be read: {error.strerror}. Name a monthly table in CSV") from None
    return {name: sorted(rows, key=lambda r: r.as_of) for name, rows in found.items()}


def _row(line: dict[str, str], where: str) -> Row:
    values: dict[str, object] = {"repo": line["repo"].strip()}
    try:
        values["as_of"] = date.fromisoformat(line["as_of"][:10])
        for field in fields(Row)[2:]:
            text = (line[field.name] or "").strip()
            values[field.name] = None if field.name == "drel" and text in ("", "nan") else int(float(text))
    except ValueError as error:
        raise BacktestError(f"{where}: {error}") from None
    return Row(**values)  # type: ignore[arg-type]
