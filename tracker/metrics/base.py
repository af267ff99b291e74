"""What a metric is: a named number with a unit and a definition, computed from facts, pure.

Every `compute` takes Inputs and returns a float series by day (DatetimeIndex, ascending). A day that is
absent or NaN is unknown; 0 means that there was none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Kind = Literal["total", "count", "duration"]


@dataclass(frozen=True)
class Inputs:
    """The facts of one repository, as metrics want them.

    stored: series by their stored name, day-indexed floats.
    issues: columns created, closed, merged, first_response (datetime64, UTC days and times without zone),
        is_pull_request (bool); None when they were never asked for.
    releases: columns published (datetime64), is_prerelease (bool); None when never asked for.
    authors: columns day (datetime64), author (int64); None when commits were never counted.
    covered: for 'issues' and 'releases', the first and last day for which the ledger is complete.
    """

    stored: Mapping[str, pd.Series]
    issues: pd.DataFrame | None = None
    releases: pd.DataFrame | None = None
    authors: pd.DataFrame | None = None
    covered: Mapping[str, tuple[pd.Timestamp, pd.Timestamp]] | None = None

    def days(self, ledger: str) -> pd.DatetimeIndex:
        """The days for which a ledger ('issues', 'releases') is complete; empty when it never was."""
        span = (self.covered or {}).get(ledger)
        return pd.date_range(*span, freq="D") if span else pd.DatetimeIndex([])


@dataclass(frozen=True)
class Metric:
    """A metric's card: the same words serve pages, docs, export descriptors and the API.

    kind 'total' is a level (a period shows its last known value), 'count' a flow (a period shows the sum),
    'duration' a time in days (a period shows the median).
    """

    name: str
    title: str
    unit: str
    kind: Kind
    definition: str
    source: str
    inputs: tuple[str, ...]
    compute: Callable[[Inputs], pd.Series]


UNKNOWN = pd.Series(dtype="float64", index=pd.DatetimeIndex([]))


def stored(name: str) -> Callable[[Inputs], pd.Series]:
    """The compute of a metric that is stored as it is."""
    return lambda inputs: inputs.stored.get(name, UNKNOWN)


def per_day(moments: pd.Series, days: pd.DatetimeIndex) -> pd.Series:
    """How many moments fall on each of `days`."""
    if not len(days):
        return UNKNOWN
    offsets = (moments.dropna().dt.normalize() - days[0]).dt.days.to_numpy()
    offsets = offsets[(offsets >= 0) & (offsets < len(days))]
    return pd.Series(np.bincount(offsets, minlength=len(days)).astype(float), index=days)


def trailing_median(starts: pd.Series, ends: pd.Series, days: pd.DatetimeIndex, window: int) -> pd.Series:
    """Median of ends - starts in days, over what ended in the `window` days to each month's first day.

    Reported on month starts and on the last day; a window in which nothing ended is unknown.
    """
    ended = ends.dropna()
    looks = days[(days.day == 1) | (days == days[-1])] if len(days) else days
    values = []
    lengths = (ended - starts.loc[ended.index]).dt.total_seconds() / 86_400
    for look in looks:
        inside = lengths[(ended > look - pd.Timedelta(days=window)) & (ended <= look + pd.Timedelta(days=1))]
        values.append(float(inside.median()) if len(inside) else np.nan)
    return pd.Series(values, index=looks, dtype="float64")
