"""The star history: its weeks, and the contract it must keep before anything of it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from tracker.github.fields import number

PER_PAGE = 30
WEEK = timedelta(days=7)


class BrokenContract(ValueError):
    """The history contradicts itself or the star count; the message says how."""


@dataclass(frozen=True, slots=True)
class Week:
    """One calendar week: the label of its Sunday, and the stars of its seven days."""

    start: date
    days: tuple[int, ...]


def parse_page(body: Any) -> list[Week]:
    """The weeks of one page, newest first. Raises BrokenContract for anything but whole weeks."""
    if not isinstance(body, list):
        raise BrokenContract("the star history is not a list of weeks")
    weeks = [_week(entry) for entry in body]
    for newer, older in pairwise(weeks):
        if newer.start - older.start != WEEK:
            raise BrokenContract(f"the weeks of {older.start} and {newer.start} are not 7 days apart")
    return weeks


def _week(entry: Any) -> Week:
    try:
        start = datetime.fromtimestamp(number(entry, "week"), UTC).date()
        days = tuple(number({"days": value}, "days") for value in entry["days"])
        total = number(entry, "total")
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError, OSError):
        raise BrokenContract("a week of the star history lacks its parts") from None
    if len(days) != 7:
        raise BrokenContract(f"the week of {start} has {len(days)} days")
    if min(days) < 0 or sum(days) != total:
        raise BrokenContract(f"the days of the week of {start} sum to {sum(days)}, it says {total}")
    return Week(start, days)


def joins(newer: Sequence[Week], older: Sequence[Week]) -> bool:
    """Whether a page goes on exactly where the one before ended (no week has begun in between)."""
    return not newer or not older or newer[-1].start - older[0].start == WEEK


def by_day(weeks: Iterable[Week], first: date, today: date) -> dict[date, int]:
    """Stars by day label. Days that are still to come, which GitHub lists as 0, are dropped."""
    return {
        day: count
        for week in weeks
        for day, count in ((week.start + timedelta(days=n), c) for n, c in enumerate(week.days))
        if day <= today and (day >= first or count)
    }


def check_sum(total: int, count: int) -> None:
    """The whole history must sum to the star count, within max(5, 0.5 %). Raises BrokenContract."""
    if abs(total - count) > max(5, count * 0.005):
        raise BrokenContract(f"the star history sums to {total}, the star count is {count}")
