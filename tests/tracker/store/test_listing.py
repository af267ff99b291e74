"""The list in the database: one order and one search on SQLite and PostgreSQL, cut as it was asked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY, known
from tracker.store.listing import COLUMNS, ListQuery
from tracker.store.read_model import OVERVIEW, Rows


def row(number: int, **cells: Any) -> Rows:
    """A repository's row: active unless told otherwise, and nothing known of its numbers."""
    kept: dict[str, Any] = {
        **dict.fromkeys(OVERVIEW), "repository_id": number, "judged": 1, "counted": 1, "made_by": "test",
        "judged_on": TODAY, "judged_until": TODAY, "counted_on": TODAY, "counted_until": TODAY,
        "headline": "active", "gravity": 0, "unmaintained": False, "document": b"", **cells,
    }  # fmt: skip
    return Rows(tuple(kept[name] for name in OVERVIEW), [], {})


@pytest.fixture
def listed(store: Store) -> Store:
    known(store, 1, 2, 3, 4)
    for number in (1, 2, 3, 4):
        name = store.repositories.by_id([number])[number]
        store.watches.add(f"{name['owner']}/{name['name']}", "tools" if number == 3 else None, "test", NOW)
    store.watches.add("Not/read-yet_100%", "frameworks", "test", NOW)
    store.read_model.save(
        [
            row(1, stars=5.0, released=date(2026, 1, 1)),
            row(2, stars=50.0, headline="dormant", unmaintained=True),
            row(3, stars=5.0, headline="slow", released=date(2025, 1, 1)),
        ]
    )
    return store


def names(store: Store, asked: ListQuery, limit: int | None = None) -> list[str]:
    found = store.listing.page(asked, limit)[0]
    by_name = {w["full_name"]: str(w["github_id"] or "new") for w in store.watches.all()}
    return [by_name[name] for name in found]


def test_what_is_unknown_comes_last_either_way_and_ties_go_by_name(listed: Store) -> None:
    assert names(listed, ListQuery("stars")) == ["2", "1", "3", "new", "4"]
    assert names(listed, ListQuery("stars", down=False)) == ["1", "3", "2", "new", "4"]
    assert names(listed, ListQuery("released"))[:2] == ["1", "3"]


def test_states_come_in_the_order_that_is_given(listed: Store) -> None:
    order = ("unknown", "slow", "active", "dormant")
    assert names(listed, ListQuery("state", down=False, headlines=order)) == ["new", "4", "3", "1", "2"]


def test_a_page_is_cut_and_says_how_many_there_are(listed: Store) -> None:
    assert listed.listing.page(ListQuery("stars"), 2)[1] == 5
    assert names(listed, ListQuery("stars"), 2) == ["2", "1"]
    assert len(listed.listing.page(ListQuery("stars"), 2, skip=4)[0]) == 1


def test_search_takes_signs_of_patterns_as_letters(listed: Store) -> None:
    assert names(listed, ListQuery(words=("100%",))) == ["new"]
    assert names(listed, ListQuery(words=("read_yet",))) == []
    assert names(listed, ListQuery(words=("tools",))) == ["3"]
    assert names(listed, ListQuery(words=("not/", "frameworks"))) == ["new"]


def test_states_and_groups_are_picked_out(listed: Store) -> None:
    assert names(listed, ListQuery(unmaintained=True)) == ["2"]
    assert names(listed, ListQuery(state=("unknown",))) == ["new", "4"]
    assert names(listed, ListQuery(group="tools")) == ["3"]
    one = listed.repositories.by_id([1])[1]
    catalogued = {"libraries": {f"{one['owner']}/{one['name']}".lower()}}
    assert names(listed, ListQuery(group="libraries", catalogued=catalogued)) == ["1"]
    assert names(listed, ListQuery(group="tools", catalogued=catalogued)) == ["3"]


def test_rows_at_hand_stand_in_the_stead_of_those_kept(listed: Store) -> None:
    at_hand = {**dict.fromkeys(COLUMNS), "repository_id": 4, "headline": "fading", "unmaintained": False}
    again = {**at_hand, "repository_id": 2, "stars": 1.0, "headline": "active"}
    found, many = listed.listing.page(ListQuery("stars"), made=[{**at_hand, "stars": 70.5}, again])
    assert many == 5
    order = {w["full_name"]: w["github_id"] for w in listed.watches.all()}
    assert [order[name] for name in found] == [4, 1, 3, 2, None]
    newest = [{**at_hand, "released": date(2025, 6, 1)}]
    assert [order[name] for name in listed.listing.page(ListQuery("released"), made=newest)[0]][:3] == [
        1,
        4,
        3,
    ]


def test_nothing_is_sorted_by_what_is_no_column(listed: Store) -> None:
    with pytest.raises(ValueError, match="nothing is sorted by 'drop table'"):
        listed.listing.page(ListQuery("drop table"))
