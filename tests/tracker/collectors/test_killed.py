"""SIGKILL at any moment, run again: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import Bench, bench, lively
from tests.tracker.collectors.killable import begun
from tracker.replay.synthetic import SyntheticWorld

KILLS = int(os.environ.get("TRACKER_TEST_KILLS", "16"))
REPOSITORIES = 10


def world() -> SyntheticWorld:
    made = SyntheticWorld()
    for n in range(REPOSITORIES):
        repository = lively(made, f"lab/net-{n}", weeks=56)
        for minute in range(900):
            repository.open_issue(repository.created_at)
            if minute % 2:
                repository.close(minute + 1, repository.created_at)
    return made


def kill(lab: Bench, requests: int, later: float) -> int | None:
    """Begin a run and kill it so many seconds after so many requests of it: on any machine, in the middle."""
    process, enough = begun(lab), len(lab.server.log) + requests
    while process.is_alive() and len(lab.server.log) < enough:
        time.sleep(0.003)
    time.sleep(later)
    process.kill()
    process.join()
    return process.exitcode


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
            killed += kill(lab, rng.randrange(24), rng.random() * 0.03) == -signal.SIGKILL
        assert lab.rows("SELECT count(*) FROM issue")[0][0] > 0  # they died at work
        last = begun(lab)
        last.join()
        assert last.exitcode == 0
        disturbed = lab.picture()
        lab.look(full=True)
        assert lab.picture() == disturbed  # a whole new walk finds nothing to mend
        assert killed >= KILLS // 4  # on a quick machine the last find nothing left to do
        assert len(lab.rows("SELECT * FROM issue")) == REPOSITORIES * 957
