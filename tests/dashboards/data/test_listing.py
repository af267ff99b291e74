"""The database lists the present as the rows themselves would be sorted and searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest

from dashboards.data.columns import columns_of
from dashboards.data.listing import listed
from dashboards.data.row import RepositorySummary
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from dashboards.drawing.theme import GRAVITY
from tracker.store.listing import SORTED, ListQuery

KEYS: dict[str, Callable[[RepositorySummary], Any]] = {
    "name": lambda r: r.name.lower(),
    "stars": lambda r: r.stars,
    "gain30": lambda r: r.gain(30),
    "gain90": lambda r: r.gain(90),
    "gain365": lambda r: r.gain(365),
    "commits": lambda r: r.commits_year,
    "authors": lambda r: r.points["commit_authors"].value,
    "response": lambda r: r.points["time_to_first_response"].value,
    "closing": lambda r: r.points["time_to_close"].value,
    "released": lambda r: r.released,
}
DAYS = [date(2017, 10, 1), date(2019, 5, 1), date(2024, 2, 29)]


def ordered(rows: Sequence[RepositorySummary], asked: ListQuery) -> list[RepositorySummary]:
    """Unknown values come last either way."""
    key = KEYS.get(asked.sort) or (lambda row: asked.headlines.index(row.headline))
    keys = {id(row): key(row) for row in rows}
    known = sorted((r for r in rows if keys[id(r)] is not None), key=lambda r: r.name.lower())
    known.sort(key=lambda r: keys[id(r)], reverse=asked.down)
    unknown = sorted((r for r in rows if keys[id(r)] is None), key=lambda r: r.name.lower())
    return known + unknown


def wanted(row: RepositorySummary, asked: ListQuery) -> bool:
    if asked.unmaintained is not None and row.unmaintained != asked.unmaintained:
        return False
    if asked.state is not None and row.headline not in asked.state:
        return False
    if asked.group is not None and row.repository.category != asked.group:
        return False
    held = f"{row.name} {row.repository.description or ''} {row.repository.category or ''}".lower()
    return all(word in held for word in asked.words)


@pytest.mark.slow
@pytest.mark.parametrize(("sort", "down"), [*product(("name", "state", *SORTED), (True, False))])
def test_the_database_sorts_as_the_rows_are_sorted(snapshot: Snapshot, sort: str, down: bool) -> None:
    asked = ListQuery(sort, down, headlines=GRAVITY)
    everything = summaries(snapshot, snapshot.today)
    found = listed(snapshot, snapshot.today, asked)
    assert [row.name for row in found.rows] == [row.name for row in ordered(everything, asked)]
    first = listed(snapshot, snapshot.today, asked, 3)
    assert [row.name for row in first.rows] == [row.name for row in found.rows[:3]]
    assert first.found == len(everything)


@pytest.mark.parametrize(("sort", "down"), [*product(("name", "state", *SORTED), (True, False))])
def test_a_past_day_is_sorted_as_its_rows_are(snapshot: Snapshot, sort: str, down: bool) -> None:
    asked = ListQuery(sort, down, headlines=GRAVITY)
    for day in DAYS:
        everything = summaries(snapshot, day)
        found = listed(snapshot, day, asked)
        assert [row.name for row in found.rows] == [row.name for row in ordered(everything, asked)]
        assert [row.name for row in listed(snapshot, day, asked, 3).rows] == [
            row.name for row in found.rows[:3]
        ]


def test_what_is_said_of_some_is_what_each_of_them_is_judged_to_be(snapshot: Snapshot) -> None:
    for day in (*DAYS, snapshot.today):
        said = snapshot.axes(snapshot.resolved, day)
        for one in snapshot.resolved[:6]:
            verdict, told = snapshot.verdict(one, day), said[one.full_name]
            assert verdict is not None
            for name in ("headline", "declared", "observed", "since", "since_by", "unmaintained"):
                assert getattr(told, name) == getattr(verdict, name), (one.full_name, day, name)


def test_columns_say_what_the_rows_themselves_say(snapshot: Snapshot) -> None:
    for day in (*DAYS, snapshot.today):
        rows = summaries(snapshot, day)
        told, made = rows.columns, columns_of(list(rows))
        for field in fields(told):
            expected, found = getattr(made, field.name).tolist(), getattr(told, field.name).tolist()
            same = np.argsort(expected).tolist() == np.argsort(found).tolist()
            assert same if field.name == "order" else repr(found) == repr(expected), (day, field.name)


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
    past = [row.name for row in ordered(summaries(snapshot, DAYS[1]), asked) if wanted(row, asked)]
    assert [row.name for row in listed(snapshot, DAYS[1], asked).rows] == past


def test_every_group_holds_the_same_by_either_road(snapshot: Snapshot) -> None:
    everything = summaries(snapshot, snapshot.today)
    groups = {row.repository.category for row in everything if row.repository.category}
    assert groups
    for group in groups:
        asked = ListQuery("name", down=False, group=group)
        expected = [row.name for row in everything if row.repository.category == group]
        assert [row.name for row in listed(snapshot, snapshot.today, asked).rows] == expected
