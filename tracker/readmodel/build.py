"""Building what is kept of one repository, from its facts alone: its life, its present, its series. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tracker.dossier import Dossier
from tracker.health import Rules, Verdict, because, judge
from tracker.health.life import Axes, Life, life
from tracker.readmodel.levels import Levels, days_of, pack, unpack
from tracker.readmodel.numbers import STALE, YEAR, ListedNumbers, commits_of_year, numbers, trend
from tracker.readmodel.summary import TRAIL, Summary
from tracker.series import Sample
from tracker.series.series import Series

EARLIEST = date(2008, 1, 1)  # GitHub opened in April 2008
FRESH = 2  # days for which a value is provisional
DAYS_OF_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Judged:
    """What is kept of a repository's verdicts: its life, and the verdict of the day it was judged on."""

    verdict: Verdict
    life: Life

    @property
    def axes(self) -> Axes:
        """The present, in the words of the life's last turn."""
        return self.life.turns[-1].axes if self.life.turns else axes_of(self.verdict)


@dataclass(frozen=True, slots=True)
class Counted:
    """What is kept of a repository's numbers, as of a day; on `until` they are to be renewed."""

    series: Mapping[str, Series]
    stars: bytes
    commits: bytes
    numbers: ListedNumbers
    points: Mapping[str, Sample]
    trend: tuple[float, ...]
    trail: tuple[tuple[date, float, float], ...]
    until: date


def judged(dossier: Dossier, today: date, rules: Rules) -> Judged:
    """A repository's verdict on a day, and its life up to it."""
    born = dossier.created_at.date() if dossier.created_at else EARLIEST
    return Judged(judge(dossier, today, rules), life(dossier, max(born, EARLIEST), today, rules))


def counted(series: Mapping[str, Series], points: Mapping[str, Sample], today: date) -> Counted:
    """A repository's numbers on a day, from its series by metric."""
    stars, commits = levels_of(series["stars"]), sums_of(series["commits"])
    star_levels, commit_levels = unpack(stars), unpack(commits)
    found = numbers(star_levels, commit_levels, today)
    return Counted(
        series, stars, commits, found, points, trend(star_levels, today),
        trail(star_levels, commit_levels, today), _renew(found, points, today),
    )  # fmt: skip


def levels_of(series: Series) -> bytes:
    """A total's levels, packed."""
    return pack(series.days, series.values)


def sums_of(series: Series) -> bytes:
    """A count's running sums, packed."""
    return pack(series.days, np.cumsum(series.values))


def trail(stars: Levels | None, commits: Levels | None, today: date) -> tuple[tuple[date, float, float], ...]:
    """Where it stood some years ago: (day, stars, commits of the year before), where both are known."""
    found = []
    for years in TRAIL:
        then = today - timedelta(days=round(DAYS_OF_YEAR * years))
        at = last_value(stars, then)
        work, _ = commits_of_year(commits, then)
        if at and work is not None:
            found.append((then, at, work))
    return tuple(found)


def last_value(levels: Levels | None, day: date) -> float | None:
    """The last known value on or before a day."""
    last = levels.last_known(days_of(day)) if levels else None
    return levels.at(last) if levels and last is not None else None


def summary(judged: Judged, counted: Counted, dossier: Dossier) -> Summary:
    """What lists show of both."""
    finals = dossier.finals_until(judged.verdict.as_of)
    return Summary(
        axes=judged.axes,
        because=because(judged.verdict),
        numbers=counted.numbers,
        points=dict(counted.points),
        trend=counted.trend,
        last_release=finals[-1] if finals else None,
        release_gaps=None if finals is None else dossier.gaps_of("releases"),
        trail=counted.trail,
    )


def axes_of(verdict: Verdict) -> Axes:
    """A verdict without its evidence."""
    return Axes(
        verdict.headline, verdict.declared, verdict.observed, verdict.location, verdict.since,
        verdict.observed_since, verdict.since_by,
    )  # fmt: skip


def _renew(found: ListedNumbers, points: Mapping[str, Sample], today: date) -> date:
    """The first day on which the same facts give other numbers: a label settles, a reading grows too old."""
    if any(p.day and (today - p.day).days < FRESH for p in points.values()):
        return today + timedelta(days=1)
    ends = [
        day + timedelta(days=span + 1)
        for day, span in ((found.changes[YEAR].until, STALE), (found.commits_until, YEAR))
        if day is not None
    ]
    return min((day for day in ends if day > today), default=date.max)
