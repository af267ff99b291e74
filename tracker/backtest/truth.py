"""The truth table: which repositories ended, when and how that was said, and which live."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

NEEDED = ("repo", "status", "eol_announced", "eol_what", "last_substantive_commit", "backtest_label")
ANNOUNCED, SILENT, LIVING, OTHER = "announced", "silent", "living", "other"
A_YEAR = timedelta(days=365)


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
            rows = [_truth(row, f"{path} line {number}") for number, row in enumerate(reader, start=2)]
    except OSError as error:
        raise BacktestError(f"{path} cannot be read: {error.strerror}. Name a truth table in CSV") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise BacktestError(f"{path} is not a CSV file in UTF-8: {error}") from None
    if not rows:
        raise BacktestError(f"{path}: the truth table has no rows")
    return rows


def _truth(row: dict[str, str], where: str) -> Truth:
    repository = (row["repo"] or "").strip()
    if repository.count("/") != 1:
        raise BacktestError(f"{where}: {repository!r} is not OWNER/NAME")
    label = (row["backtest_label"] or "").strip()
    announced = _day(row["eol_announced"], f"{where}: eol_announced")
    last = _day(row["last_substantive_commit"], f"{where}: last_substantive_commit")
    kind = _kind(label)
    if kind == ANNOUNCED and announced is None:
        raise BacktestError(f"{where}: {repository} is labelled {label} and has no date in eol_announced")
    last = last or _day(row.get("last_commit_default_branch"), f"{where}: last_commit_default_branch")
    in_readme = (row["eol_what"] or "").strip().lower().startswith("readme")
    return Truth(repository, kind, label, announced, in_readme, last)


def _kind(label: str) -> str:
    if label == "dead_announced":
        return ANNOUNCED
    if label == "dead_silent":
        return SILENT
    return LIVING if label.startswith("alive") else OTHER


def _day(text: str | None, where: str) -> date | None:
    words = (text or "").strip()
    try:
        return date.fromisoformat(words) if len(words) == 10 else None
    except ValueError:
        raise BacktestError(f"{where}: {words!r} is not a date like 2017-09-28") from None
