"""What is followed, and what this database is."""

from __future__ import annotations

from tests.conftest import Store
from tests.tracker.store.makers import NOW, facts, later, seen, series


def names(store: Store) -> list[str]:
    return [w["full_name"] for w in store.reader.watched()]


def test_a_name_is_followed_once_whatever_its_letters(store: Store) -> None:
    assert store.writer.watch("Theano/Theano", "frameworks", "catalog", NOW) is True
    assert store.writer.watch("theano/theano", None, "by hand", later(days=1)) is False
    (followed,) = store.reader.watched()
    assert (followed["full_name"], followed["category"], followed["added_at"]) == (
        "Theano/Theano",
        "frameworks",
        NOW,
    )
    assert followed["github_id"] is None


def test_one_that_is_known_already_is_linked_at_once(store: Store) -> None:
    store.writer.save_repository(facts(1, "Theano/Theano"), NOW, "github")
    store.writer.watch("theano/theano", None, "by hand", NOW)
    assert store.reader.watched()[0]["github_id"] == 1


def test_followed_ones_are_listed_by_name(store: Store) -> None:
    for name in ("b/x", "A/x", "c/x"):
        store.writer.watch(name, None, "test", NOW)
    assert names(store) == ["A/x", "b/x", "c/x"]


def test_no_longer_followed_is_not_forgotten(store: Store) -> None:
    store.writer.save_repository(facts(1, "Theano/Theano"), NOW, "github")
    store.writer.watch("Theano/Theano", None, "test", NOW)
    store.writer.save_observations([seen(3, 4)], NOW)
    assert store.writer.unwatch("THEANO/theano") is True
    assert store.writer.unwatch("THEANO/theano") is False
    assert names(store) == []
    assert len(series(store)) == 1
    assert store.reader.find("Theano/Theano") is not None


def test_one_that_was_renamed_is_let_go_by_either_name(store: Store) -> None:
    for name in ("a/old", "a/new"):
        store.writer.watch("a/old", None, "test", NOW)
        store.writer.save_repository(facts(1, "a/old"), NOW, "github")
        store.writer.save_repository(facts(1, "a/new"), NOW, "github")
        assert store.writer.unwatch(name) is True
        assert names(store) == []


def test_a_problem_is_told_until_it_is_solved(store: Store) -> None:
    store.writer.watch("a/typo", None, "test", NOW)
    store.writer.watch_problem("A/typo", "GitHub knows no such repository")
    assert store.reader.watched()[0]["problem"] == "GitHub knows no such repository"
    store.writer.watch_problem("a/typo", None)
    assert store.reader.watched()[0]["problem"] is None


def test_a_database_says_what_it_is(store: Store) -> None:
    store.writer.set_meta("kind", "live")
    store.writer.set_meta("kind", "demo")
    store.writer.set_meta("clock", "2026-06-30")
    assert store.reader.meta() == {"kind": "demo", "clock": "2026-06-30"}
