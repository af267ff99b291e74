"""What a metric is: a named number with a unit and a definition, computed from facts, pure.

Every `compute` takes Inputs and returns a float series by day (DatetimeIndex, ascending). A day that is
absent or NaN is unknown; 0 means that there was none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["total", "count", "duration"]
Columns = Mapping[str, Any]  # arrays of one length, by name


@dataclass(frozen=True)
class Inputs:
    """The facts of one repository, as metrics want them.

    stored: series by name, day-indexed floats: what is stored by day, and what the ledgers count by day
        ('issues_new', 'issues_closed', 'pull_requests_new', 'pull_requests_merged', 'releases').
    authors: columns day (datetime64), author (int64); None when commits were never counted.
    waits: 'closed' and 'response': columns start, end (datetime64, UTC without zone), one row per issue or
        pull request that was closed or answered.
    """

    stored: Mapping[str, pd.Series]
    authors: Columns | None = None
    waits: Mapping[str, Columns] = field(default_factory=dict)


@dataclass(frozen=True)
class Metric:
    """A metric's card: the same words serve pages, docs, export descriptors and the API.

    kind 'total' is a level (a period shows its last known value), 'count' a flow (a period shows the sum),
    'duration' a time in days (a period shows the median). looks_back: how many days before a day its value
    rests on, so that a new day needs no older ones read; None: on all of them, and on later ones too.
    """

    name: str
    title: str
    unit: str
    kind: Kind
    definition: str
    source: str
    inputs: tuple[str, ...]
    compute: Callable[[Inputs], pd.Series]
    looks_back: int | None = None

    def unit_by(self, every: str) -> str:
        """What one value counts by a period: a flow's period is told beside it, so "a day" is dropped."""
        return self.unit.removesuffix(" a day") if self.kind == "count" and every != "day" else self.unit


@cache
def unknown() -> pd.Series:
    """Nothing is known: no day, no value. Never changed by who gets it."""
    import pandas as pd

    return pd.Series(dtype="float64", index=pd.DatetimeIndex([]))


def stored(name: str) -> Callable[[Inputs], pd.Series]:
    """The compute of a metric that is stored as it is."""
    return lambda inputs: inputs.stored.get(name, unknown())


def among(days: npt.NDArray[Any], ascending: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """As np.isin where the second is in order: a fifth of the time."""
    if not len(ascending):
        return np.zeros(len(days), dtype=bool)
    at = np.minimum(np.searchsorted(ascending, days), len(ascending) - 1)
    found: npt.NDArray[np.bool_] = ascending[at] == days
    return found


def trailing_median(waits: Columns | None, days: pd.DatetimeIndex, window: int) -> pd.Series:
    """Median of end - start in days, over what ended in the `window` days to each month's first day.

    Reported on month starts and on the last day; a window in which nothing ended is unknown.
    """
    import pandas as pd

    if waits is None or not len(waits["end"]) or not len(days):
        return unknown()
    looks = looked_at(days)
    ends, starts = np.asarray(waits["end"]), np.asarray(waits["start"])
    order = np.argsort(ends, kind="stable")
    ends = ends[order]
    lengths = (ends - starts[order]).astype("timedelta64[us]").astype(np.float64) / 1e6 / 86_400
    at = looks.to_numpy()
    lows = np.searchsorted(ends, at - np.timedelta64(window, "D"), side="left")
    highs = np.searchsorted(ends, at, side="left")
    values = [
        _median(lengths[low:high]) if high > low else np.nan for low, high in zip(lows, highs, strict=True)
    ]
    return pd.Series(values, index=looks, dtype="float64")


def looked_at(days: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """The first of each month and the last day."""
    whole = days.to_numpy().astype("datetime64[D]")
    first = whole == whole.astype("datetime64[M]").astype("datetime64[D]")
    first[-1] = True
    return days[first]


def _median(values: npt.NDArray[np.float64]) -> float:
    """As np.median, which looks so carefully at its arguments that a few values cost twenty times more."""
    ordered = np.sort(values)
    middle = len(ordered) // 2
    return float(ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2)
