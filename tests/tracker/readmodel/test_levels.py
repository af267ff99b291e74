"""Totals in few bytes: what comes out is what went in, and a stretch is the difference of its ends."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.readmodel.levels import Levels, pack, unpack

wholes = st.integers(-(2**31), 2**31).map(float)
broken = st.floats(-1e6, 1e6).filter(lambda v: v != round(v))


@st.composite
def totals(draw: st.DrawFn) -> tuple[list[int], list[float], Levels]:
    """Known days, their values, and the levels made of them."""
    days = sorted(draw(st.sets(st.integers(10_000, 10_400), min_size=1, max_size=30)))
    kind = draw(st.sampled_from([wholes, broken]))
    values = draw(st.lists(kind, min_size=len(days), max_size=len(days)))
    levels = unpack(pack(np.array(days, dtype="datetime64[D]"), np.array(values)))
    assert levels is not None
    return days, values, levels


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no error
@given(totals(), st.data())
def test_what_came_between_two_known_days_is_the_difference_of_their_totals(
    made: tuple[list[int], list[float], Levels], data: st.DataObject
) -> None:
    days, values, levels = made
    known = dict(zip(days, values, strict=True))
    before, last = sorted(data.draw(st.lists(st.sampled_from(days), min_size=2, max_size=2)))
    assert levels.at(last) == known[last]
    assert levels.between(before, last) == known[last] - known[before]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no error
@given(totals(), st.integers(9_990, 10_410))
def test_the_last_known_day_is_never_a_day_without_a_value(
    made: tuple[list[int], list[float], Levels], asked: int
) -> None:
    days, _, levels = made
    assert levels.last_known(asked) == max((day for day in days if day <= asked), default=None)


def test_a_step_that_four_bytes_cannot_hold_is_kept() -> None:
    levels = unpack(pack(np.array([10_000, 10_001], dtype="datetime64[D]"), np.array([2.0**30, -(2.0**30)])))
    assert levels is not None
    assert (levels.at(10_001), levels.between(10_000, 10_001)) == (-(2.0**30), -(2.0**31))


def test_nothing_is_no_bytes_and_comes_back_as_nothing() -> None:
    assert pack(np.array([], dtype="datetime64[D]"), np.array([])) == b""
    assert unpack(b"") is None
