"""Weeks, months and quarters out of days: what a period shows, for one series, as arrays."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.datetime64]
Values = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

MONTHS = {"month": 1, "quarter": 3}


def first_days(days: Days, every: str) -> Days:
    """The first day of the period of each day; weeks begin on Sunday, as GitHub's do."""
    plain = days.astype("datetime64[D]")
    if every == "week":
        number = plain.astype(np.int64)
        return (number - (number + 4) % 7).astype("datetime64[D]")  # 1970-01-04 was a Sunday
    if every in MONTHS:
        long = MONTHS[every]
        months = plain.astype("datetime64[M]").astype(np.int64)
        return (months // long * long).astype("datetime64[M]").astype("datetime64[D]")
    return plain


def next_first_days(firsts: Days, every: str) -> Days:
    """The first day of the period after each of those that begin on `firsts`."""
    if every in MONTHS:
        later: Days = firsts.astype("datetime64[M]") + MONTHS[every]
        return later.astype("datetime64[D]")
    return firsts.astype("datetime64[D]") + (7 if every == "week" else 1)


def between(first: date, last: date, every: str) -> Days:
    """The first day of every period from that of `first` to that of `last`."""
    ends = first_days(np.array([first, last], dtype="datetime64[D]"), every)
    if every in MONTHS:
        low, high = ends.astype("datetime64[M]")
        return np.arange(low, high + 1, MONTHS[every]).astype("datetime64[D]")
    return np.arange(ends[0], ends[1] + 1, 7 if every == "week" else 1)


def resample(
    days: Days, values: Values, kind: str, every: str, extent: tuple[date, date]
) -> tuple[Days, Values, Places, Places]:
    """(first days, values, and of each period the place of its first and behind its last day in `days`).

    `days` are the known ones, ascending. A total shows the last known value; a count the sum, and is left
    out when a day of it that lies in `extent` (both ends included) is not known; a duration the median.
    """
    periods = first_days(days, every)
    lows = np.flatnonzero(np.diff(periods, prepend=np.datetime64("0001-01-01", "D")).astype(np.int64))
    highs = np.append(lows[1:], len(days))[: len(lows)]
    firsts = periods[lows]
    if kind == "total":
        return firsts, values[highs - 1], lows, highs
    if kind == "duration":
        return firsts, medians(values, lows, highs), lows, highs
    begins = np.maximum(firsts, np.datetime64(extent[0], "D"))
    ends = np.minimum(next_first_days(firsts, every), np.datetime64(extent[1], "D") + 1)
    whole = highs - lows == (ends - begins).astype(np.int64)
    sums = np.add.reduceat(values, lows) if len(lows) else values
    return firsts[whole], sums[whole], lows[whole], highs[whole]


def medians(values: Values, lows: Places, highs: Places) -> Values:
    """The median of each stretch of values that begins at one of `lows` and ends before one of `highs`."""
    many = highs - lows
    ascending = values[np.lexsort((values, np.repeat(np.arange(len(lows)), many)))]
    return (ascending[lows + (many - 1) // 2] + ascending[lows + many // 2]) / 2
