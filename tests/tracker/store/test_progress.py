"""Cursors, validators and pages: kept together or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import Store
from tests.tracker.store.makers import NOW, day, known, later, seen, series
from tracker.records import Gap


class Killed(Exception):
    """The process died here."""


def die_in_a_page(store: Store) -> None:
    with store.transaction():
        store.observations.save([seen(3, 5)], NOW)
        store.progress.set_cursor(1, "stars", {"page": 2}, NOW)
        store.progress.set_validator("page 2", '"abc"', None, NOW)
        raise Killed


def test_a_page_its_cursor_and_its_validator_are_one_commit(store: Store) -> None:
    known(store)
    with store.transaction():
        store.observations.save([seen(3, 5)], NOW)
        store.progress.set_cursor(1, "stars", {"page": 2}, NOW)
        store.progress.set_validator("page 2", '"abc"', "<next>", NOW)
    assert store.progress.cursor(1, "stars") == {"page": 2}
    assert store.progress.validator("page 2") == ('"abc"', "<next>")
    assert series(store) == {day(5): 3.0}


def test_a_death_before_the_end_leaves_none_of_them(store: Store) -> None:
    known(store)
    with pytest.raises(Killed):
        die_in_a_page(store)
    assert store.progress.cursor(1, "stars") is None
    assert store.progress.validator("page 2") is None
    assert series(store) == {}
    store.observations.save([seen(4, 5)], NOW)
    assert series(store) == {day(5): 4.0}


def test_nobody_sees_half_a_page(store: Store) -> None:
    known(store)
    with store.transaction():
        store.observations.save([seen(3, 5)], NOW)
        assert series(Store(store.engine)) == {}  # to anybody else
    assert series(store) == {day(5): 3.0}


def test_a_cursor_holds_what_it_was_given(store: Store) -> None:
    known(store, 1, 2)
    position = {"day": "2026-06-30", "walk": {"weeks": [[1, 2], [3]], "more": True}, "count": None}
    store.progress.set_cursor(1, "stars", {"old": 1}, NOW)
    store.progress.set_cursor(1, "stars", position, later(hours=1))
    store.progress.set_cursor(1, "issues", {}, NOW)
    assert store.progress.cursor(1, "stars") == position
    assert store.progress.cursor(1, "issues") == {}
    assert store.progress.cursor(2, "stars") is None
    assert [(c.collector, c.updated_at) for c in store.progress.cursors([1])] == [
        ("issues", NOW),
        ("stars", later(hours=1)),
    ]


def test_a_validator_is_replaced_whole(store: Store) -> None:
    store.progress.set_validator("k", "e1", "l1", NOW)
    store.progress.set_validator("k", "e2", None, later(days=1))
    assert store.progress.validator("k") == ("e2", None)


def test_a_gap_is_told_with_its_reason_and_can_grow(store: Store) -> None:
    known(store)
    store.gaps.save(1, Gap("commits", day(9), day(5), "never recorded"))
    store.gaps.save(1, Gap("commits", day(9), day(3), "still not"))
    (gap,) = store.gaps.of([1])
    assert (gap.metric, gap.start_day, gap.end_day, gap.reason) == ("commits", day(9), day(3), "still not")


def test_what_misbehaves_does_so_since_the_first_time_until_it_is_cleared(store: Store) -> None:
    known(store)
    store.gaps.mark_degraded(1, "star_arrivals", "sum is wrong", NOW)
    store.gaps.mark_degraded(1, "star_arrivals", "a week is missing", NOW + timedelta(days=2))
    (told,) = store.gaps.degraded()
    assert (told.metric, told.since, told.reason) == ("star_arrivals", NOW, "a week is missing")
    store.gaps.clear_degraded(1, "star_arrivals")
    store.gaps.clear_degraded(1, "never heard of")
    assert store.gaps.degraded() == []


def test_the_newest_reading_is_of_a_collector_that_has_read_all_there_is(store: Store) -> None:
    known(store, 1, 2)
    assert store.progress.newest() is None
    store.progress.set_cursor(1, "stars", {"complete": True}, NOW)
    store.progress.set_cursor(2, "stars", {"complete": False}, later(days=2))
    store.progress.set_cursor(2, "issues", {"complete": True}, later(days=1))
    assert store.progress.newest() == later(days=1)
