"""A clock that was ahead: nothing is written then, and what was written all the same is taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from jobs.base import open_live
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tests.tracker.commands.shell import Shell
from tracker.config import Settings
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld
from tracker.store.store import Store

LATER = date(2030, 1, 1)


@pytest.fixture
def world() -> SyntheticWorld:
    return small_world()


@pytest.fixture
def server(world: SyntheticWorld, shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Iterator[ReplayServer]:
    with ReplayServer(TODAY, token=TOKEN, repositories=world, git_home=shell.home / "upstream") as running:
        for name, value in environment(running).items():
            monkeypatch.setenv(name, value)
        shell("watch", "add", "acme/rocket")
        yield running


@pytest.fixture
def store(server: ReplayServer, shell: Shell) -> Iterator[Store]:
    workspace = open_live(Settings(home=shell.home))
    yield workspace.store
    workspace.engine.dispose()


def days_to_come(store: Store, today: date) -> int:
    with store.engine.connect() as connection:
        query = f"SELECT count(*) FROM observation WHERE day > '{today.isoformat()}'"
        return int(connection.exec_driver_sql(query).scalar() or 0)


def observations(store: Store) -> int:
    return days_to_come(store, date(1970, 1, 1))


def standing(shell: Shell) -> dict[str, str]:
    rows = json.loads(shell("alerts", "list", "--all", "--json").out)["alerts"]
    return {r["rule"]: f"{r['state']} {r['value']}" for r in rows}


def day(shell: Shell, monkeypatch: pytest.MonkeyPatch, today: date) -> tuple[str, str]:
    """One sync and one evaluation on a day of this machine's; what they said."""
    monkeypatch.setenv("TRACKER_CLOCK", today.isoformat())
    return shell("sync").err, shell("jobs", "run", "evaluate").err


@pytest.mark.slow
def test_a_machine_ahead_of_github_writes_nothing_and_judges_nothing(
    server: ReplayServer, store: Store, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    day(shell, monkeypatch, TODAY)
    before = standing(shell)
    synced, judged = day(shell, monkeypatch, LATER)
    assert "this machine's clock says 2030-01-01" in synced
    assert "Set the clock" in judged
    assert days_to_come(store, TODAY) == 0
    assert standing(shell) == before
    assert "1 repositories" in day(shell, monkeypatch, TODAY)[0]


@pytest.mark.slow
@pytest.mark.parametrize("alone", [True, False], ids=["evaluated offline", "synced as well"])
def test_what_a_clock_ahead_has_left_is_taken_back_and_a_real_archiving_is_told(
    server: ReplayServer,
    world: SyntheticWorld,
    store: Store,
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    alone: bool,
) -> None:
    day(shell, monkeypatch, TODAY)
    if alone:
        monkeypatch.setenv("TRACKER_CLOCK", LATER.isoformat())
        shell("jobs", "run", "evaluate")
    else:
        server.clock = LATER
        day(shell, monkeypatch, LATER)
        assert days_to_come(store, TODAY) > 0
        assert standing(shell)["unmaintained"] == "firing dormant"
        server.clock = date(2026, 3, 11)
    day(shell, monkeypatch, date(2026, 3, 11) if not alone else TODAY)
    assert days_to_come(store, date(2026, 3, 11)) == 0
    assert "firing" not in "".join(standing(shell).values())
    assert shell("db", "check").code == 0
    world["acme/rocket"].archive(datetime(2026, 3, 12, 8, tzinfo=UTC))
    server.clock = date(2026, 3, 12)
    _, judged = day(shell, monkeypatch, date(2026, 3, 12))
    assert standing(shell)["unmaintained"] == "firing archived", judged


def test_a_clock_set_back_takes_nothing_back_while_github_says_otherwise(
    server: ReplayServer, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    day(shell, monkeypatch, TODAY)
    before = shell("alerts", "list", "--all", "--json").out
    monkeypatch.setenv("TRACKER_CLOCK", "2020-01-01")
    assert "until the clock is right again" in shell("jobs", "run", "evaluate").err
    assert shell("alerts", "list", "--all", "--json").out == before


@pytest.mark.parametrize("ours", ["2026-03-01", "2024-03-10", "1999-01-01"])
def test_a_machine_behind_github_writes_nothing_and_judges_nothing(
    server: ReplayServer, store: Store, shell: Shell, monkeypatch: pytest.MonkeyPatch, ours: str
) -> None:
    day(shell, monkeypatch, TODAY)
    before, facts = standing(shell), observations(store)
    synced, judged = day(shell, monkeypatch, date.fromisoformat(ours))
    assert f"this machine's clock says {ours}" in synced
    assert "behind" in synced
    assert "Set the clock" in judged or "until the clock is right again" in judged
    assert (standing(shell), observations(store)) == (before, facts)
    assert "1 repositories" in day(shell, monkeypatch, TODAY)[0]


def test_a_first_sync_by_a_machine_behind_github_leaves_no_reading(
    server: ReplayServer, store: Store, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, judged = day(shell, monkeypatch, date(2024, 3, 10))
    assert "Set the clock" in synced
    assert "Set the clock" in judged
    assert observations(store) == 0


def test_a_machine_some_hours_behind_is_told_so_by_every_sync(
    server: ReplayServer, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "clock" not in day(shell, monkeypatch, TODAY)[0]
    server.clock = datetime(2026, 3, 11, 9, tzinfo=UTC)
    assert "This machine's clock is 21 hours behind GitHub's: set it" in day(shell, monkeypatch, TODAY)[0]
    server.clock = TODAY
    assert "clock" not in day(shell, monkeypatch, TODAY)[0]
