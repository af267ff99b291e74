"""One repository as the table sees it: everything that was known of it on the day, and nothing later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.dossier import Dossier
from tracker.health import Verdict
from tracker.readmodel.numbers import StarChange
from tracker.series import Repository, Sample

METRICS = (
    "stars", "pypi_downloads", "commits",
    "commit_authors", "contributor_absence_factor", "time_to_first_response",
    "time_to_close", "open_issues",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over the year up to `until`; `whole`: every day of it is known; `stale`: it is long ago."""

    value: float
    until: date
    whole: bool
    stale: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the repositories that are put side by side."""

    repository: Repository
    as_of: date
    today: date
    demo: bool
    verdict: Verdict | None
    points: Mapping[str, Sample]
    growth: StarChange  # of stars in the year before their last known day
    commits: Total | None
    dossier: Dossier | None  # light: without commits, authors and issues
    releases_read: date | None

    @property
    def name(self) -> str:
        return self.repository.full_name

    @property
    def short(self) -> str:
        """The part of OWNER/NAME that people say."""
        return self.name.split("/", 1)[-1]

    @property
    def present(self) -> bool:
        """Whether the day is the database's own: attributes may be shown as they were read last."""
        return self.as_of == self.today

    @property
    def problem(self) -> str:
        """Why nothing can be known of it."""
        return self.repository.problem or "it has not been collected yet"
