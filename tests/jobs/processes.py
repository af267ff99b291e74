"""Collectors and judges as processes of their own on one PostgreSQL, to be killed at any moment."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from jobs import leases
from jobs.base import Workspace, open_live
from jobs.runner import due
from jobs.schedule import JOBS
from jobs.sharing import cut, run_due
from tests.conftest import NUMBERS, Cluster
from tests.tracker.commands.github import environment
from tracker.config import load
from tracker.readmodel import keeping
from tracker.replay.server import ReplayServer
from tracker.store.models import metadata

COLLECT, EVALUATE = (next(job for job in JOBS if job.name == name) for name in ("collect", "evaluate"))
# How often something was tried and in which order it came is the processes' own; the rest is the world's.
OWN_TABLES = {"run", "run_gap", "job_state", "job_lease", "meta", "metric", "source"}
OWN_COLUMNS = {
    "fact_version": {"judged", "counted", "past"},
    "overview": {"judged", "counted"},
    "transition": {"id"},
    "notification": {"transition_id"},
}
NAMED = {"metric_id": "metric", "source_id": "source"}  # numbered in the order of arrival
SHORT = timedelta(seconds=2)  # of a lease: who sleeps for longer is taken for dead
Facts = dict[str, list[tuple[Any, ...]]]
# Children have imported everything when they begin: none of their short lives goes into that.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__, COLLECT.module, EVALUATE.module, "distributed"])


def collect(variables: Mapping[str, str]) -> None:
    """One collector: it takes slices until this round of the watch list is done, by whomever."""
    leases.TTL = SHORT
    workspace = open_live(load(variables))
    while due(COLLECT, workspace.store.runs.states(), workspace.now()):
        if run_due(COLLECT, workspace) is None:
            time.sleep(0.05)


def judge(variables: Mapping[str, str], deaths: Mapping[int, int]) -> None:
    """One evaluation; `deaths`: which process (0: this one) is killed after how many repositories."""
    if variables["TRACKER_POOL"]:
        keeping.BLOCK = keeping.MANY = 1  # so that a few repositories are many blocks, and others' work
    workspace, made = open_live(load(variables)), iter(range(1, 1000))

    def breathe() -> None:
        if (victim := deaths.get(next(made))) is not None:
            os.kill(victim or os.getpid(), signal.SIGKILL)

    workspace.breathe = breathe  # type: ignore[method-assign]
    report = run_due(EVALUATE, workspace)
    assert report is not None
    assert report.outcome == "done", report.result.message


class Home:
    """A database that follows the server's world, and the machines that work on it."""

    def __init__(self, cluster: Cluster, server: ReplayServer, folder: Path, slices: int) -> None:
        self.server, self.folder = server, folder
        self.url = cluster.create(f"shared_{next(NUMBERS)}", "model")
        self.workspace = self.machine(1)
        for repository in server.world.repositories():
            self.workspace.store.watches.add(repository.full_name, None, "test", self.workspace.now())
        cut(self.workspace, slices)

    def variables(self, number: int) -> dict[str, str]:
        """What a machine is told; each has its own clones, and all have one key of authors."""
        home = self.folder / str(number)
        if not home.exists():
            home.mkdir(parents=True)
            (home / "author.key").write_bytes(b"k" * 32)
        here = {"TRACKER_DATABASE_URL": self.url, "TRACKER_HOME": str(home)}
        return {**environment(self.server), "TRACKER_CLOCK": self.server.clock.isoformat(), **here}

    def machine(self, number: int) -> Workspace:
        """A machine's workspace, here in the test."""
        return open_live(load(self.variables(number)))

    def begin(self, work: Callable[..., None], number: int, *told: Any, pool: str = "") -> ForkServerProcess:
        """A process on a machine."""
        process = FORKS.Process(target=work, args=({**self.variables(number), "TRACKER_POOL": pool}, *told))
        process.start()
        return process

    def collected(self, machines: int = 1) -> Counter[tuple[str, str, int]]:
        """A round of undisturbed collectors; what they asked."""
        self.server.log.clear()
        ended(*(self.begin(collect, number) for number in range(1, machines + 1)))
        return Counter((r.method, r.path, r.received) for r in self.server.log)

    def facts(self) -> Facts:
        """Every row that is the world's, in a form that two databases can be compared by."""
        found: Facts = {}
        with self.workspace.engine.connect() as connection:
            names = {
                column: dict(map(tuple, connection.exec_driver_sql(f"SELECT id, name FROM {table}")))
                for column, table in NAMED.items()
            }
            for table in metadata.sorted_tables:
                if table.name in OWN_TABLES:
                    continue
                told = [c.name for c in table.columns if c.name not in OWN_COLUMNS.get(table.name, ())]
                rows = connection.exec_driver_sql(f"SELECT {', '.join(told)} FROM {table.name}")
                cells = [zip(told, row, strict=True) for row in rows]
                named = [tuple(names[c][v] if c in names else v for c, v in row) for row in cells]
                found[table.name] = sorted(named, key=repr)
        return found


def ended(*running: ForkServerProcess) -> None:
    """Wait for processes that nobody disturbs any more."""
    for one in running:
        one.join(240)
        assert one.exitcode == 0
