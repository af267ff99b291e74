"""Observations: a day run twice changes nothing; unknown is absent; a changed past leaves a trace."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY, day, known, later, seen, series


def stamps(store: Store) -> tuple[object, object]:
    return store.scalar("SELECT first_seen FROM observation"), store.scalar(
        "SELECT fetched_at FROM observation"
    )


def test_a_day_run_twice_changes_nothing(store: Store) -> None:
    known(store)
    rows = [seen(n, n) for n in range(30)]
    assert store.observations.save(rows, NOW) == 30
    assert store.observations.save(rows, later(hours=5)) == 0
    assert store.scalar("SELECT max(fetched_at) FROM observation") == int(NOW.timestamp())
    assert store.observations.revisions(1) == []


def test_zero_is_a_row_and_unknown_is_none(store: Store) -> None:
    known(store)
    store.observations.save([seen(0, 3), seen(2, 1)], NOW)
    assert series(store) == {day(3): 0.0, day(1): 2.0}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_value_that_is_no_number_is_refused(store: Store, value: float) -> None:
    known(store)
    with pytest.raises(ValueError, match="star_arrivals of repository 1 on 2026-06-28"):
        store.observations.save([seen(1, 3), seen(value, 2)], NOW)
    assert series(store) == {}


def test_a_repository_that_is_not_known_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.observations.save([seen(1, 1)], NOW)
    assert store.scalar("SELECT count(*) FROM metric") == 0


def test_a_number_made_in_a_failed_write_is_forgotten(store: Store) -> None:
    with pytest.raises(IntegrityError):
        store.observations.save([seen(1, 1, metric="first")], NOW)
    known(store)
    store.observations.save([seen(1, 1, metric="second")], NOW)
    store.observations.save([seen(2, 1, metric="first")], NOW)
    assert series(store, "second") == {day(1): 1.0}
    assert series(store, "first") == {day(1): 2.0}


def test_the_last_of_two_readings_of_a_day_wins(store: Store) -> None:
    known(store)
    assert store.observations.save([seen(1, 5), seen(4, 5)], NOW) == 1
    assert series(store) == {day(5): 4.0}


def test_first_seen_stays_and_fetched_at_moves_with_a_change(store: Store) -> None:
    known(store)
    store.observations.save([seen(7, 0)], NOW)
    store.observations.save([seen(8, 0)], later(hours=1))
    assert stamps(store) == (int(NOW.timestamp()), int(later(hours=1).timestamp()))


def test_today_and_yesterday_move_without_a_revision(store: Store) -> None:
    known(store)
    store.observations.save([seen(5, ago) for ago in (0, 1, 2)], NOW)
    assert store.observations.save([seen(4, ago) for ago in (0, 1, 2)], later(minutes=1)) == 3
    assert [tuple(r) for r in store.observations.revisions(1)] == [
        ("star_arrivals", day(2), int(later(minutes=1).timestamp()), 5.0, 4.0)
    ]


def test_which_days_are_settled_goes_by_utc(store: Store) -> None:
    known(store)
    tokyo = datetime(2026, 6, 30, 23, tzinfo=UTC).astimezone(timezone(timedelta(hours=9)))
    assert tokyo.date() > TODAY
    store.observations.save([seen(5, 1)], tokyo)
    store.observations.save([seen(4, 1)], tokyo)
    assert store.observations.revisions(1) == []


def test_two_changes_within_one_second_keep_the_value_from_before_both(store: Store) -> None:
    known(store)
    for value in (9, 7, 6):
        store.observations.save([seen(value, 40)], NOW)
    assert [(r.old_value, r.new_value) for r in store.observations.revisions(1)] == [(9.0, 6.0)]


def test_a_new_source_of_the_same_value_is_no_revision(store: Store) -> None:
    known(store)
    store.observations.save([seen(5, 9)], NOW)
    assert store.observations.save([seen(5, 9, source="imported")], later(days=1)) == 1
    block = store.observations.blocks([1], ["star_arrivals"])[(1, "star_arrivals")]
    assert block.source_of(0) == "imported"
    assert store.observations.revisions(1) == []


def test_revisions_are_told_newest_first_and_by_metric(store: Store) -> None:
    known(store)
    for n, value in enumerate((9, 8, 7)):
        rows = [seen(value, 50), seen(value, 50, metric="commits")]
        store.observations.save(rows, later(days=n))
    told = store.observations.revisions(1, "star_arrivals")
    assert [(r.name, r.old_value, r.new_value) for r in told] == [
        ("star_arrivals", 8.0, 7.0),
        ("star_arrivals", 9.0, 8.0),
    ]
    assert len(store.observations.revisions(1)) == 4
    assert store.observations.revisions(2) == []


def test_many_repositories_and_metrics_in_one_call_stay_apart(store: Store) -> None:
    known(store, *range(1, 8))
    rows = [
        seen(n * 100 + m * 10 + ago, ago, metric=f"m{m}", repo=n)
        for n in range(1, 8)
        for m in range(3)
        for ago in range(4)
    ]
    assert store.observations.save(rows, NOW) == len(rows)
    assert store.observations.save([seen(-1, 2, metric="m1", repo=3)], later(days=1)) == 1
    assert series(store, "m1", 3) == {day(3): 313, day(2): -1, day(1): 311, day(0): 310}
    assert series(store, "m2", 7) == {day(ago): 720 + ago for ago in range(4)}


def test_the_sum_of_a_series_and_of_none(store: Store) -> None:
    known(store)
    assert store.observations.total(1, "star_arrivals") is None
    store.observations.save([seen(2, 1), seen(0, 2), seen(3, 3)], NOW)
    assert store.observations.total(1, "star_arrivals") == 5


def test_blocks_larger_than_one_statement_are_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.store.observations.BLOCK", 7)
    known(store)
    assert store.observations.save((seen(n, n) for n in range(50)), NOW) == 50
    assert series(store) == {day(n): n for n in range(50)}
