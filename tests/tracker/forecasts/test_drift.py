"""The method itself: what it says of figures whose future is known, and when it says nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tracker.forecasts.drift import FADING, HORIZON, all_errors, errors, factors, factors_each, interval, path

STEADY = np.arange(100.0, 100.0 + 10 * 36, 10)
LEVELS = st.floats(0, 1e7, allow_nan=False)


def test_the_pace_goes_on_and_fades() -> None:
    ahead = path(STEADY, "total")
    assert ahead[0] == STEADY[-1] + 10
    assert ahead[1] == STEADY[-1] + 10 + 10 * FADING
    assert STEADY[-1] + 100 < ahead[-1] < STEADY[-1] + 120


def test_a_fall_ends_at_nothing() -> None:
    falling = np.maximum(1000.0 - 90 * np.arange(12), 0)
    assert path(falling, "total").min() == 0


def test_the_past_of_a_steady_pace_was_nearly_right_so_the_interval_is_narrow() -> None:
    low, high = interval(STEADY, "total")
    assert np.all(high - low < 0.1 * STEADY[-1])


def test_one_wild_month_makes_the_interval_wide() -> None:
    wild = STEADY.copy()
    wild[20:] *= 1.8
    assert np.ptp(interval(wild, "total")) > 2 * np.ptp(interval(STEADY, "total"))


def test_with_too_few_past_errors_there_is_no_interval() -> None:
    low, high = interval(STEADY[:18], "total")  # two errors a year ahead: 80 % of them is no number
    assert np.isnan(low[-1])
    assert np.isfinite(high[0])


def test_nothing_that_stays_nothing_is_no_error() -> None:
    assert errors(np.zeros(36), "total", HORIZON).tolist() == [0.0] * 21


@settings(max_examples=60, deadline=None)
@given(arrays(float, st.integers(24, 80), elements=LEVELS))
def test_whatever_came_before_an_interval_holds_its_forecast(values: np.ndarray) -> None:
    low, high = interval(values, "count")
    said = path(values, "count")
    there = np.isfinite(high)
    assert np.all((low[there] <= said[there]) & (said[there] <= high[there]) & (low[there] >= 0))


def test_what_was_dared_in_each_past_month_is_what_that_month_alone_would_have_dared() -> None:
    wild = np.cumsum(np.random.default_rng(3).poisson(40, 70)).astype(float)
    wrong = all_errors(wild, "total")
    each = factors_each(wrong, "total", range(20, 71))
    assert np.array_equal(each, [factors(wrong, "total", many) for many in range(20, 71)], equal_nan=True)
    past = np.sort(wrong[0][: 70 - 3 - 1])
    assert each[-1][0] == past[int(np.ceil((len(past) + 1) * 0.8)) - 1]
