"""The days on which a verdict can turn though nobody did anything."""

from __future__ import annotations

from datetime import date, timedelta

from tests.tracker.dossiers import daily
from tracker.health import turning
from tracker.signals.rules import Rules


def test_a_series_that_ends_speaks_for_the_present_a_while_longer() -> None:
    rules = Rules()
    series = daily("2020-01-01", "2020-06-30")
    edges = set(turning._edges(series, rules))
    end = date(2020, 7, 1)
    assert {date(2020, 1, 1), end, end + timedelta(days=rules.stale_days)} <= edges
    assert end - timedelta(days=rules.stale_days) not in edges
    assert not set(turning._edges(None, rules))
