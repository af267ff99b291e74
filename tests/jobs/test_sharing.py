"""Several collectors share one watch list: nothing is asked twice or forgotten, the dead lose nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.base import Selection, Slice, Workspace, open_live
from jobs.leases import TTL, now
from jobs.schedule import find
from jobs.sharing import KEY, NotShared, _round, cut, run_by_hand, run_due, slices
from tests.conftest import NUMBERS, Cluster, Store
from tests.tracker.commands.children import variables
from tests.tracker.commands.github import TODAY, TOKEN, environment
from tracker.config import load
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld
from tracker.store.session import connect

COLLECT = find("collect")
assert COLLECT is not None
FACTS = {
    "repository": "github_id, owner, name, archived, head_oid, presence",
    "observation": "repository_id, metric_id, day, value",
    "author_day": "repository_id, day, author",
    "issue": "repository_id, number, created_at, closed_at, first_response_at",
    "release": "repository_id, tag, published_at",
    "notice": "repository_id, place, declares, sentence",
    "revision": "repository_id, metric_id, day, old_value, new_value",
    "cursor": "repository_id, collector, position",
    "fact_version": "repository_id",
    "watch": "full_name, repository_id, problem",
}
# One collector, as a process of its own; it says what came of its round.
COLLECTOR = """
import os, sys
from jobs.base import open_live
from jobs.schedule import find
from jobs.sharing import run_due
from tracker.config import load
shop = open_live(load(os.environ))
while run_due(find("collect"), shop) is not None or "collect" not in shop.store.runs.states():
    pass
"""


def test_every_name_is_in_one_slice_whatever_its_case() -> None:
    names = [f"owner{n}/name{n}" for n in range(500)]
    parts = [Slice(n, 7) for n in range(7)]
    assert all(sum(part.holds(name) for part in parts) == 1 for name in names)
    assert all(part.holds(name) == part.holds(name.upper()) for part in parts for name in names)
    assert min(sum(part.holds(name) for name in names) for part in parts) > 40


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sqlite_is_not_shared(store: Store, tmp_path: Path) -> None:
    workspace = Workspace(load({"TRACKER_HOME": str(tmp_path)}), store.engine)
    with pytest.raises(NotShared, match="PostgreSQL"):
        cut(workspace, 2)
    assert len(slices(COLLECT, workspace)) == 1


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplayServer]:
    world = SyntheticWorld.many(12, TODAY, days=120)
    git = tmp_path_factory.mktemp("upstream")
    with ReplayServer(TODAY, token=TOKEN, repositories=world, git_home=git) as running:
        running.ensure_git()
        yield running


class Home:
    """A database on PostgreSQL that follows the server's world, cut into slices, and its collectors."""

    def __init__(self, cluster: Cluster, server: ReplayServer, folder: Path, of: int) -> None:
        self.server, self.folder = server, folder
        folder.mkdir()
        (folder / "author.key").write_bytes(b"k" * 32)
        self.name = f"shared_{next(NUMBERS)}"
        self.url = cluster.create(self.name, "model")
        self.more = {**environment(server), "TRACKER_DATABASE_URL": self.url}
        self.workspace = open_live(load({**self.more, "TRACKER_HOME": str(folder)}))
        for repository in server.world.repositories():
            self.workspace.store.watches.add(repository.full_name, None, "test", self.workspace.now())
        cut(self.workspace, of)

    def collector(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", COLLECTOR], env=variables(self.folder, self.more), stderr=subprocess.PIPE
        )

    def asked(self) -> Counter[tuple[str, str, str]]:
        return Counter((e.method, e.path, str(e.received)) for e in self.server.log)

    def facts(self) -> dict[str, list[tuple[object, ...]]]:
        engine = connect(self.url)
        found: dict[str, list[tuple[object, ...]]] = {}
        with engine.connect() as connection:
            names = dict(connection.exec_driver_sql("SELECT id, name FROM metric").fetchall())
            for table, columns in FACTS.items():
                rows = [tuple(r) for r in connection.exec_driver_sql(f"SELECT {columns} FROM {table}")]
                if "metric_id" in columns:  # numbered in the order of arrival
                    rows = [(row[0], names[row[1]], *row[2:]) for row in rows]
                found[table] = sorted(rows, key=repr)
        engine.dispose()
        return found


def ended(*running: subprocess.Popen[bytes]) -> None:
    for one in running:
        _, said = one.communicate(timeout=240)
        assert one.returncode == 0, said.decode()[-2000:]


@pytest.mark.component
def test_collectors_together_make_the_database_of_one_and_ask_nothing_twice(
    migrated_postgres: Cluster, server: ReplayServer, tmp_path: Path
) -> None:
    alone = Home(migrated_postgres, server, tmp_path / "alone", 5)
    server.log.clear()
    ended(alone.collector())
    asked = alone.asked()
    together = Home(migrated_postgres, server, tmp_path / "together", 5)
    server.log.clear()
    ended(together.collector(), together.collector())
    assert together.facts() == alone.facts()
    assert together.asked() == asked


@pytest.mark.component
def test_collectors_killed_at_random_lose_nothing(
    migrated_postgres: Cluster, server: ReplayServer, tmp_path: Path
) -> None:
    alone = Home(migrated_postgres, server, tmp_path / "calm", 4)
    server.log.clear()
    ended(alone.collector())
    undisturbed = len(server.log)
    rough = Home(migrated_postgres, server, tmp_path / "rough", 4)
    chance = random.Random(17)
    for _ in range(4):
        before = len(server.log)
        running = [rough.collector(), rough.collector()]
        until = time.monotonic() + 60
        while len(server.log) - before < undisturbed // 5 and time.monotonic() < until:
            time.sleep(0.005)
        victim = chance.choice(running)
        victim.send_signal(signal.SIGKILL)
        for one in running:  # the other is killed a little later
            time.sleep(chance.random() / 4)
            one.kill()
            one.communicate()
    ended(rough.collector(), rough.collector())
    assert rough.facts() == alone.facts()


@pytest.mark.component
def test_a_slice_that_another_holds_is_left_alone_and_one_that_is_done_is_not_done_again(
    migrated_postgres: Cluster, server: ReplayServer, tmp_path: Path
) -> None:
    home = Home(migrated_postgres, server, tmp_path / "home", 3)
    runs = home.workspace.store.runs
    assert runs.lease("collect 02/03", "elsewhere:1:abc", now(), TTL)
    report = run_due(COLLECT, home.workspace)
    assert report is not None
    assert sorted(r.slot[-5:] for r in runs.latest()) == ["01/03", "03/03"]
    assert "collect" not in runs.states()  # not planned anew while a part of it is not done
    runs.release("collect 02/03", "elsewhere:1:abc", now())
    assert run_due(COLLECT, home.workspace) is not None
    assert sorted(r.slot[-5:] for r in runs.latest()) == ["01/03", "02/03", "03/03"]
    assert runs.states()["collect"][0] is not None
    assert run_due(COLLECT, home.workspace) is None


@pytest.mark.component
def test_a_collector_with_another_key_for_authors_is_refused(
    migrated_postgres: Cluster, server: ReplayServer, tmp_path: Path
) -> None:
    home = Home(migrated_postgres, server, tmp_path / "home", 2)
    assert run_by_hand(COLLECT, home.workspace, Selection(only=("counters",))).outcome == "done"
    server.log.clear()
    again, left = _round(COLLECT, home.workspace, "by hand", Selection(), slices(COLLECT, home.workspace), 0)
    assert ([one.outcome for one in again], left) == (["already"] * 2, [])  # others did it meanwhile
    (home.folder / "author.key").unlink()
    report = run_by_hand(COLLECT, home.workspace, Selection(only=("counters",)))
    assert report.outcome == "failed"
    assert "author.key" in (report.result.message or "")
    assert not server.log
    assert home.workspace.store.meta.all()[KEY] == "2"
