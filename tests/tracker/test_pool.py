"""The pool: whoever works, and whoever dies of it, the results are those of one process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dask_cluster import dask_cluster
from tracker.pool import PoolError, PoolWorkers, mapped

pytestmark = pytest.mark.component
TASKS = [(str(n), "") for n in range(12)]


def doubled(task: tuple[str, str]) -> int:
    """Twice a number; the process that is handed a mark dies of it, once."""
    number, mark = task
    if mark and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * int(number)


def deadly(task: int) -> int:
    """Nobody survives this one."""
    os.kill(os.getpid(), signal.SIGKILL)
    return task


def refused(task: int) -> int:
    raise ValueError(f"not {task}")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A Dask scheduler and two workers, processes of their own."""
    with dask_cluster() as running:
        yield running.scheduler_address


@pytest.fixture(params=["here", "processes", "cluster"])
def workers(request: pytest.FixtureRequest) -> PoolWorkers:
    if request.param == "cluster":
        return PoolWorkers(cluster=request.getfixturevalue("cluster"))
    return PoolWorkers(2 if request.param == "processes" else 1)


def test_everyone_does_the_same(workers: PoolWorkers) -> None:
    assert sorted(mapped(doubled, TASKS, workers)) == [2 * n for n in range(12)]


def test_what_the_work_raises_is_raised(workers: PoolWorkers) -> None:
    with pytest.raises(ValueError, match="not 3"):
        list(mapped(refused, [3], workers))


def test_a_killed_worker_is_replaced_and_its_work_done(workers: PoolWorkers, tmp_path: Path) -> None:
    if workers.alone:
        pytest.skip("it is this process")
    marked = [(number, str(tmp_path / "died") if number == "5" else "") for number, _ in TASKS]
    assert sorted(mapped(doubled, marked, workers)) == [2 * n for n in range(12)]
    assert (tmp_path / "died").exists()


def test_work_that_kills_whoever_does_it_is_given_up(workers: PoolWorkers) -> None:
    if workers.alone:
        pytest.skip("it is this process")
    with pytest.raises(PoolError, match="died"):
        list(mapped(deadly, [1], workers))


def test_a_cluster_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.pool.PATIENCE", 1)
    with pytest.raises(PoolError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(mapped(doubled, TASKS, PoolWorkers(cluster="tcp://127.0.0.1:9")))
