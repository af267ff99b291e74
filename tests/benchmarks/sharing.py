"""One watch list, several collectors: 1, 2 and 4 processes on one PostgreSQL and one replay.

Every answer of the replay takes LATENCY longer than it needs, as GitHub's do. SHARING_SIZE: how many.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from jobs.base import open_live
from jobs.sharing import cut
from tests.postgres import server as postgres
from tests.tracker.commands.children import variables
from tests.tracker.commands.github import TOKEN, environment
from tracker.config import load
from tracker.replay import wire
from tracker.replay.limits import Limits
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld
from tracker.store.session import connect, upgrade

SIZE = int(os.environ.get("SHARING_SIZE", "120"))
SLICES = 8
LATENCY = 0.15  # seconds
TODAY = date(2026, 3, 10)
ENDLESS = Limits(core=10**9, graphql=10**9)
COLLECTOR = """
import os
from jobs.base import open_live
from jobs.schedule import find
from jobs.sharing import run_due
from tracker.config import load
shop = open_live(load(os.environ))
while run_due(find("collect"), shop) is not None or "collect" not in shop.store.runs.states():
    pass
"""


def run() -> str:
    """The table of this part of the report."""
    send = wire.Connection._send

    def late(self: wire.Connection, *rest: object) -> bool:
        time.sleep(LATENCY)
        return send(self, *rest)  # type: ignore[arg-type]

    wire.Connection._send = late  # type: ignore[method-assign, assignment]
    world = SyntheticWorld.many(SIZE, TODAY, days=60)
    lines = []
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres() as admin,
        ReplayServer(
            TODAY, token=TOKEN, repositories=world, limits=ENDLESS, git_home=Path(folder) / "git"
        ) as up,
    ):
        up.ensure_git()
        lines += [_measured(up, admin, Path(folder) / str(many), many) for many in (1, 2, 4)]
    head = "| collectors | seconds | processor seconds | requests | observations |\n|--:|--:|--:|--:|--:|\n"
    words = (
        f"## Shared collecting\n\nFirst reading of {SIZE} made-up repositories in {SLICES} slices on one "
        f"PostgreSQL; every answer {LATENCY:g} s late.\n\n"
    )
    return words + head + "\n".join(lines) + "\n"


def _measured(up: ReplayServer, admin: str, home: Path, many: int) -> str:
    home.mkdir()
    name = f"shared_{many}"
    engine = connect(admin)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    url = admin.replace("/postgres?", f"/{name}?")
    fresh = connect(url)
    upgrade(fresh)
    more = {**environment(up), "TRACKER_DATABASE_URL": url}
    workspace = open_live(load({**more, "TRACKER_HOME": str(home)}))
    for repository in up.world.repositories():
        workspace.store.watches.add(repository.full_name, None, "benchmark", workspace.now())
    cut(workspace, SLICES)
    before, asked = resource.getrusage(resource.RUSAGE_CHILDREN), len(up.log)
    began = time.monotonic()
    running = [
        subprocess.Popen([sys.executable, "-c", COLLECTOR], env=variables(home, more)) for _ in range(many)
    ]
    assert [one.wait() for one in running] == [0] * many
    took = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with workspace.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT count(*) FROM observation").scalar_one()
    workspace.engine.dispose()
    fresh.dispose()
    return f"| {many} | {took:.0f} | {spent:.0f} | {len(up.log) - asked:,} | {rows:,} |"


if __name__ == "__main__":
    sys.stdout.write(run())
