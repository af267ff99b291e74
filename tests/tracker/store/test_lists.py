"""Named lists: another reading says what came and what went, and takes nothing off that it is not sure of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Store
from tests.tracker.store.makers import NOW, facts, later
from tracker.store.session import connect, upgrade

TORCH, KERAS, OLD = ("torch", "pytorch/pytorch"), ("keras", "keras-team/keras"), ("theano", "Theano/Theano")


def pairs(store: Store, name: str = "shop") -> list[tuple[str, str]]:
    return [(e.package, e.full_name) for e in store.lists.entries(name)]


def test_another_reading_says_what_came_and_what_went(store: Store) -> None:
    first = store.lists.keep("shop", "/a/r.txt", [TORCH, OLD], {"torch", "theano"}, NOW)
    assert (first.added, first.gone) == ((OLD, TORCH), ())
    same = store.lists.keep("shop", "/a/r.txt", [TORCH, OLD], {"torch", "theano"}, NOW)
    assert (same.added, same.gone) == ((), ())
    after = store.lists.keep("shop", "/a/r.txt", [TORCH, KERAS], {"torch", "keras"}, later(days=1))
    assert (after.added, after.gone) == ((KERAS,), (OLD,))
    assert pairs(store) == [KERAS, TORCH]
    assert store.lists.all()[0].read_at == later(days=1)


def test_what_is_still_named_but_led_nowhere_this_time_stays(store: Store) -> None:
    store.lists.keep("shop", "/a/r.txt", [TORCH, OLD], {"torch", "theano"}, NOW)
    change = store.lists.keep("shop", "/a/r.txt", [], {"torch"}, NOW)
    assert change.gone == (OLD,)
    assert pairs(store) == [TORCH]


def test_a_package_that_leads_elsewhere_now_has_moved(store: Store) -> None:
    store.lists.keep("shop", "/a/r.txt", [("keras", "fchollet/keras")], {"keras"}, NOW)
    change = store.lists.keep("shop", "/a/r.txt", [KERAS], {"keras"}, NOW)
    assert (change.added, change.gone) == ((KERAS,), (("keras", "fchollet/keras"),))


def test_one_file_takes_nothing_off_that_another_asked_for_or_a_hand_put_there(store: Store) -> None:
    store.lists.keep("shop", "/a/r.txt", [TORCH], {"torch"}, NOW)
    store.lists.keep("shop", "/a/dev.txt", [TORCH, KERAS], {"torch", "keras"}, NOW)
    store.lists.add("shop", ["a/b", "A/B"], NOW)
    store.lists.add("shop", ["A/b"], NOW)
    store.lists.keep("shop", "/a/dev.txt", [], set(), NOW)
    assert pairs(store) == [("", "a/b"), TORCH]
    assert [row.file for row in store.lists.all()] == ["", "/a/dev.txt", "/a/r.txt"]


def test_an_entry_is_known_by_its_identity_as_soon_as_there_is_one(store: Store) -> None:
    store.repositories.save(facts(1, "Theano/Theano"), NOW, "github")
    store.lists.keep("shop", "/a/r.txt", [("theano", "theano/theano"), TORCH], {"theano", "torch"}, NOW)
    ids = {e.full_name: e.repository_id for e in store.lists.entries()}
    assert ids == {"theano/theano": 1, "pytorch/pytorch": None}
    store.repositories.save(facts(2, "PyTorch/pytorch"), NOW, "github")
    assert {e.repository_id for e in store.lists.entries()} == {1, 2}


def test_a_former_name_leads_to_who_is_followed_by_another(store: Store) -> None:
    store.repositories.save(facts(1, "keras-team/keras"), NOW, "github")
    store.watches.add("keras-team/keras", None, "by hand", NOW)
    store.watches.add("fchollet/keras", None, "packages", NOW)
    store.lists.keep("shop", "/a/r.txt", [("keras", "fchollet/keras")], {"keras"}, NOW)
    store.watches.found("fchollet/keras", 1)
    assert len(store.watches.all()) == 1
    assert store.lists.entries()[0].repository_id == 1


def test_a_forgotten_list_is_gone_and_a_forgotten_file_takes_its_own_alone(store: Store) -> None:
    store.lists.keep("shop", "/a/r.txt", [TORCH], {"torch"}, NOW)
    store.lists.keep("shop", "/a/dev.txt", [KERAS], {"keras"}, NOW)
    assert store.lists.drop("shop", "/a/dev.txt") is True
    assert store.lists.drop("shop", "/a/dev.txt") is False
    assert pairs(store) == [TORCH]
    assert store.lists.drop("shop") is True
    assert (store.lists.all(), store.lists.entries()) == ([], [])


def test_pages_know_that_a_list_has_changed_and_one_on_which_nothing_stands(store: Store) -> None:
    stamps = [store.meta.stamp()]
    for found in ([TORCH], []):
        store.lists.keep("shop", "/a/r.txt", found, {name for name, _ in found}, NOW)
        stamps.append(store.meta.stamp())
    assert len(set(stamps)) == 3
    store.lists.drop("shop")
    assert store.meta.stamp() == stamps[0]


NAMED = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["x/1", "x/2", None]), max_size=6)


@pytest.fixture(scope="module")
def one_store() -> Store:
    engine = connect("sqlite://")
    upgrade(engine)
    return Store(engine)


@settings(max_examples=40, deadline=None)
@given(readings=st.lists(NAMED, min_size=1, max_size=4))
def test_after_any_readings_a_list_holds_what_the_last_one_led_to_and_what_it_still_names(
    one_store: Store, readings: list[dict[str, str | None]]
) -> None:
    one_store.lists.drop("any")
    held: set[tuple[str, str]] = set()
    for named in readings:
        found = {(package, to) for package, to in named.items() if to}
        waiting = {(p, to) for p, to in held if p in named and named[p] is None}
        change = one_store.lists.keep("any", "/f", found, set(named), NOW)
        assert set(change.added) == found - held
        assert set(change.gone) == held - found - waiting
        held = found | waiting
        assert set(pairs(one_store, "any")) == held
