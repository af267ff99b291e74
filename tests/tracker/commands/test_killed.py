"""A sync killed at any moment and run again leaves the database of an undisturbed one."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tracker.commands.children import Child, run
from tests.tracker.commands.github import TODAY, TOKEN, environment
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

pytestmark = pytest.mark.component

KILLS = int(os.environ.get("TRACKER_TEST_KILLS", "3"))
FACTS = {
    "repository": "github_id, owner, name, archived, head_oid",
    "observation": "repository_id, metric_id, day, value",
    "author_day": "repository_id, day",
    "issue": "repository_id, number, created_at, closed_at",
    "release": "repository_id, tag, published_at",
    "revision": "repository_id, metric_id, day, old_value, new_value",
    "cursor": "repository_id, collector, position",
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ReplayServer]:
    world = SyntheticWorld.many(12, TODAY, days=400)
    git = tmp_path / "upstream"
    with ReplayServer(TODAY, token=TOKEN, repositories=world, git_home=git) as running:
        running.ensure_git()
        yield running


def facts(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the database knows, without when it learned it."""
    file = sqlite3.connect(home / "tracker.db")
    names = dict(file.execute("SELECT id, name FROM metric"))
    found = {}
    for table, columns in FACTS.items():
        rows = file.execute(f"SELECT {columns} FROM {table}").fetchall()
        if "metric_id" in columns:  # numbered in the order of arrival
            rows = [(row[0], names[row[1]], *row[2:]) for row in rows]
        found[table] = sorted(rows, key=repr)
    file.close()
    return found


def follow(server: ReplayServer, home: Path) -> dict[str, str]:
    more = environment(server)
    home.mkdir()
    names = [repository.full_name for repository in server.world.repositories()]
    assert run(home, "watch", "add", *names, more=more).returncode == 0
    return more


def test_killed_at_several_moments_and_run_again_it_ends_with_the_same_facts(
    server: ReplayServer, tmp_path: Path
) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    more = follow(server, calm)
    asked = len(server.log)
    assert run(calm, "sync", more=more).returncode == 0
    undisturbed = len(server.log) - asked
    follow(server, rough)
    for number in range(KILLS):
        kill_after(server, rough, more, int(undisturbed * (number + 0.5) / KILLS))
    ended = run(rough, "sync", more=more)
    assert ended.returncode == 0, ended.stderr
    assert facts(rough) == facts(calm)


def kill_after(server: ReplayServer, home: Path, more: dict[str, str], requests: int) -> None:
    """SIGKILL a sync once it has asked so often (or when it ends before)."""
    before = len(server.log)
    with Child(home, "sync", more=more) as sync:
        while len(server.log) - before < requests and sync.process.poll() is None:
            time.sleep(0.002)
        sync.end(signal.SIGKILL)


def test_sigterm_ends_a_sync_with_a_sentence_and_the_next_goes_on(
    server: ReplayServer, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    more = follow(server, home)
    before = len(server.log)
    with Child(home, "sync", more=more) as sync:
        while len(server.log) - before < 15 and sync.process.poll() is None:
            time.sleep(0.002)
        code, seconds = sync.end(signal.SIGTERM)
        assert code in (0, 130), sync.said
        assert seconds < 20
    assert run(home, "sync", more=more).returncode == 0
