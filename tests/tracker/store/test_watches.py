"""What is followed, and what this database is."""

from __future__ import annotations

from tests.conftest import Store
from tests.tracker.store.makers import NOW, facts, later, seen, series


def names(store: Store) -> list[str]:
    return [w["full_name"] for w in store.watches.all()]


def test_a_name_is_followed_once_whatever_its_letters(store: Store) -> None:
    assert store.watches.add("Theano/Theano", "frameworks", "catalog", NOW) is True
    assert store.watches.add("theano/theano", None, "by hand", later(days=1)) is False
    (followed,) = store.watches.all()
    assert (followed["full_name"], followed["category"], followed["added_at"]) == (
        "Theano/Theano",
        "frameworks",
        NOW,
    )
    assert followed["github_id"] is None


def test_one_that_is_known_already_is_linked_at_once(store: Store) -> None:
    store.repositories.save(facts(1, "Theano/Theano"), NOW, "github")
    store.watches.add("theano/theano", None, "by hand", NOW)
    assert store.watches.all()[0]["github_id"] == 1


def test_followed_ones_are_listed_by_name(store: Store) -> None:
    for name in ("b/x", "A/x", "c/x"):
        store.watches.add(name, None, "test", NOW)
    assert names(store) == ["A/x", "b/x", "c/x"]


def test_no_longer_followed_is_not_forgotten(store: Store) -> None:
    store.repositories.save(facts(1, "Theano/Theano"), NOW, "github")
    store.watches.add("Theano/Theano", None, "test", NOW)
    store.observations.save([seen(3, 4)], NOW)
    assert store.watches.remove("THEANO/theano") is True
    assert store.watches.remove("THEANO/theano") is False
    assert names(store) == []
    assert len(series(store)) == 1
    assert store.repositories.find("Theano/Theano") is not None


def test_one_that_was_renamed_is_let_go_by_either_name(store: Store) -> None:
    for name in ("a/old", "a/new"):
        store.watches.add("a/old", None, "test", NOW)
        store.repositories.save(facts(1, "a/old"), NOW, "github")
        store.repositories.save(facts(1, "a/new"), NOW, "github")
        assert store.watches.remove(name) is True
        assert names(store) == []


def test_a_problem_is_told_until_it_is_solved(store: Store) -> None:
    store.watches.add("a/typo", None, "test", NOW)
    store.watches.set_problem("A/typo", "GitHub knows no such repository")
    assert store.watches.all()[0]["problem"] == "GitHub knows no such repository"
    store.watches.set_problem("a/typo", None)
    assert store.watches.all()[0]["problem"] is None


def test_a_database_says_what_it_is(store: Store) -> None:
    store.meta.set("kind", "live")
    store.meta.set("kind", "demo")
    store.meta.set("clock", "2026-06-30")
    assert store.meta.all() == {"kind": "demo", "clock": "2026-06-30"}
