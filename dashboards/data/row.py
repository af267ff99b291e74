"""One row of the overview: what is said of one repository on one day, and the few numbers of its story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dashboards.data.figures import Figures, Trail
from dashboards.data.told import Told
from tracker.health.life import Axes
from tracker.readmodel.numbers import ListedNumbers, StarChange
from tracker.records import Presence, Release
from tracker.series import Repository, Sample


@dataclass(frozen=True, slots=True)
class RepositorySummary:
    """One repository on one day: what is said of it, and its figures."""

    repository: Repository
    told: Told
    figures: Figures

    @property
    def verdict(self) -> Axes | None:
        """What is said of it, without the evidence."""
        return self.told.verdict

    @property
    def because(self) -> str:
        return self.told.because

    @property
    def points(self) -> Mapping[str, Sample]:
        return self.told.points

    @property
    def releases_known(self) -> bool:
        return self.told.releases_known

    @property
    def numbers(self) -> ListedNumbers:
        return self.figures.numbers

    @property
    def trend(self) -> tuple[float, ...]:
        return self.figures.trend

    @property
    def stars(self) -> float | None:
        return self.figures.stars

    @property
    def trail(self) -> Trail:
        return self.figures.trail

    @property
    def released(self) -> date | None:
        """The day of the last release."""
        return self.figures.released

    @property
    def last_release(self) -> Release | None:
        return self.figures.last_release

    @property
    def name(self) -> str:
        return self.repository.full_name

    @property
    def headline(self) -> str:
        return self.told.headline

    @property
    def unmaintained(self) -> bool:
        return self.told.unmaintained

    @property
    def living(self) -> bool:
        return self.headline in ("active", "slow")

    @property
    def changes(self) -> Mapping[int, StarChange]:
        return self.numbers.changes

    @property
    def year_before(self) -> StarChange:
        return self.numbers.year_before

    @property
    def commits_year(self) -> float | None:
        return self.figures.commits_year

    @property
    def commits_until(self) -> date | None:
        return self.numbers.commits_until

    @property
    def gain_change(self) -> float | None:
        """Stars of the last year against those of the year before: -0.4 is 40 % fewer; None when unknown."""
        return self.figures.pace

    @property
    def missing(self) -> bool:
        return self.repository.presence is not Presence.ACTIVE

    def gain(self, days: int) -> float | None:
        return self.figures.gain(days)

    def share(self, days: int) -> float | None:
        return self.figures.share(days)
