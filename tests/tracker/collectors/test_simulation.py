"""A simulated day: what the planner would count, for kinds of repositories nobody follows yet."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracker.collectors.bench import bench
from tracker.collectors.costs import COSTS
from tracker.collectors.simulation import ACTIVE, BUSY, DAYS, NO_QUOTA, QUIET, Activity, day_of, simulate
from tracker.replay.synthetic import SyntheticWorld
from tracker.store.session import connect, sqlite_url, upgrade


def test_what_has_no_quota_is_a_collector_that_costs_none() -> None:
    assert set(NO_QUOTA) < set(COSTS)


def test_a_quiet_repository_costs_its_walks_and_weekly_looks_alone() -> None:
    weeks = 365 * QUIET.years // 7 + 1
    pages = -(-weeks // 30)  # of the monthly walk over its stars
    assert day_of(QUIET).requests == pytest.approx((pages + 4) / DAYS)  # and its README in four weeks


@pytest.mark.slow
def test_a_quiet_month_asks_the_replay_for_what_was_simulated(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "lab.db"))
    upgrade(engine)
    begin, many, old = date(2026, 3, 2), 4, 400
    with bench(engine, tmp_path, SyntheticWorld.many(many, begin, days=old)) as lab:
        lab.at(begin)
        lab.follow(*(r.full_name for r in lab.world.repositories()))
        assert not lab.look().misses
        first = len(lab.server.log)
        for day in range(1, DAYS + 1):
            lab.at(begin + timedelta(days=day))
            assert not lab.look().misses
    found = sum(r.path not in ("/graphql", "/rate_limit") for r in lab.server.log[first:])
    engine.dispose()
    told = day_of(Activity(years=(old + DAYS) / 365))
    assert found == pytest.approx(told.requests * DAYS * many)


def test_more_activity_costs_more() -> None:
    quiet, active, busy = day_of(QUIET), day_of(ACTIVE), day_of(BUSY)
    assert quiet.requests < active.requests < busy.requests
    assert quiet.points < active.points < busy.points


@pytest.mark.slow
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
