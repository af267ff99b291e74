"""The few numbers that tell how a repository goes on a day: gains of stars, commits of a year, a trend."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tracker.readmodel.levels import Levels, days_of
from tracker.tables import EPOCH

SPANS = (30, 90, 365)
STALE = 190  # days: older readings say nothing about how it goes now; their day is shown with the number
YEAR = 365
MONTHS_DRAWN = 60
MONTH = 30  # days of a drawn month


@dataclass(frozen=True, slots=True)
class StarChange:
    """Stars gained up to the last known day; None where either end is unknown."""

    value: float | None
    share: float | None
    until: date | None


NO_CHANGE = StarChange(None, None, None)


@dataclass(frozen=True, slots=True)
class ListedNumbers:
    """Of one repository on one day; None is unknown. `trend`: stars gained by month, NaN unknown."""

    changes: dict[int, StarChange]
    year_before: StarChange  # of stars, in the 365 days before the last 365
    commits_year: float | None
    commits_until: date | None

    @property
    def pace(self) -> float | None:
        """Stars of the last year against those of the year before: -0.4 is 40 % fewer; None when unknown."""
        now, then = self.changes[YEAR].value, self.year_before.value
        return now / then - 1 if now is not None and then is not None and then > 0 else None


def numbers(stars: Levels | None, commits: Levels | None, as_of: date) -> ListedNumbers:
    """The numbers of a day, from star levels and running sums of commits."""
    changes = {span: change(stars, span, as_of) for span in SPANS}
    last = changes[YEAR].until or as_of
    year, until = commits_of_year(commits, as_of)
    return ListedNumbers(changes, change(stars, YEAR, last - timedelta(days=YEAR)), year, until)


def change(stars: Levels | None, span: int, as_of: date) -> StarChange:
    """What was gained in the `span` days before the last known day; unknown when that day is too long ago."""
    last = stars.last_known(days_of(as_of)) if stars else None
    if stars is None or last is None:
        return NO_CHANGE
    until = date.fromordinal(last + EPOCH)
    if days_of(as_of) - last > STALE:
        return StarChange(None, None, until)
    before = stars.last_known(last - span)
    if before is None or last - span - before > span / 3:
        return StarChange(None, None, until)
    then = stars.at(before)
    gained = stars.at(last) - then
    return StarChange(gained, gained / then if then > 0 else None, until)


def commits_of_year(commits: Levels | None, as_of: date) -> tuple[float | None, date | None]:
    """Commits of the 365 days up to the last known day, when that is not too long ago."""
    last = commits.last_known(days_of(as_of)) if commits else None
    if commits is None or last is None:
        return None, None
    until = date.fromordinal(last + EPOCH)
    if days_of(as_of) - last > YEAR:
        return None, until
    before = commits.last_known(last - YEAR)
    return commits.between(before, last) if before is not None else commits.at(last), until


def trend(stars: Levels | None, as_of: date) -> tuple[float, ...]:
    """Stars gained in each of the last sixty months of thirty days; a level is good for one month."""
    if stars is None:
        return ()
    days = days_of(as_of) - MONTH * np.arange(MONTHS_DRAWN, -1, -1)
    last = stars.last_known_each(days)
    levels = np.where((last >= 0) & (days - stars.start - last <= MONTH), stars.totals[last], np.nan)
    return tuple(np.diff(levels).tolist())
