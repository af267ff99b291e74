"""The database lists the present as the rows themselves would be sorted and searched."""

from __future__ import annotations

from itertools import product

import pytest

from dashboards.data.listing import listed, ordered, wanted
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from dashboards.drawing.theme import GRAVITY
from tracker.store.listing import SORTED, ListQuery


@pytest.mark.parametrize(("sort", "down"), [*product(("name", "state", *SORTED), (True, False))])
def test_the_database_sorts_as_the_rows_are_sorted(snapshot: Snapshot, sort: str, down: bool) -> None:
    asked = ListQuery(sort, down, headlines=GRAVITY)
    everything = summaries(snapshot, snapshot.today)
    found = listed(snapshot, snapshot.today, asked)
    assert [row.name for row in found.rows] == [row.name for row in ordered(everything, asked)]
    first = listed(snapshot, snapshot.today, asked, 3)
    assert [row.name for row in first.rows] == [row.name for row in found.rows[:3]]
    assert first.found == len(everything)


@pytest.mark.parametrize(
    "asked",
    [
        ListQuery(words=("flow",)), ListQuery(words=("learning", "framework")), ListQuery(words=("100%",)),
        ListQuery(words=("_",)), ListQuery(words=("é",)), ListQuery(unmaintained=True),
        ListQuery(state=("active", "slow")),
        ListQuery(state=("unknown",)), ListQuery(group="frameworks"), ListQuery(group="nothing of that name"),
        ListQuery(words=("tools",), state=("active",)),
    ],
    ids=repr,
)  # fmt: skip
def test_the_database_finds_what_is_found_in_the_rows(snapshot: Snapshot, asked: ListQuery) -> None:
    everything = summaries(snapshot, snapshot.today)
    found = listed(snapshot, snapshot.today, asked)
    expected = [row.name for row in ordered(everything, asked) if wanted(row, asked)]
    assert [row.name for row in found.rows] == expected
    assert found.found == len(expected)


def test_every_group_holds_the_same_by_either_road(snapshot: Snapshot) -> None:
    everything = summaries(snapshot, snapshot.today)
    groups = {row.repository.category for row in everything if row.repository.category}
    assert groups
    for group in groups:
        asked = ListQuery("name", down=False, group=group)
        expected = [row.name for row in everything if row.repository.category == group]
        assert [row.name for row in listed(snapshot, snapshot.today, asked).rows] == expected
