"""Series side by side as one frame: each is already what it is, and nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tracker.series.periods import Days, between
from tracker.series.series import Series

if TYPE_CHECKING:
    import pandas as pd


def rows_of(series: Sequence[Series]) -> Days:
    """The days (periods) of a table of these series: without holes from the first to the last asked about.

    Of durations, which are looked at once a month, only the days on which one is known, unless by month or
    longer.
    """
    some = [one for one in series if one.extent is not None]
    if not some:
        return np.zeros(0, dtype="datetime64[D]")
    if some[0].kind == "duration" and some[0].period in ("day", "week"):
        return np.unique(np.concatenate([one.days for one in some]))
    extents = [one.extent for one in some if one.extent is not None]
    return between(min(e[0] for e in extents), max(e[1] for e in extents), some[0].period)


def placed(
    series: Sequence[Series],
    of: Callable[[Series], npt.NDArray[Any]] = lambda one: one.values,
    unknown: Any = np.nan,
) -> tuple[Days, npt.NDArray[Any]]:
    """(days or periods, cells): as `beside`, without what pandas costs."""
    rows = rows_of(series)
    cells = np.full((len(rows), len(series)), unknown, dtype=float if unknown is np.nan else object)
    for place, one in enumerate(series):
        if len(one):
            cells[np.searchsorted(rows, one.days), place] = of(one)
    return rows, cells


def beside(
    series: Sequence[Series],
    of: Callable[[Series], npt.NDArray[Any]] = lambda one: one.values,
    unknown: Any = np.nan,
) -> pd.DataFrame:
    """One column a series, one row a day or period; `of` gives what is shown of each value."""
    import pandas as pd

    rows, cells = placed(series, of, unknown)
    whole = len(rows) and series[0].period == "day" and series[0].kind != "duration"
    index = pd.DatetimeIndex(rows.astype("datetime64[us]"), freq="D" if whole else None)
    return pd.DataFrame(cells, index=index, columns=[one.name for one in series])
