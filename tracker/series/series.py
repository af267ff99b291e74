"""One Series: what is known of one metric of one repository, and everything that must be said about it.

A value, its period, its trust label and its gaps are decided here, for each series alone, before anything is
put beside anything else. Pages, charts, files, the API and alerts are renderings of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tracker.asking import PERIODS
from tracker.metrics.base import Kind
from tracker.records import Quality
from tracker.series.periods import Days, Values, between, first_days, next_first_days, resample
from tracker.series.provenance import NOBODY, Provenance, of_sum
from tracker.series.sample import Sample

if TYPE_CHECKING:
    import pandas as pd

NO_DAYS: Days = np.zeros(0, dtype="datetime64[D]")
NO_VALUES: Values = np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Known values only: `days` ascending (datetime64[D]), `values` (float64) without NaN.

    name: the repository's full name, or what a sum is called. period: 'day', or what `every` made of it; a
    period stands under its first day. extent: the first and the last day asked about; days in it that
    have no value are unknown (`gaps`). declared: (first, last, reason) of gaps that were declared.
    born: the day the repository was created. provenance is worked out when it is first wanted: give it, or
    a function that makes it for some days.
    """

    name: str
    metric: str
    kind: Kind
    days: Days = field(default_factory=lambda: NO_DAYS)
    values: Values = field(default_factory=lambda: NO_VALUES)
    said: Provenance | Callable[[Days], Provenance] = field(default_factory=lambda: NOBODY)
    extent: tuple[date, date] | None = None
    period: str = "day"
    born: date | None = None
    declared: tuple[tuple[date, date, str], ...] = ()

    def __post_init__(self) -> None:
        self.days.flags.writeable = self.values.flags.writeable = False

    def __len__(self) -> int:
        return len(self.days)

    @property
    def provenance(self) -> Provenance:
        """The source and the trust label of every value."""
        if not isinstance(self.said, Provenance):
            object.__setattr__(self, "said", self.said(self.days))
        assert isinstance(self.said, Provenance)
        return self.said

    @property
    def gaps(self) -> list[tuple[date, date]]:
        """Stretches of days inside the extent of which nothing is known: (first, last), both included.

        Of a duration, which is looked at once a month, these are whole months.
        """
        if self.extent is None:
            return []
        step = "month" if self.kind == "duration" and self.period in ("day", "week") else self.period
        expected = between(*self.extent, step)
        missing = expected[~np.isin(expected, first_days(self.days, step))]
        if not len(missing):
            return []
        ends = next_first_days(missing, step) - 1
        breaks = np.flatnonzero(missing[1:] != ends[:-1] + 1)
        firsts = missing[np.append(0, breaks + 1)]
        lasts = ends[np.append(breaks, len(ends) - 1)]
        low, high = (np.datetime64(day, "D") for day in self.extent)
        firsts, lasts = np.maximum(firsts, low), np.minimum(lasts, high)
        return list(zip(firsts.tolist(), lasts.tolist(), strict=True))

    def within(self, start: date | None = None, end: date | None = None) -> Series:
        """The days from `start` to `end`, both included. Raises ValueError when that would cut a period."""
        if self.extent is None:
            return self
        first = max(self.extent[0], start or self.extent[0])
        last = min(self.extent[1], end or self.extent[1])
        if first > last:
            return replace(self, days=NO_DAYS, values=NO_VALUES, said=NOBODY, extent=None)
        if (first, last) == self.extent:
            return self
        if self.period != "day":
            self._refuse_to_cut(first, last)
        low = int(np.searchsorted(self.days, first_days(np.array([first], "M8[D]"), self.period)[0]))
        high = int(np.searchsorted(self.days, np.datetime64(last, "D"), side="right"))
        return self._part(low, high, (first, last))

    def _refuse_to_cut(self, first: date, last: date) -> None:
        """A period is made of all its days: half of one cannot be had of the whole."""
        assert self.extent is not None
        edges = np.array([first, last], dtype="datetime64[D]")
        begin = first_days(edges, self.period)[0].item()
        end = (next_first_days(first_days(edges, self.period), self.period)[1] - 1).item()
        if (first != begin and first != self.extent[0]) or (last != end and last != self.extent[1]):
            raise ValueError(f"{first} to {last} would cut a {self.period}: choose days first")

    def as_of(self, day: date) -> Series:
        """As it stood at the end of a day: nothing after it."""
        return self.within(None, day)

    def every(self, period: str) -> Series:
        """By 'week', 'month' or 'quarter'. Raises ValueError for another word, or out of longer periods.

        A total shows the period's last known value; a count the sum, unknown when any of its days within
        the extent is; a duration the median. The label is the weakest of the period's values.
        """
        if period not in PERIODS:
            raise ValueError(f"every must be one of {', '.join(PERIODS)}, not {period!r}")
        if period == self.period:
            return self
        if self.period != "day":
            raise ValueError(f"a {period} is made of days, not of a {self.period}")
        if self.extent is None:
            return replace(self, period=period)
        days, values, lows, highs = resample(self.days, self.values, self.kind, period, self.extent)
        return replace(
            self, days=days, values=values, said=self.provenance.of_periods(lows, highs), period=period
        )

    def by_age(self) -> npt.NDArray[np.int64] | None:
        """Of each value the days since the repository was created; None when nobody knows when that was."""
        if self.born is None:
            return None
        return (self.days - np.datetime64(self.born, "D")).astype(np.int64)

    def latest(self, day: date) -> Series:
        """Only the last known value on or before a day; empty when there is none."""
        end = int(np.searchsorted(self.days, np.datetime64(day, "D"), side="right"))
        return self._part(max(end - 1, 0), end, self.extent)

    def at(self, day: date) -> Sample | None:
        """The last known value on or before a day; None when there is none."""
        place = int(np.searchsorted(self.days, np.datetime64(day, "D"), side="right")) - 1
        if place < 0:
            return None
        one = slice(place, place + 1)
        told = self.said[one] if isinstance(self.said, Provenance) else self.said(self.days[one])
        source, quality = told.pairs[told.codes[0]]
        return Sample(float(self.values[place]), self.days[place].item(), source, quality)

    def _part(self, low: int, high: int, extent: tuple[date, date] | None) -> Series:
        said = self.said[low:high] if isinstance(self.said, Provenance) else self.said
        return replace(self, days=self.days[low:high], values=self.values[low:high], said=said, extent=extent)

    def weakest(self) -> Quality:
        """The weakest label of all values; UNKNOWN when there is none."""
        from tracker.series import labels

        return labels.weakest(self.provenance.pairs[code][1] for code in np.unique(self.provenance.codes))

    def to_pandas(self) -> pd.Series:
        """The known values as a float series over a DatetimeIndex, named as this is."""
        import pandas as pd

        index = pd.DatetimeIndex(self.days.astype("datetime64[us]"))
        return pd.Series(self.values, index=index, name=self.name, dtype="float64")

    @staticmethod
    def sum(members: Sequence[Series], name: str) -> Series:
        """Members added up: a value only where every one of them has one, with the weakest label.

        Unknown in one is unknown in the sum: no zero, and nothing carried forward. Members must be of one
        metric and period, and no durations: raises ValueError.
        """
        if not members:
            raise ValueError("a sum of nothing")
        one = members[0]
        if one.kind == "duration" or {(m.metric, m.period) for m in members} != {(one.metric, one.period)}:
            raise ValueError("only totals or counts of one metric and one period can be added up")
        days = one.days
        for member in members[1:]:
            days = days[np.isin(days, member.days, assume_unique=True)]
        places = [np.searchsorted(member.days, days) for member in members]
        values = np.sum([m.values[at] for m, at in zip(members, places, strict=True)], axis=0)
        extents = [m.extent for m in members if m.extent is not None]
        together = (min(e[0] for e in extents), max(e[1] for e in extents)) if extents else None
        said = of_sum([m.provenance[at] for m, at in zip(members, places, strict=True)])
        return Series(name, one.metric, one.kind, days, values, said, together, one.period)
