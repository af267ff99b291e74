"""Weeks, months and quarters out of days: what a period shows, for one series, as arrays."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.records import Quality
from tracker.series import labels

Days = npt.NDArray[np.datetime64]
Values = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]


def first_days(days: Days, every: str) -> Days:
    """The first day of the period of each day; weeks begin on Sunday, as GitHub's do."""
    plain = days.astype("datetime64[D]")
    if every == "week":
        number = plain.astype(np.int64)
        return (number - (number + 4) % 7).astype("datetime64[D]")  # 1970-01-04 was a Sunday
    if every == "month":
        return plain.astype("datetime64[M]").astype("datetime64[D]")
    if every == "quarter":
        months = plain.astype("datetime64[M]").astype(np.int64)
        return (months // 3 * 3).astype("datetime64[M]").astype("datetime64[D]")
    return plain


def table(days: Days, values: Values, kind: str, every: str) -> tuple[Days, Values]:
    """(first days, values by period), for many series at once; NaN is unknown.

    `days` ascending, shape (days,); `values` of shape (days, series). A total shows the last known value, a
    count the sum (unknown when any of its days is), a duration the median of what is known.
    """
    periods = first_days(days, every)
    lows = _lows(periods)
    if not len(lows):
        return periods, values
    if kind == "count":
        return periods[lows], np.add.reduceat(values, lows, axis=0)
    if kind == "duration":
        parts = np.split(values, lows[1:])
        return periods[lows], np.array([_middles(part) for part in parts])
    known = np.where(np.isnan(values), -1, np.arange(len(values))[:, None])
    last = np.maximum.reduceat(known, lows, axis=0)
    found = np.take_along_axis(values, np.maximum(last, 0), axis=0)
    return periods[lows], np.where(last < 0, np.nan, found)


def _lows(periods: Days) -> npt.NDArray[np.intp]:
    """Where each period begins in a list of days."""
    return np.flatnonzero(np.diff(periods, prepend=np.datetime64("0001-01-01", "D")).astype(np.int64))


def _middles(part: Values) -> Values:
    """The median of each column's known values; NaN where none is."""
    if len(part) == 1:
        return part.ravel()
    return np.array([np.median(known) if len(known := c[~np.isnan(c)]) else np.nan for c in part.T])


def resample(
    days: Days, values: Values, kind: str, every: str, span: tuple[date, date]
) -> tuple[Days, Values, npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """(first days, values, and of each period the place of its first and behind its last day in `days`).

    `days` are the known ones, ascending. A total shows the last known value; a count the sum, and is left
    out when a day of it that lies in `span` is not known; a duration the median.
    """
    periods = first_days(days, every)
    lows = _lows(periods)
    highs = np.append(lows[1:], len(days))
    if kind == "total":
        return periods[lows], values[highs - 1], lows, highs
    if kind == "duration":
        middles = [float(np.median(values[low:high])) for low, high in zip(lows, highs, strict=True)]
        return periods[lows], np.array(middles), lows, highs
    every_day = np.arange(np.datetime64(span[0], "D"), np.datetime64(span[1], "D") + 1)
    asked, lengths = np.unique(first_days(every_day, every), return_counts=True)
    whole = highs - lows == lengths[np.searchsorted(asked, periods[lows])]
    sums = np.add.reduceat(values, lows) if len(lows) else values
    return periods[lows][whole], sums[whole], lows[whole], highs[whole]


def words_of(
    codes: Codes, pairs: list[tuple[str, Quality]], lows: npt.NDArray[np.intp], highs: npt.NDArray[np.intp]
) -> tuple[Codes, list[tuple[str, Quality]]]:
    """A period's source is that of its last value, its label the weakest of its days."""
    if not len(lows):
        return codes[:0], pairs
    many = len(labels.STRENGTH)
    ranks = np.array([labels.STRENGTH.index(quality) for _, quality in pairs])[codes]
    edges = np.column_stack([lows, highs]).ravel()
    edges = edges[:-1] if edges[-1] == len(codes) else edges
    weakest = np.maximum.reduceat(ranks, edges)[::2]
    found, place = np.unique(codes[highs - 1] * many + weakest, return_inverse=True)
    return place, [(pairs[n // many][0], labels.STRENGTH[n % many]) for n in found.tolist()]
