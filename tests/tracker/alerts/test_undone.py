"""Alerts raised by a clock ahead of its time: taken back, told so, and in nobody's way afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.tracker.alerts.world import START, TODAY, Make, a_view
from tracker.alerts.undone import undo

THEN = datetime(2030, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("told", [True, False], ids=["told of it", "not told yet"])
def test_who_was_told_of_a_false_alert_is_told_that_it_was_not_so(world: Make, told: bool) -> None:
    w = world()
    w.see(a_view("active"))
    w.now = THEN
    w.see(a_view("dormant", THEN.date()))
    if told:
        w.tell()
    w.now = START + timedelta(hours=1)
    assert undo(w.store, w.now) == 1
    w.tell()
    assert len(w.said) == (2 if told else 0)
    assert not told or "clock stood at 2030-01-01: it was not so" in w.said[1]
    assert [row.state for row in w.store.alerts.all(("firing", "known"))] == []


def test_what_stood_before_stands_again_and_what_comes_is_told(world: Make) -> None:
    w = world()
    w.see(a_view("active"))
    w.see(a_view("end-of-life", TODAY + timedelta(days=1)))
    w.now = THEN
    w.see(a_view("active", THEN.date()))
    w.now = START + timedelta(days=1, hours=1)
    undo(w.store, w.now)
    assert [(row.state, row.value) for row in w.store.alerts.all(("firing",))] == [("firing", "end-of-life")]
    assert w.see(a_view("archived", TODAY + timedelta(days=2))).firing == 1


def test_a_repository_first_judged_by_a_wrong_clock_is_looked_at_as_new(world: Make) -> None:
    w = world()
    w.now = THEN
    w.see(a_view("dormant", THEN.date()))
    w.now = START
    undo(w.store, w.now)
    assert list(w.store.alerts.all()) == []
    assert w.see(a_view("archived")).firing == 1
