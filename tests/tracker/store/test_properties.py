"""Whatever is saved in whatever order: the end is the last write, and nothing earlier is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY, day, known, rows, series
from tracker.records import CommitDay, Observation
from tracker.store.models import author_day, observation, revision
from tracker.store.models import metric as metric_table

RELAXED = settings(
    max_examples=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
VALUES = st.one_of(st.integers(0, 5).map(float), st.floats(allow_nan=False, allow_infinity=False, width=64))
READINGS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["stars", "commits"]), st.integers(0, 6), VALUES),
    max_size=12,
)
SAVES = st.lists(st.tuples(READINGS, st.integers(0, 3)), max_size=6)  # what, and hours since the save before


@pytest.fixture
def tables(store: Store) -> Store:
    return known(store, 1, 2, 3)


def empty(store: Store) -> Store:
    with store.transaction() as connection:
        for table in (revision, observation, author_day):
            connection.execute(delete(table))
    return store


@pytest.mark.slow
@RELAXED
@given(saves=SAVES)
def test_any_saves_end_like_the_last_writes_and_can_be_wound_back(
    tables: Store, saves: list[tuple[list[tuple[int, str, int, float]], int]]
) -> None:
    store = empty(tables)
    at = NOW
    state: dict[tuple[int, str, date], float] = {}
    past: list[tuple[float, dict[tuple[int, str, date], float]]] = []
    for readings, hours in saves:
        at += timedelta(hours=hours)
        new = {(r, m, day(10 + ago)): value for r, m, ago, value in readings}
        expected = sum(state.get(key) != value for key, value in new.items())
        given_rows = [Observation(r, m, day(10 + ago), value, "test") for r, m, ago, value in readings]
        assert store.observations.save(given_rows, at) == expected
        state |= new
        past = [(stamp, then) for stamp, then in past if stamp != at.timestamp()]
        past.append((at.timestamp(), dict(state)))
    assert everything(store) == state
    for stamp, then in past:
        assert wound_back(store, state, stamp) == then


def everything(store: Store) -> dict[tuple[int, str, date], float]:
    blocks = store.observations.blocks([1, 2, 3], ["stars", "commits"])
    return {
        (repository, metric, day): value
        for (repository, metric), block in blocks.items()
        for day, value in zip(block.days.tolist(), block.values.tolist(), strict=True)
    }


def wound_back(
    store: Store, state: dict[tuple[int, str, date], float], stamp: float
) -> dict[tuple[int, str, date], float]:
    """The series as they were after the save at `stamp`, from what is stored."""
    first_seen = {(r.repository_id, r.metric_id, r.day): r.first_seen for r in rows(store, observation)}
    numbers = {r.name: r.id for r in rows(store, metric_table)}
    then = {}
    for key, value in state.items():
        repository, metric, day = key
        if first_seen[(repository, numbers[metric], day)] > stamp:
            continue
        undone = [
            r for r in store.observations.revisions(repository, metric) if r.day == day and r.seen_at > stamp
        ]
        then[key] = undone[-1].old_value if undone else value  # newest first: the last is the next after it
    return then


COMMITS = st.dictionaries(st.integers(0, 9), st.tuples(st.integers(1, 9), st.frozensets(st.integers(-3, 3))))


@RELAXED
@given(counts=st.lists(st.tuples(st.integers(0, 9), COMMITS), max_size=5))
def test_commit_days_are_dense_and_follow_the_last_count(
    tables: Store, counts: list[tuple[int, dict[int, tuple[int, frozenset[int]]]]]
) -> None:
    store = empty(tables)
    state: dict[date, float] = {}
    people: set[tuple[date, int]] = set()
    for since, commits in counts:
        begin = day(since)
        days = [CommitDay(day(ago), n, n, n, who) for ago, (n, who) in commits.items() if ago <= since]
        store.commits.save_days(1, days, "git", NOW, replace_from=begin, zero_until=TODAY)
        state |= {day(ago): 0.0 for ago in range(since + 1)}
        state |= {d.day: float(d.commits) for d in days}
        people = {p for p in people if p[0] < begin} | {(d.day, a) for d in days for a in d.authors}
    assert series(store, "commits") == state
    assert {(r.day, r.author) for r in rows(store, author_day)} == people
