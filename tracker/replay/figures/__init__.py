"""The figures the demo is spread from: read once, as recorded, unknown cells as None."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
SPREADING = "6"  # raise it whenever days, commits or READMEs come out differently from the same figures
TOTALS = ("stars", "forks", "open_issues", "closed_issues")


@dataclass(frozen=True, slots=True)
class Quarter:
    """One repository's quarter: totals at its last day, counts within it. None was not recorded."""

    end: date
    stars: int | None
    forks: int | None
    open_issues: int | None
    closed_issues: int | None
    commits: int | None
    authors: int | None
    tags: int | None

    @property
    def start(self) -> date:
        return date(self.end.year, self.end.month - 2, 1)

    def total(self, name: str) -> int | None:
        """One of the recorded totals by name (see TOTALS)."""
        value: int | None = getattr(self, name)
        return value


@lru_cache(maxsize=1)
def quarters() -> dict[str, tuple[Quarter, ...]]:
    """Every repository's quarters, oldest first."""
    found: dict[str, list[Quarter]] = {}
    for row in _rows("quarters.csv"):
        found.setdefault(row["repo"], []).append(_quarter(row))
    return {repo: tuple(sorted(rows, key=lambda q: q.end)) for repo, rows in found.items()}


@lru_cache(maxsize=1)
def tags() -> dict[str, tuple[tuple[str, date], ...]]:
    """Tag names with their dates, oldest first, of the repositories for which they are known."""
    found: dict[str, list[tuple[str, date]]] = {}
    for row in _rows("tags.csv"):
        found.setdefault(row["repo"], []).append((row["tag"], date.fromisoformat(row["date"])))
    return {repo: tuple(sorted(rows, key=lambda t: t[1])) for repo, rows in found.items()}


@lru_cache(maxsize=1)
def version() -> str:
    """Changes whenever the figures or their spreading change: caches are keyed by it."""
    digest = hashlib.sha256(SPREADING.encode())
    for name in ("quarters.csv", "tags.csv"):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()[:16]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _quarter(row: dict[str, str]) -> Quarter:
    names = ("stars", "forks", "open_issues", "closed_issues", "commits", "authors", "tags")
    return Quarter(date.fromisoformat(row["quarter_end"]), *(int(row[n]) if row[n] else None for n in names))
