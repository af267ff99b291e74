"""A simulated day: what the planner would count, for kinds of repositories nobody follows yet."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.collectors.costs import COSTS
from tracker.collectors.simulation import ACTIVE, BUSY, DAYS, NO_QUOTA, QUIET, Activity, day_of, simulate


def test_what_has_no_quota_is_a_collector_that_costs_none() -> None:
    assert set(NO_QUOTA) < set(COSTS)


def test_a_quiet_repository_costs_its_walks_and_weekly_looks_alone() -> None:
    weeks = 365 * QUIET.years // 7 + 1
    pages = -(-weeks // 30)  # of the monthly walk over its stars
    assert day_of(QUIET).requests == pytest.approx((pages + 4) / DAYS)  # and its README in four weeks


def test_more_activity_costs_more() -> None:
    quiet, active, busy = day_of(QUIET), day_of(ACTIVE), day_of(BUSY)
    assert quiet.requests < active.requests < busy.requests
    assert quiet.points < active.points < busy.points


@settings(deadline=None)  # a busy machine is no failure
@given(st.integers(1, 10**6), st.integers(0, 10**4), st.integers(1, 50))
def test_costs_add_up_and_tokens_share_them(quiet: int, busy: int, tokens: int) -> None:
    alone = simulate({QUIET: quiet}).requests + (simulate({BUSY: busy}).requests if busy else 0)
    both = simulate({QUIET: quiet, BUSY: busy}, tokens)
    assert both.requests == pytest.approx(alone)
    assert both.oldest_days == max(1.0, both.tokens / tokens)


@pytest.mark.parametrize("kinds", [{QUIET: 0}, {QUIET: 5, BUSY: -1}, {Activity(): -3}])
def test_nobody_is_not_simulated(kinds: dict[Activity, int]) -> None:
    with pytest.raises(ValueError, match="at least one repository"):
        simulate(kinds)
