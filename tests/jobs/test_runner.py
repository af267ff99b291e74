"""Running jobs: due by the table, once a slot, one process at a time, and never dying of what a job does."""

from __future__ import annotations

import sys
import threading
import types
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.base import Job, JobResult, Selection, Stopped, Workspace, open_live
from jobs.leases import Lease, is_dead
from jobs.runner import due, run_by_hand, run_due
from tracker.config import Settings
from tracker.store.runs import machine_time

Work = Callable[[Workspace, Selection], JobResult]
DAILY = Job("fake", "a job for tests", timedelta(days=1), "jobs_test_fake")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = open_live(Settings(home=tmp_path, clock="2026-06-30T10:00:00Z"))
    yield made
    made.engine.dispose()


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Callable[[Work], None]:
    def become(run: Work) -> None:
        module = types.ModuleType("jobs_test_fake")
        module.__dict__["run"] = run
        monkeypatch.setitem(sys.modules, "jobs_test_fake", module)

    become(lambda workspace, wanted: JobResult(message="well", requests=3))
    return become


def at(workspace: Workspace, clock: str) -> None:
    workspace.settings = replace(workspace.settings, clock=clock)


def test_a_job_runs_once_in_its_slot_and_again_in_the_next(workspace: Workspace, work: object) -> None:
    assert run_due(DAILY, workspace).outcome == "done"
    assert run_due(DAILY, workspace) is None
    at(workspace, "2026-06-30T23:59:00Z")
    assert run_due(DAILY, workspace) is None
    at(workspace, "2026-07-01T00:00:00Z")
    assert run_due(DAILY, workspace).outcome == "done"
    assert [(r.slot, r.outcome, r.requests) for r in workspace.store.runs.latest()] == [
        ("2026-07-01T00:00", "done", 3),
        ("2026-06-30T00:00", "done", 3),
    ]


def test_a_job_missed_for_days_runs_once_at_the_next_start(workspace: Workspace, work: object) -> None:
    run_due(DAILY, workspace)
    at(workspace, "2026-07-09T15:00:00Z")
    assert run_due(DAILY, workspace).outcome == "done"
    assert run_due(DAILY, workspace) is None
    assert len(workspace.store.runs.latest()) == 2


def test_a_daily_job_in_a_process_restarted_daily_still_runs(tmp_path: Path, work: object) -> None:
    outcomes = []
    for day in range(1, 5):
        settings = Settings(home=tmp_path, clock=f"2026-07-{day:02}T08:00:00Z")
        workspace = open_live(settings)
        outcomes.append(run_due(DAILY, workspace))
        workspace.engine.dispose()
    assert [o.outcome for o in outcomes if o] == ["done"] * 4


def test_whatever_a_job_dies_of_is_a_failed_run_with_the_reason_tried_again_soon(
    workspace: Workspace, work: Callable[[Work], None]
) -> None:
    def die(workspace: Workspace, wanted: Selection) -> JobResult:
        raise ZeroDivisionError("one by none")

    work(die)
    report = run_due(DAILY, workspace)
    assert report.outcome == "failed"
    assert isinstance(report.error, ZeroDivisionError)
    row = workspace.store.runs.latest()[0]
    assert (row.outcome, row.message) == ("failed", "ZeroDivisionError: one by none")
    assert run_due(DAILY, workspace) is None
    at(workspace, "2026-06-30T10:10:00Z")
    work(lambda workspace, wanted: JobResult())
    assert run_due(DAILY, workspace).outcome == "done"
    assert len(workspace.store.runs.latest()) == 1  # the same slot, this time well


def test_a_run_stopped_by_the_rate_limit_goes_on_when_the_limit_ends(
    workspace: Workspace, work: Callable[[Work], None]
) -> None:
    until = datetime(2026, 6, 30, 10, 40, tzinfo=UTC)
    work(lambda workspace, wanted: JobResult("limited", "no requests left", retry_at=until))
    assert run_due(DAILY, workspace).outcome == "limited"
    assert workspace.store.runs.states()["fake"] == (None, until)


def test_a_job_after_another_runs_again_when_that_one_succeeded(workspace: Workspace, work: object) -> None:
    first = replace(DAILY, name="first")
    second = replace(DAILY, name="second", after=("first",))
    run_due(second, workspace)
    assert due(second, workspace.store.runs.states(), workspace.now()) is None
    at(workspace, "2026-06-30T11:00:00Z")
    run_due(first, workspace)
    assert run_due(second, workspace).outcome == "done"
    assert run_due(second, workspace) is None


def test_part_of_a_job_run_by_hand_does_not_count_for_the_schedule(
    workspace: Workspace, work: object
) -> None:
    run_by_hand(DAILY, workspace, Selection(repositories=("a/b",)))
    assert workspace.store.runs.states() == {}
    run_by_hand(DAILY, workspace)
    assert run_due(DAILY, workspace) is None


def test_a_job_asked_to_stop_is_due_at_once_again(workspace: Workspace, work: Callable[[Work], None]) -> None:
    def stop(workspace: Workspace, wanted: Selection) -> JobResult:
        workspace.stopping.set()
        workspace.sleep(3600)
        return JobResult()

    work(stop)
    report = run_due(DAILY, workspace)
    assert report.outcome == "stopped"
    assert isinstance(report.error, Stopped)
    assert due(DAILY, workspace.store.runs.states(), workspace.now()) == "2026-06-30T00:00"


def test_two_runners_never_run_a_job_at_the_same_time(
    workspace: Workspace, work: Callable[[Work], None]
) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow(workspace: Workspace, wanted: Selection) -> JobResult:
        inside.set()
        go_on.wait(10)
        return JobResult()

    work(slow)
    other = threading.Thread(target=run_by_hand, args=(DAILY, workspace))
    other.start()
    inside.wait(10)
    report = run_by_hand(DAILY, workspace)
    go_on.set()
    other.join()
    assert report.outcome == "busy"
    assert "being run by another process" in report.result.message
    assert run_by_hand(DAILY, workspace).outcome == "done"


def test_the_lease_of_a_process_that_died_is_taken_over_at_once(workspace: Workspace, work: object) -> None:
    import subprocess

    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = Lease(workspace.store, "fake", threading.Event())
    dead.holder = dead.holder.replace(f":{__import__('os').getpid()}:", f":{ended.pid}:")
    assert dead._take()
    assert is_dead(dead.holder)
    assert run_due(DAILY, workspace).outcome == "done"


def test_a_lease_of_another_machine_is_not_taken_before_it_runs_out(
    workspace: Workspace, work: object
) -> None:
    workspace.store.runs.lease("fake", "elsewhere:1:abc", machine_time(), timedelta(seconds=60))
    assert run_due(DAILY, workspace) is None
    workspace.store.runs.lease(
        "fake", "elsewhere:1:abc", machine_time() - timedelta(seconds=61), timedelta(seconds=60)
    )
    assert run_due(DAILY, workspace).outcome == "done"


def test_a_run_that_lost_its_lease_does_not_write_over_its_successors(
    workspace: Workspace, work: Callable[[Work], None]
) -> None:
    def overtaken(workspace: Workspace, wanted: Selection) -> JobResult:
        """It slept so long that another process took the lease, ran the same slot, and is still at it."""
        workspace.store.runs.lease(
            "fake", "elsewhere:1:abc", machine_time() + timedelta(minutes=5), timedelta(seconds=60)
        )
        workspace.store.watches.add("late/writer", None, "test", workspace.now())
        return JobResult(message="from the dead", requests=1)

    work(overtaken)
    report = run_due(DAILY, workspace)
    assert report.outcome == "stopped"
    assert "taken over by another process" in str(report.error)
    assert list(workspace.store.watches.all()) == []  # nor what it had read before it slept
    (run,) = workspace.store.runs.latest()
    assert (run.outcome, run.message) == ("running", None)
    assert workspace.store.runs.states() == {}
