"""The one door: nothing is done twice for an unchanged database, and changes are found."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pandas as pd
import pytest
from sqlalchemy import Engine

import dashboards.data.snapshots as data_module
from dashboards.data.cache import OnceCache
from dashboards.data.snapshot import LARGE_KEPT, Snapshot
from dashboards.data.snapshots import Snapshots, opener
from dashboards.data.summaries import summaries
from tests.dashboards import sample
from tracker.config import Settings
from tracker.readmodel.levels import Levels, pack, unpack
from tracker.readmodel.numbers import change
from tracker.store.session import StoreError, connect, sqlite_url, upgrade
from tracker.store.store import Store


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = connect(sqlite_url(tmp_path / "tracker.db"))
    upgrade(made)
    yield made
    made.dispose()


def test_a_thing_is_made_once_however_many_ask_at_once() -> None:
    memory, made, start = OnceCache(), [], Barrier(8)

    def make() -> int:
        time.sleep(0.05)
        made.append(1)
        return len(made)

    def ask() -> None:
        start.wait()
        memory.get("key", make)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [1]


def test_what_failed_is_tried_again() -> None:
    memory = OnceCache()
    with pytest.raises(ZeroDivisionError):
        memory.get("key", lambda: 1 // 0)
    assert memory.get("key", lambda: 7) == 7


def test_the_oldest_are_forgotten() -> None:
    memory = OnceCache(most=2)
    for key in "abc":
        memory.get(key, lambda key=key: key)  # type: ignore[misc]
    assert memory.get("a", lambda: "made anew") == "made anew"


def test_an_unchanged_database_keeps_its_snapshot_and_a_changed_one_gets_another(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_module, "GLANCE", 0.0)
    monkeypatch.setattr(data_module, "PATIENCE", 30.0)
    data = Snapshots(lambda: sample.history(engine))
    first = data.current()
    assert data.current() is first
    Store(engine).watches.add("a/b", None, "test", sample.NOW)
    second = data.current()
    assert second is not first
    assert [r.full_name for r in second.tracked] == ["a/b"]


@pytest.mark.slow
def test_pages_are_made_once_for_an_unchanged_database(snapshot: Snapshot) -> None:
    assert summaries(snapshot, snapshot.today) is summaries(snapshot, snapshot.today)


def test_a_change_is_told_to_the_last_known_day_or_not_at_all(snapshot: Snapshot) -> None:
    stars = snapshot.frame("stars", snapshot.tracked)["Theano/Theano"]
    today = snapshot.today

    def levels(part: pd.Series) -> Levels | None:
        return unpack(pack(part.index.to_numpy(), part.to_numpy()))

    assert change(levels(stars), 365, today).value == stars.iloc[-1] - stars.iloc[-366]
    assert change(levels(stars), 365, today + timedelta(days=400)).value is None
    assert change(levels(stars[:0]), 30, today).until is None
    short = levels(stars[-20:])
    assert change(short, 365, today).value is None  # a shorter past is not a smaller gain


def test_no_database_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="tracker demo"):
        opener(Settings(home=tmp_path))()


def test_a_database_that_appears_is_found_and_its_engine_is_kept(tmp_path: Path, engine: Engine) -> None:
    open_it = opener(Settings(home=tmp_path))
    first = open_it()
    assert open_it().store.engine is first.store.engine


@pytest.mark.slow
def test_of_what_differs_with_every_question_only_the_last_few_are_kept_and_the_present_stays(
    engine: Engine,
) -> None:
    sample.fill(engine)
    snapshot = Snapshot(sample.history(engine))
    days = [snapshot.today - timedelta(days=n) for n in range(3 * LARGE_KEPT)]
    present, before = (summaries(snapshot, day) for day in days[:2])
    for day in days[2:]:
        summaries(snapshot, day)
    assert summaries(snapshot, days[-1]) is summaries(snapshot, days[-1])
    assert summaries(snapshot, days[1]) is not before
    assert summaries(snapshot, days[0]) is present
    assert len(snapshot._large._made) <= LARGE_KEPT
    assert len(snapshot._memory._made) < LARGE_KEPT
