"""Periods made of a matrix are what pandas' own groups would give, column by column."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.series.periods import first_days, table

START = date(2023, 12, 20)
VALUES = st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=120)


def series(values: list[int | None], skipped: int = 0) -> pd.Series:
    days = pd.date_range(START, periods=len(values) + skipped, freq="D")[skipped:]
    return pd.Series([np.nan if v is None else float(v) for v in values], index=days, dtype="float64")


def by_pandas(frame: pd.DataFrame, kind: str, every: str) -> pd.DataFrame:
    groups = frame.groupby(pd.DatetimeIndex(first_days(frame.index.to_numpy(), every)))
    if kind == "total":
        return groups.last()
    if kind == "duration":
        return groups.median()
    return groups.sum(min_count=1).where(groups.count().eq(groups.size(), axis=0))


@settings(max_examples=80, deadline=None)
@given(
    VALUES, VALUES, st.integers(0, 40), st.sampled_from(["total", "count", "duration"]),
    st.sampled_from(["week", "month", "quarter"]),
)  # fmt: skip
def test_every_kind_of_number_by_every_period_is_as_pandas_makes_it(
    one: list[int | None], other: list[int | None], later: int, kind: str, every: str
) -> None:
    frame = pd.DataFrame({"one": series(one), "other": series(other, later)})
    periods, values = table(frame.index.to_numpy(), frame.to_numpy(), kind, every)
    expected = by_pandas(frame, kind, every)
    np.testing.assert_array_equal(periods, expected.index.to_numpy().astype("datetime64[D]"))
    np.testing.assert_array_equal(values, expected.to_numpy())
