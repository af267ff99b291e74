"""What is told of one repository in figures, kept or, of a past day, made when looked at."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from dashboards.data.past import PastDay
from tracker.readmodel.build import last_value, trail
from tracker.readmodel.levels import Levels
from tracker.readmodel.numbers import ListedNumbers, commits_of_year, numbers, trend
from tracker.readmodel.standing import OverviewRow
from tracker.readmodel.summary import Summary
from tracker.readmodel.view import ReadModel
from tracker.records import Release

Trail = tuple[tuple[date, float, float], ...]
GAINS = {days: OverviewRow._fields.index(f"gain{days}") for days in (30, 90, 365)}
NOTHING = numbers(None, None, date(2008, 1, 1))
SHARED = 90  # days of the change whose share lists are made by


class Figures(Protocol):
    """What is told of a repository in figures; None and NaN are unknown.

    Lists sort all by some of them and show the others of a few: each is made when it is looked at.
    """

    @property
    def numbers(self) -> ListedNumbers: ...

    @property
    def trend(self) -> tuple[float, ...]:
        """Stars gained by month."""

    @property
    def stars(self) -> float | None: ...

    def gain(self, days: int) -> float | None:
        """Stars gained in 30, 90 or 365 days."""

    def share(self, days: int) -> float | None:
        """The same as a share of the stars before."""

    @property
    def pace(self) -> float | None:
        """As Numbers.pace."""

    @property
    def commits_year(self) -> float | None: ...

    @property
    def trail(self) -> Trail:
        """(a day, its stars, the commits of the year before it)."""

    @property
    def last_release(self) -> Release | None: ...

    @property
    def released(self) -> date | None:
        """The day of that release."""


class KeptFigures:
    """Figures of the present, as they were kept: those of lists at hand, others in the row's document."""

    __slots__ = ("_model", "_standing")

    def __init__(self, model: ReadModel, standing: OverviewRow) -> None:
        self._model, self._standing = model, standing

    @property
    def summary(self) -> Summary:
        """Everything that is kept of it."""
        return self._model.summary(self._standing.repository_id)

    @property
    def numbers(self) -> ListedNumbers:
        return self.summary.numbers

    @property
    def trend(self) -> tuple[float, ...]:
        return self.summary.trend

    @property
    def stars(self) -> float | None:
        return self._standing.stars

    def gain(self, days: int) -> float | None:
        found: Any = self._standing[GAINS[days]]
        return None if found is None else float(found)

    def share(self, days: int) -> float | None:
        return self._standing.share90 if days == SHARED else self.numbers.changes[days].share

    @property
    def pace(self) -> float | None:
        return self._standing.pace

    @property
    def commits_year(self) -> float | None:
        return self._standing.commits

    @property
    def trail(self) -> Trail:
        return self.summary.trail

    @property
    def last_release(self) -> Release | None:
        return self.summary.last_release

    @property
    def released(self) -> date | None:
        return self._standing.released


class MadeFigures(ABC):
    """Figures that are made of `numbers`."""

    @property
    @abstractmethod
    def numbers(self) -> ListedNumbers:
        """Of one day."""

    def gain(self, days: int) -> float | None:
        return self.numbers.changes[days].value

    def share(self, days: int) -> float | None:
        return self.numbers.changes[days].share

    @property
    def pace(self) -> float | None:
        return self.numbers.pace


class NoFigures(MadeFigures):
    """Of what was never evaluated."""

    @property
    def numbers(self) -> ListedNumbers:
        return NOTHING

    trend: tuple[float, ...] = ()
    stars: float | None = None
    commits_year = last_release = released = None
    trail: Trail = ()


class PastFigures(MadeFigures):
    """Figures of a past day, each made from levels when it is looked at: most rows are only sorted."""

    def __init__(self, number: int, day: PastDay) -> None:
        self._number, self.day, self._as_of = number, day, day.as_of

    @cached_property
    def _stars(self) -> Levels | None:
        return self.day.stars(self._number)

    @cached_property
    def _commits(self) -> Levels | None:
        return self.day.commits(self._number)

    @cached_property
    def numbers(self) -> ListedNumbers:
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
        return self.day.release(self._number)

    @property
    def released(self) -> date | None:
        return self.last_release.published_at.date() if self.last_release else None
