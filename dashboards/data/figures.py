"""What is told of one repository in figures, kept or, of a past day, made when looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from dashboards.data.snapshot import Snapshot
from tracker.readmodel.build import last_value, trail
from tracker.readmodel.levels import Levels
from tracker.readmodel.numbers import Numbers, commits_of_year, numbers, trend
from tracker.records import Release

Trail = tuple[tuple[date, float, float], ...]


class Figures(Protocol):
    """What is told of a repository in figures; None and NaN are unknown."""

    @property
    def numbers(self) -> Numbers: ...

    @property
    def trend(self) -> tuple[float, ...]:
        """Stars gained by month."""

    @property
    def stars(self) -> float | None: ...

    @property
    def commits_year(self) -> float | None:
        """As in `numbers`, without the others: lists sort all by it and show a few."""

    @property
    def trail(self) -> Trail:
        """(a day, its stars, the commits of the year before it)."""

    @property
    def last_release(self) -> Release | None: ...


@dataclass(frozen=True, slots=True)
class KeptFigures:
    """Figures that were kept."""

    numbers: Numbers
    trend: tuple[float, ...]
    stars: float | None
    trail: Trail = ()
    last_release: Release | None = None

    @property
    def commits_year(self) -> float | None:
        return self.numbers.commits_year


class PastFigures:
    """Figures of a past day, each made from levels when it is looked at: most rows are only sorted."""

    def __init__(
        self, number: int, levels: tuple[Levels | None, Levels | None], releases: PastReleases
    ) -> None:
        self._number, self.releases, self._as_of = number, releases, releases.as_of
        self._stars, self._commits = levels

    @cached_property
    def numbers(self) -> Numbers:
        return numbers(self._stars, self._commits, self._as_of)

    @cached_property
    def trend(self) -> tuple[float, ...]:
        return trend(self._stars, self._as_of)

    @cached_property
    def stars(self) -> float | None:
        return last_value(self._stars, self._as_of)

    @cached_property
    def commits_year(self) -> float | None:
        return commits_of_year(self._commits, self._as_of)[0]

    @cached_property
    def trail(self) -> Trail:
        return trail(self._stars, self._commits, self._as_of)

    @property
    def last_release(self) -> Release | None:
        return self.releases[self._number]


class PastReleases:
    """The last release on or before a past day: of all repositories at once, when the first is looked at."""

    def __init__(self, snapshot: Snapshot, ids: Sequence[int], as_of: date) -> None:
        self._snapshot, self._ids, self.as_of = snapshot, ids, as_of
        self._found: dict[int, Release | None] = {}

    def __getitem__(self, number: int) -> Release | None:
        if number not in self._found:
            self.read(self._ids)
        return self._found[number]

    def read(self, ids: Sequence[int]) -> None:
        """Read those of some repositories, which is all that most pages show."""
        found = self._snapshot.kept.releases(self.as_of, ids)
        self._found |= {number: found.get(number) for number in ids}
