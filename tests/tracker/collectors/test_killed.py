"""SIGKILL at any moment, run again: nothing lost, nothing doubled."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import TOKEN, Bench, bench, lively
from tracker.replay.synthetic import SyntheticWorld

KILLS, REPOSITORIES = 50, 10
CHILD = """
import sys
from datetime import datetime
from pathlib import Path
from tracker.collectors import Context, Target
from tracker.collectors.runner import collect
from tracker.github.budget import Budget
from tracker.github.client import GitHubClient
from tracker.signals.phrases import asks_if_alive, find_notice
from tracker.store.session import connect
from tracker.store.store import Store

database, api, git, folder, clock, token = sys.argv[1:]
engine = connect(database)
client = GitHubClient(api, token, Budget(authorised=True, rate=None))
now = datetime.fromisoformat(clock)
context = Context(
    client, Store(engine), lambda: now, b"k" * 32, Path(folder), git,
    find_notice=find_notice, asks_if_alive=asks_if_alive,
)
rows = Store(engine).watches.all()
collect(context, [Target(r["full_name"], r["github_id"], r["node_id"]) for r in rows])
"""


def world() -> SyntheticWorld:
    made = SyntheticWorld()
    for n in range(REPOSITORIES):
        repository = lively(made, f"lab/net-{n}", weeks=56)
        for minute in range(900):
            repository.open_issue(repository.created_at)
            if minute % 2:
                repository.close(minute + 1, repository.created_at)
    return made


def child(lab: Bench, afterwards: str = "") -> subprocess.Popen[bytes]:
    """A process that collects; with `afterwards`, what it does then, and its output is kept."""
    arguments = (
        lab.engine.url.render_as_string(hide_password=False), lab.server.url, lab.server.git_url,
        str(lab.folder / "clones"), lab.server.clock.isoformat(), TOKEN,
    )  # fmt: skip
    output = subprocess.PIPE if afterwards else None
    return subprocess.Popen([sys.executable, "-c", CHILD + afterwards, *arguments], stdout=output)


@pytest.mark.component
def test_a_run_killed_at_random_moments_and_begun_again_ends_like_an_undisturbed_one(
    engine: Engine, tmp_path: Path
) -> None:
    names = [f"lab/net-{n}" for n in range(REPOSITORIES)]
    rng = random.Random(7)
    with bench(engine, tmp_path, world()) as lab:
        lab.follow(*names)
        lab.server.ensure_git()
        killed = 0
        for _ in range(KILLS):
            process = child(lab)
            time.sleep(0.3 + rng.random())  # some die before they begin, most in the middle
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                killed += 1
            process.wait()
        assert child(lab).wait() == 0
        disturbed = lab.picture()
        lab.look(full=True)
        assert lab.picture() == disturbed  # a whole new walk finds nothing to mend
        assert killed >= KILLS // 4  # on a quick machine the last find nothing left to do
        assert len(lab.rows("SELECT * FROM issue")) == REPOSITORIES * 957
