"""One daily series as running sums: windows in constant time, last events, and the silences between them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from math import ceil

import numpy as np
import numpy.typing as npt

from tracker.dossier import Daily, WindowSum

YEAR = 365
SILENT = 45  # days; a shorter pause is no silence
BACK = 2  # events within the year after a silence, without which it was not the end of one
BACK_SHARE = 0.05  # or this share of what its best year had, so that busy projects come back by more
YEARS = 4  # as many are looked at for the best


class Running:
    """Sums, unknown days and last events of one daily series in constant time; days are ordinals."""

    def __init__(self, daily: Daily) -> None:
        values = np.asarray(daily.values, dtype=np.float64)
        unknown = np.isnan(values)
        known = np.where(unknown, 0.0, values)
        self.start = daily.start.toordinal()
        self.length = len(values)
        # Lists, because a look reads single elements, which arrays are slow at.
        self._sums: list[float] = np.concatenate(([0.0], np.cumsum(known))).tolist()
        self._known: list[int] = np.concatenate(([0], np.cumsum(~unknown))).tolist()
        self._last_known = _last(~unknown)
        self._last_event = _last(known > 0)

    def window(self, first: int, last: int) -> WindowSum:
        """Sum over first..last, both included; days outside the series are unknown."""
        days = last - first + 1
        if days <= 0:
            return WindowSum(0.0, 0, 0)
        low = min(max(first - self.start, 0), self.length)
        high = max(min(last - self.start + 1, self.length), low)
        known = self._known[high] - self._known[low]
        return WindowSum(self._sums[high] - self._sums[low], days, days - known)

    def events(self, birth: int | None) -> list[int]:
        """Each commit's day, a day with several as often (three at most: more tell nothing more)."""
        first = 0 if birth is None else max(birth - self.start, 0)
        sums = np.diff(np.asarray(self._sums))[first:]
        days = np.flatnonzero(sums > 0)
        return (np.repeat(days, np.minimum(sums[days], 3).astype(int)) + self.start + first).tolist()

    def last_known(self, until: int) -> int | None:
        return self._find(self._last_known, until)

    def last_event(self, until: int) -> int | None:
        return self._find(self._last_event, until)

    def _find(self, table: list[int], until: int) -> int | None:
        index = min(until - self.start, self.length - 1)
        if index < 0 or table[index] < 0:
            return None
        return self.start + table[index]


def _last(hits: npt.NDArray[np.bool_]) -> list[int]:
    """For each day the index of the last hit up to it, -1 when there was none."""
    indexes: list[int] = np.maximum.accumulate(np.where(hits, np.arange(len(hits)), -1)).tolist()
    return indexes


def silences(counted: Running | None, birth: int | None, releases: list[int]) -> list[tuple[int, int]]:
    """(the day on which it ended, its days) of every silence between commits and releases, oldest first.

    A silence ended where work came back: within the year from then on at least BACK commits or releases, or
    BACK_SHARE of its best year of the four before the silence, whatever is more. It is known to have ended
    only on the day of the last of these. A trickle after a busy life is thus no rhythm that it came back to.
    """
    events = sorted([*(counted.events(birth) if counted else []), *releases])
    found = []
    for at in range(1, len(events) - BACK + 1):
        days = events[at] - events[at - 1]
        if days < SILENT:
            continue
        last = at + max(BACK, ceil(BACK_SHARE * _best_year(events, events[at - 1]))) - 1
        if last < len(events) and events[last] - events[at] <= YEAR:
            found.append((events[last], days))
    return sorted(found)


def _best_year(events: list[int], day: int) -> int:
    """The events of the busiest of the four years that end with a day."""
    ends = [bisect_right(events, day - YEAR * back) for back in range(YEARS + 1)]
    return max(late - early for late, early in pairwise(ends))
