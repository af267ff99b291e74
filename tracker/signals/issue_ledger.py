"""Issues and pull requests in arrays by day, so that a look at any date is a few comparisons."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.records import Issue
from tracker.tables import IssueTable

OUTSIDERS = frozenset({"NONE", "CONTRIBUTOR", "FIRST_TIME_CONTRIBUTOR", "FIRST_TIMER"})


@dataclass(frozen=True, slots=True)
class Flow:
    """Issues of one window: opened in it, and how many of those were closed by its end."""

    opened: int
    closed: int


class IssueLedger:
    """People's issues and outsiders' pull requests by the days they were opened and closed (ordinals)."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self._table = IssueTable.of(issues)
        people = ~self._table.by_robots
        self._issues = self._ordered(people & ~self._table.pulls)
        outsiders = np.isin(self._table.associations, list(OUTSIDERS))
        self._pulls = self._ordered(people & self._table.pulls & outsiders & ~self._table.drafts)
        self._questions = self._issues[self._table.asks[self._issues]]
        self._opened, self._closed = self._days(self._issues)
        self._pull_opened, self._pull_closed = self._days(self._pulls)

    def _ordered(self, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """Where the chosen ones stand in the table, oldest first."""
        places = np.flatnonzero(chosen)
        return places[np.argsort(self._table.opened[places], kind="stable")]

    def _days(self, places: npt.NDArray[np.int64]) -> tuple[list[int], npt.NDArray[np.int64]]:
        opened: list[int] = self._table.opened[places].tolist()
        return opened, self._table.closed[places]

    def flow(self, as_of: date, days: int) -> Flow:
        """Issues opened in the days up to `as_of`; a closing later than `as_of` is not known yet."""
        today = as_of.toordinal()
        low, high = bisect_right(self._opened, today - days), bisect_right(self._opened, today)
        return Flow(high - low, int(np.count_nonzero(self._closed[low:high] <= today)))

    def question(self, as_of: date, days: int) -> Issue | None:
        """The oldest "is this dead?" still open on the day after so many days; two years old at most."""
        today = as_of.toordinal()
        opened, closed = self._table.opened[self._questions], self._table.closed[self._questions]
        standing = np.flatnonzero((opened >= today - 730) & (opened <= today - days) & (closed > today))
        return self._table[int(self._questions[standing[0]])] if len(standing) else None

    def waiting(self, as_of: date, days: int) -> list[Issue]:
        """Outsiders' pull requests open on the day for longer than so many days."""
        today = as_of.toordinal()
        high = bisect_right(self._pull_opened, today - days)
        return [self._table[int(i)] for i in self._pulls[:high][self._pull_closed[:high] > today]]
