"""Two collectors and a judge pool on one PostgreSQL, killed at random, make the database of one process."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from distributed import Client

from tests.conftest import Cluster
from tests.dask_cluster import dask_cluster
from tests.jobs.processes import SHORT, Home, collect, ended, judge
from tests.tracker.commands.github import TODAY, TOKEN
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

pytestmark = pytest.mark.component
TOMORROW = TODAY + timedelta(days=1)
KILLS = int(os.environ.get("TRACKER_TEST_KILLS", "4"))  # of collectors, in a day
SLICES = 4


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ReplayServer]:
    """Twelve repositories; one is given up on the first day, and one archived on the second."""
    world = SyntheticWorld.many(12, TODAY, days=120)
    names = [repository.full_name for repository in world.repositories()]
    world[names[1]].write_readme(TODAY, "# It\n\nThis project is no longer maintained.\n")
    world[names[2]].archive(TOMORROW)
    with ReplayServer(TODAY, token=TOKEN, repositories=world, git_home=tmp_path / "upstream") as running:
        yield running


@pytest.fixture
def pool() -> Iterator[str]:
    """A Dask scheduler with two workers, processes of their own."""
    with dask_cluster() as running:
        yield running.scheduler_address
        assert running.scheduler.computations  # they were asked


def a_worker(pool: str) -> int:
    """The process of one of the pool's workers."""
    with Client(pool, set_as_default=False) as client:
        return next(iter(client.run(os.getpid).values()))


def calm(home: Home) -> int:
    """A day of one process; how many requests it took."""
    home.server.log.clear()
    ended(home.begin(collect, 1))
    ended(home.begin(judge, 1, {}))
    return len(home.server.log)


def rough(home: Home, requests: int, pool: str, chance: random.Random) -> None:
    """The same day of two collectors, killed or asleep, and of a judge that is killed after its worker."""
    home.server.log.clear()
    running = [home.begin(collect, number) for number in (1, 2)]
    for kill in range(KILLS):
        awaited(home, int(requests * (kill + 0.5) / KILLS), running)
        victim = chance.randrange(2)
        running[victim].kill()
        running[victim].join()
        running[victim] = home.begin(collect, victim + 1)
    asleep = chance.choice(running)
    if asleep.is_alive():  # past its lease, which the other takes over
        os.kill(asleep.pid or 0, signal.SIGSTOP)
        time.sleep(SHORT.total_seconds() + 0.5)
        os.kill(asleep.pid or 0, signal.SIGCONT)
    ended(*running)
    deaths = {6: 0} if home.server.clock.date() == TOMORROW else {2: a_worker(pool), 6: 0}
    dies = home.begin(judge, 1, deaths, pool=pool)
    dies.join(60)
    assert dies.exitcode == -signal.SIGKILL
    ended(home.begin(judge, 2, {}, pool=pool))


def awaited(home: Home, requests: int, running: Sequence[ForkServerProcess]) -> None:
    """Wait for so many requests, or until all is done."""
    while len(home.server.log) < requests and any(one.is_alive() for one in running):
        time.sleep(0.005)


def days(server: ReplayServer) -> Iterator[date]:
    """The days of the world, each once its clocks show it."""
    for day in (TODAY, TOMORROW):
        server.clock = day  # type: ignore[assignment]
        server.ensure_git()
        yield day


def test_two_collectors_and_a_judge_pool_under_kills_make_the_database_of_one_process(
    migrated_postgres: Cluster, server: ReplayServer, pool: str, tmp_path: Path
) -> None:
    one = Home(migrated_postgres, server, tmp_path / "one", slices=1)
    many = Home(migrated_postgres, server, tmp_path / "many", slices=SLICES)
    chance = random.Random(17)
    for _ in days(server):
        rough(many, calm(one), pool, chance)
        expected, found = one.facts(), many.facts()
        for table, rows in expected.items():
            assert found[table] == rows, table
    filled = {table for table, rows in expected.items() if rows}
    assert filled >= {"observation", "cursor", "issue", "author_day", "notice", "overview", "life", "kept"}
    assert filled >= {"panel", "transition", "alert", "notification"}
