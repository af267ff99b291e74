"""Inputs by day as plain arrays, made into pandas for who computes with them: most are shown as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tracker.series.periods import Days, Values

if TYPE_CHECKING:
    import pandas as pd

Arrays = tuple[Days, Values]


class StoredSeries(Mapping[str, "pd.Series"]):
    """Series by name."""

    def __init__(self, arrays: Mapping[str, Arrays]) -> None:
        self.arrays = arrays
        self._made: dict[str, pd.Series] = {}

    def __getitem__(self, name: str) -> pd.Series:
        if name not in self._made:
            import pandas as pd

            days, values = self.arrays[name]
            self._made[name] = pd.Series(values, index=pd.DatetimeIndex(days))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrays)

    def __len__(self) -> int:
        return len(self.arrays)

    def __or__(self, later: StoredSeries) -> StoredSeries:
        return StoredSeries({**self.arrays, **later.arrays})


def dense(rows: Sequence[tuple[str, int]], first: date, last: date) -> Arrays:
    """Counts by day from first to last, with a zero for every day without one."""
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    values = np.zeros(len(days))
    if rows and len(days):
        texts, counts = zip(*rows, strict=True)
        at = (np.array(texts, dtype="datetime64[D]") - days[0]).astype(int)
        inside = (at >= 0) & (at < len(days))
        np.add.at(values, at[inside], np.array(counts, dtype=float)[inside])
    return days, values
