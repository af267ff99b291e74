"""Where collectors stand: read once a run, and written together where nothing happened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from tests.conftest import Store
from tests.tracker.collectors.bench import TODAY, Bench, bench, lively
from tests.tracker.store.makers import NOW, known, seen
from tracker.collectors.positions import Positions, QuietLook
from tracker.cursors import StarsCursor
from tracker.replay.synthetic import SyntheticWorld
from tracker.versioned import FromLaterVersion

MANY = 6


@contextmanager
def commits(engine: Engine) -> Iterator[list[str]]:
    """The commits of writing transactions while it lasts."""
    made: list[str] = []

    def count(connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            made.append("commit")

    event.listen(engine, "commit", count)
    try:
        yield made
    finally:
        event.remove(engine, "commit", count)


@pytest.fixture
def quiet_labs(engine: Engine, tmp_path: Path) -> Iterator[Bench]:
    """Several repositories, all read yesterday, in which nothing happens any more."""
    world = SyntheticWorld()
    for n in range(MANY):
        lively(world, f"lab/net-{n}")
    with bench(engine, tmp_path, world) as made:
        made.follow(*(f"lab/net-{n}" for n in range(MANY)))
        made.look()
        made.at(TODAY + timedelta(days=1))
        yield made


@pytest.mark.slow
def test_a_quiet_day_of_many_repositories_is_a_handful_of_commits(quiet_labs: Bench) -> None:
    with commits(quiet_labs.engine) as made:
        summary = quiet_labs.look()
    assert not summary.misses
    assert 1 <= len(made) < MANY


def test_after_a_quiet_day_every_collector_has_looked_and_zeros_are_known(quiet_labs: Bench) -> None:
    before = dict(quiet_labs.series("commits"))
    summary = quiet_labs.look()
    looks = quiet_labs.store.progress.cursors()
    days = {row.updated_at.date() for row in looks if row.collector == "stars"}
    tomorrow = TODAY + timedelta(days=1)
    assert days == {tomorrow}
    assert quiet_labs.series("commits") == before | {tomorrow: 0.0}
    assert quiet_labs.series("star_arrivals")[tomorrow] == 0.0
    assert summary.observations > MANY * 3  # the zeros of commits and stars count as new values


@pytest.mark.slow
def test_a_run_killed_before_its_quiet_looks_are_written_is_made_up_by_the_next(
    quiet_labs: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr(Positions, "flush", lambda _self: 0)
        quiet_labs.look()
    assert TODAY + timedelta(days=1) not in quiet_labs.series("commits")
    quiet_labs.look()
    assert quiet_labs.series("commits")[TODAY + timedelta(days=1)] == 0.0
    assert quiet_labs.series("star_arrivals")[TODAY + timedelta(days=1)] == 0.0


def _killed_behind_a_page(store: Store, positions: Positions) -> None:
    with store.transaction():
        positions.write(1, StarsCursor(count=2), NOW)
        raise RuntimeError("killed")


def test_a_position_of_a_page_that_was_not_kept_is_that_of_the_page_before(store: Store) -> None:
    known(store)
    positions = Positions(store)
    positions.begin({1: {"stars": StarsCursor(count=1)}})
    store.progress.set_cursor(1, "stars", {"count": 1}, NOW)
    with pytest.raises(RuntimeError):
        _killed_behind_a_page(store, positions)
    assert positions.of(1, StarsCursor) == StarsCursor(count=1)


def test_a_page_after_a_quiet_look_has_the_last_word(store: Store) -> None:
    known(store)
    positions = Positions(store)
    positions.quiet(QuietLook(1, StarsCursor(count=1), NOW, ()))
    positions.write(1, StarsCursor(count=2), NOW)
    positions.flush()
    assert store.progress.cursor(1, "stars") == {"complete": False, "count": 2, "version": 1}


def test_a_quiet_look_is_seen_by_the_run_at_once_and_by_others_with_its_values(store: Store) -> None:
    known(store)
    positions = Positions(store)
    positions.begin({1: {}})
    looked = StarsCursor(day=TODAY)
    assert positions.of(1, StarsCursor) == StarsCursor()
    assert positions.quiet(QuietLook(1, looked, NOW, [seen(0, 1)])) == 0
    assert positions.of(1, StarsCursor) == looked
    assert store.progress.cursor(1, "stars") is None
    assert positions.flush() == 1
    assert positions.flush() == 0
    assert Positions(store).of(1, StarsCursor) == looked


def test_a_damaged_cursor_begins_anew_and_one_of_a_later_version_is_refused(store: Store) -> None:
    known(store)
    store.progress.set_cursor(1, "stars", {"day": "yesterday", "complete": True}, NOW)
    assert Positions(store).of(1, StarsCursor) == StarsCursor()
    store.progress.set_cursor(1, "stars", {"version": 2, "complete": True}, NOW)
    with pytest.raises(FromLaterVersion, match="the cursor of stars was written by a later version"):
        Positions(store).of(1, StarsCursor)
