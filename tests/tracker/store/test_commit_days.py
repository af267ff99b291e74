"""Commits by day: dense, so that a quiet day is a zero; counted anew from where history changed."""

from __future__ import annotations

from datetime import date

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY, day, known, later, rows, series
from tracker.records import CommitDay
from tracker.store.models import author_day


def commits(ago: int, number: int, authors: set[int] | None = None) -> CommitDay:
    return CommitDay(day(ago), number, max(number - 1, 0), max(number - 2, 0), frozenset(authors or {7}))


def save(store: Store, days: list[CommitDay], from_: date | None = None, until: date | None = TODAY) -> int:
    return store.commits.save_days(1, days, "git", NOW, replace_from=from_, zero_until=until)


def authors(store: Store) -> list[tuple[date, int]]:
    return [(row.day, row.author) for row in rows(store, author_day)]


def test_every_day_between_and_up_to_today_is_a_zero(store: Store) -> None:
    known(store)
    save(store, [commits(5, 3), commits(2, 4)])
    assert series(store, "commits") == {day(5): 3, day(4): 0, day(3): 0, day(2): 4, day(1): 0, day(0): 0}
    assert series(store, "commits_human")[day(5)] == 2
    assert series(store, "commits_substantive")[day(2)] == 2


def test_without_a_commit_and_an_end_nothing_is_known(store: Store) -> None:
    known(store)
    assert save(store, [], until=None) == 0
    assert series(store, "commits") == {}


def test_from_a_day_on_counts_and_authors_are_replaced(store: Store) -> None:
    known(store)
    save(store, [commits(6, 3, {1, 2}), commits(4, 3, {3}), commits(1, 3, {4})])
    save(store, [commits(3, 8, {5})], from_=day(4))
    found = series(store, "commits")
    assert [found[day(ago)] for ago in (6, 5, 4, 3, 2, 1, 0)] == [3, 0, 0, 8, 0, 0, 0]
    assert authors(store) == [(day(6), 1), (day(6), 2), (day(3), 5)]


def test_a_force_push_that_leaves_nothing_leaves_zeros(store: Store) -> None:
    known(store)
    save(store, [commits(4, 3)])
    save(store, [], from_=day(4))
    assert set(series(store, "commits").values()) == {0}
    assert authors(store) == []


def test_days_before_the_replaced_ones_are_left_out_whole(store: Store) -> None:
    known(store)
    save(store, [commits(9, 2, {1}), commits(2, 3, {2})], from_=day(4))
    assert min(series(store, "commits")) == day(4)
    assert authors(store) == [(day(2), 2)]


def test_added_days_leave_what_lies_between_alone(store: Store) -> None:
    known(store)
    save(store, [commits(5, 3), commits(3, 4)])
    save(store, [commits(6, 1), commits(2, 2)])
    found = series(store, "commits")
    assert [found[day(ago)] for ago in (6, 5, 4, 3, 2, 1, 0)] == [1, 3, 0, 4, 2, 0, 0]


def test_a_vanished_commit_is_a_revision(store: Store) -> None:
    known(store)
    save(store, [commits(9, 3)])
    store.commits.save_days(1, [commits(9, 1)], "git", later(days=1), replace_from=day(9), zero_until=TODAY)
    assert {(r.name, r.old_value, r.new_value) for r in store.observations.revisions(1)} == {
        ("commits", 3.0, 1.0),
        ("commits_human", 2.0, 0.0),
        ("commits_substantive", 1.0, 0.0),
    }


def test_the_same_again_writes_nothing(store: Store) -> None:
    known(store)
    days = [commits(900, 3), commits(4, 2)]
    assert save(store, days, from_=day(900)) == 3 * 901
    assert save(store, days, from_=day(900)) == 0
