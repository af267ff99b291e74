"""Issues and pull requests in arrays by day, so that a look at any date is a few comparisons."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import numpy.typing as npt

from tracker.records import Issue

NEVER = date.max.toordinal()
OUTSIDERS = frozenset({"NONE", "CONTRIBUTOR", "FIRST_TIME_CONTRIBUTOR", "FIRST_TIMER"})


@dataclass(frozen=True, slots=True)
class Flow:
    """Issues of one window: opened in it, and how many of those were closed by its end."""

    opened: int
    closed: int


class IssueLedger:
    """People's issues and outsiders' pull requests by the days they were opened and closed (ordinals)."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        people = [i for i in issues if not i.author_is_bot]
        self._issues = sorted((i for i in people if not i.is_pull_request), key=lambda i: i.created_at)
        self._pulls = sorted(
            (i for i in people if i.is_pull_request and i.author_association in OUTSIDERS and not i.is_draft),
            key=lambda i: i.created_at,
        )
        self._questions = [i for i in self._issues if i.asks_if_alive]
        self._opened, self._closed = _days(self._issues)
        self._pull_opened, self._pull_closed = _days(self._pulls)

    def flow(self, as_of: date, days: int) -> Flow:
        """Issues opened in the days up to `as_of`; a closing later than `as_of` is not known yet."""
        today = as_of.toordinal()
        low, high = bisect_right(self._opened, today - days), bisect_right(self._opened, today)
        return Flow(high - low, int(np.count_nonzero(self._closed[low:high] <= today)))

    def question(self, as_of: date, days: int) -> Issue | None:
        """The oldest "is this dead?" still open on the day after so many days; two years old at most."""
        today = as_of.toordinal()
        for issue in self._questions:
            asked = _day(issue.created_at)
            if today - 730 <= asked <= today - days and _day(issue.closed_at) > today:
                return issue
        return None

    def waiting(self, as_of: date, days: int) -> list[Issue]:
        """Outsiders' pull requests open on the day for longer than so many days."""
        today = as_of.toordinal()
        high = bisect_right(self._pull_opened, today - days)
        return [self._pulls[i] for i in np.flatnonzero(self._pull_closed[:high] > today)]


def _days(issues: Sequence[Issue]) -> tuple[list[int], npt.NDArray[np.int64]]:
    opened = [_day(issue.created_at) for issue in issues]
    return opened, np.array([_day(issue.closed_at) for issue in issues], dtype=np.int64)


def _day(moment: datetime | None) -> int:
    if moment is None:
        return NEVER
    return (moment if moment.tzinfo is UTC else moment.astimezone(UTC)).toordinal()
