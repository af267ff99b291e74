"""What every description of a release says alike: title, words, licence, who made it, of which days."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.dataset.files import DataFile
from tracker.dataset.period import Period
from tracker.exports.descriptor import CREATOR, LICENCE

TITLE = "Popularity and health of repositories on GitHub"
KEYWORDS = (
    "GitHub", "deep learning", "open source", "software maintenance", "software health", "stars",
    "time series", "CHAOSS",
)  # fmt: skip
DEMO = (
    "This is made from the demo: its figures are public and quarterly, the days between are spread by a "
    "formula. Never publish it as measured data."
)


@dataclass(frozen=True)
class ReleaseAbout:
    """A release and its files; `day` is the last day that it knows."""

    period: Period
    day: date
    first_day: date
    files: Sequence[DataFile]
    repositories: int
    version: str  # of the program
    is_demo: bool

    @property
    def title(self) -> str:
        """The title with the release's name."""
        return f"{TITLE}{' (demo)' if self.is_demo else ''}, {self.period.name}"

    @property
    def description(self) -> str:
        """A paragraph for indexes."""
        words = (
            f"Stars, forks, commits, releases, issues and other series of {self.repositories} "
            f"repositories by day until {self.day}, each value with its source and a label of how far to "
            "trust it; and for each repository a verdict whether it is maintained, since when, with all "
            "evidence. Unknown values have no row. No person is in the data."
        )
        return f"{DEMO} {words}" if self.is_demo else words

    @property
    def licence(self) -> str:
        """The licence's address."""
        return str(LICENCE["path"])

    @property
    def citation(self) -> str:
        """How it is cited, in a line."""
        return f"{CREATOR} ({self.day.year}). {self.title}. Data set, until {self.day}. CC0-1.0."

    def of(self, table: str, kind: str) -> DataFile:
        """One file by its table and format."""
        return next(f for f in self.files if (f.table, f.kind) == (table, kind))

    @property
    def tables(self) -> list[str]:
        """The names of the tables, each once."""
        return list(dict.fromkeys(f.table for f in self.files))


def as_json(document: Mapping[str, Any]) -> bytes:
    """A document as the same bytes each time."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()
