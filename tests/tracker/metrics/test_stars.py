"""Stars: readings where there are some, today's stargazers before."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from tracker.metrics.base import Inputs
from tracker.metrics.stars import compute
from tracker.metrics.unstars import compute as unstars


def series(start: str, *values: float) -> pd.Series:
    return pd.Series(values, index=pd.date_range(start, periods=len(values)), dtype="float64")


def test_before_the_first_reading_the_running_sum_of_todays_stargazers_is_shown() -> None:
    inputs = Inputs({"star_arrivals": series("2026-01-01", 3, 0, 2), "star_count": series("2026-01-03", 5)})
    assert compute(inputs).tolist() == [3, 3, 5]


def test_a_reading_wins_over_the_history_of_that_day() -> None:
    arrivals, counts = series("2026-01-01", 3, 1, 1), series("2026-01-02", 9, 5)
    inputs = Inputs({"star_arrivals": arrivals, "star_count": counts})
    assert compute(inputs).tolist() == [3, 9, 5]


def test_a_history_of_which_only_the_newest_weeks_were_read_is_anchored_on_the_reading() -> None:
    inputs = Inputs({"star_arrivals": series("2026-01-02", 1, 2), "star_count": series("2026-01-03", 100)})
    assert compute(inputs).tolist() == [98, 100]


def test_without_a_reading_there_is_no_total() -> None:
    assert compute(Inputs({"star_arrivals": series("2026-01-01", 3)})).empty


def test_unstars_are_arrivals_less_the_change_of_the_count() -> None:
    inputs = Inputs({"star_arrivals": series("2026-01-01", 0, 4), "star_count": series("2026-01-01", 10, 11)})
    assert unstars(inputs).tolist() == [3]


def test_a_missing_reading_leaves_the_loss_unknown_rather_than_zero() -> None:
    counts = series("2026-01-01", 10, 11, 12).drop(pd.Timestamp("2026-01-02"))
    inputs = Inputs({"star_arrivals": series("2026-01-01", 0, 4, 4), "star_count": counts})
    assert unstars(inputs).empty


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60), st.integers(0, 500))
def test_the_total_never_falls_below_zero_and_ends_at_the_reading(arrivals: list[int], count: int) -> None:
    history = series("2026-01-01", *arrivals)
    reading = pd.Series([float(count)], index=history.index[-1:])
    total = compute(Inputs({"star_arrivals": history, "star_count": reading}))
    assert (total >= 0).all()
    assert total.iloc[-1] == count
    assert total.is_monotonic_increasing
