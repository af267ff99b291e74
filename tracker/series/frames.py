"""Series side by side as one frame, by day or by longer periods: what History gives to everybody."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tracker.series.periods import table

PERIODS = ("day", "week", "month", "quarter")


def beside(columns: Mapping[str, pd.Series], whole: bool) -> pd.DataFrame:
    """Series side by side on the days that any of them has; with `whole` on all days between as well."""
    days = {name: column.index.to_numpy().astype("datetime64[D]") for name, column in columns.items()}
    some = [d for d in days.values() if len(d)] or [np.array([], dtype="datetime64[D]")]
    if whole and len(some[0]):
        every = np.arange(min(d[0] for d in some), max(d[-1] for d in some) + 1)
    else:
        every = np.unique(np.concatenate(some))
    values = np.full((len(every), len(columns)), np.nan)
    for place, (name, column) in enumerate(columns.items()):
        values[np.searchsorted(every, days[name]), place] = column.to_numpy()
    index = pd.DatetimeIndex(every.astype("datetime64[us]"), freq="D" if whole and len(every) else None)
    return pd.DataFrame(values, index=index, columns=list(columns))


def resampled(frame: pd.DataFrame, kind: str, every: str) -> pd.DataFrame:
    """A frame by day as one by week, month or quarter, as a metric of that kind is summed up."""
    periods, values = table(frame.index.to_numpy(), frame.to_numpy(), kind, every)
    index = pd.DatetimeIndex(periods.astype(frame.index.dtype))
    return pd.DataFrame(values, index=index, columns=frame.columns)
