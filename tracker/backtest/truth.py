"""The truth table: which repositories ended, when and how that was said, and which live."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

NEEDED = ("repo", "eol_announced", "last_substantive_commit", "backtest_label")
ANNOUNCED, SILENT, LIVING, OTHER = "announced", "silent", "living", "other"
A_YEAR = timedelta(days=365)
# How a person writes a day that is known to the month or the year only: it counts as the first of it.
DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ][\d:.+Z-]*)?)?)?")
BLANK = frozenset({"", "-", "–", "?", "inf", "na", "n/a", "nan", "nat", "none", "null", "unknown"})


class BacktestError(ValueError):
    """The truth table or the figures cannot be used; the message says which line and why."""


@dataclass(frozen=True, slots=True)
class Truth:
    """One repository's label; `kind` is announced, silent, living or other (revived, ambiguous: unscored)."""

    repository: str
    kind: str
    label: str
    announced: date | None
    announced_in_readme: bool
    last_substantive: date | None

    @property
    def organisation(self) -> str:
        """Repositories of one owner are not independent of each other."""
        return self.repository.split("/")[0].lower()

    @property
    def ended(self) -> date | None:
        """From when on "not maintained" is true: the announcement, or a year after the last real work."""
        if self.kind == ANNOUNCED:
            return self.announced
        if self.kind == SILENT and self.last_substantive:
            return self.last_substantive + A_YEAR
        return None


def read_truth(path: Path) -> list[Truth]:
    """The rows of a truth table. Raises BacktestError naming the column or line that is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            lacking = [name for name in NEEDED if name not in (reader.fieldnames or ())]
            if lacking:
                raise BacktestError(f"{path}: the truth table lacks the column {lacking[0]!r}")
            rows = [_truth(row, f"{path} line {reader.line_num}") for row in reader]
    except OSError as error:
        raise BacktestError(f"{path} cannot be read: {error.strerror}. Name a truth table in CSV") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BacktestError(f"{path} is not a CSV file in UTF-8: {error}") from None
    if not rows:
        raise BacktestError(f"{path}: the truth table has no rows")
    _refuse_twins(rows, path)
    return rows


def _refuse_twins(rows: list[Truth], path: Path) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.repository.lower() in seen:
            raise BacktestError(f"{path}: {row.repository} is there twice; every repository has one row")
        seen.add(row.repository.lower())


def _truth(row: dict[str, str | None], where: str) -> Truth:
    repository = (row["repo"] or "").strip()
    if repository.count("/") != 1:
        raise BacktestError(f"{where}: {repository!r} is not OWNER/NAME")
    label = (row["backtest_label"] or "").strip().lower()
    announced = _day(row["eol_announced"], f"{where}: eol_announced")
    last = _day(row["last_substantive_commit"], f"{where}: last_substantive_commit")
    kind = _kind(label)
    if kind == ANNOUNCED and announced is None:
        raise BacktestError(f"{where}: {repository} is labelled {label} and has no date in eol_announced")
    last = last or _day(row.get("last_commit_default_branch"), f"{where}: last_commit_default_branch")
    in_readme = (row.get("eol_what") or "").strip().lower().startswith("readme")
    return Truth(repository, kind, label, announced, in_readme, last)


def _kind(label: str) -> str:
    if label == "dead_announced":
        return ANNOUNCED
    if label == "dead_silent":
        return SILENT
    return LIVING if label.startswith("alive") else OTHER


def _day(text: str | None, where: str) -> date | None:
    words = (text or "").strip()
    if words.lower() in BLANK:
        return None
    known = DAY.fullmatch(words)
    problem = f"{where}: {words!r} is not a date like 2017-09-28 or 2017-09"
    if known is None:
        raise BacktestError(problem)
    try:
        return date(int(known["year"]), int(known["month"] or 1), int(known["day"] or 1))
    except ValueError:
        raise BacktestError(problem) from None
