"""The schedule: its list and its folder agree, and the timer runs what is due without being asked twice."""

from __future__ import annotations

import importlib.util
import sys
import time
import types
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.base import Job, JobResult, Selection, Workspace, open_live
from jobs.schedule import JOBS, Timer, find
from tracker.config import Settings

FURNITURE = {"__init__", "base", "clocks", "context", "leases", "runner", "schedule", "sharing"}


def test_the_folder_of_jobs_and_their_list_are_the_same() -> None:
    files = {path.stem for path in (Path(__file__).parents[2] / "jobs").glob("*.py")} - FURNITURE
    assert files == {job.module.removeprefix("jobs.") for job in JOBS}
    assert all(importlib.util.find_spec(job.module) for job in JOBS)
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_jobs_come_after_jobs_that_exist() -> None:
    assert all(find(name) for job in JOBS for name in job.after)


def test_the_timer_runs_a_due_job_once_and_stops_quickly_in_the_middle_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def quick(workspace: Workspace, wanted: Selection) -> JobResult:
        ran.append("quick")
        return JobResult()

    def endless(workspace: Workspace, wanted: Selection) -> JobResult:
        ran.append("endless")
        workspace.sleep(3600)
        return JobResult()

    for name, run in (("quick", quick), ("endless", endless)):
        module = types.ModuleType(f"jobs_test_{name}")
        module.__dict__["run"] = run
        monkeypatch.setitem(sys.modules, module.__name__, module)
    jobs = tuple(Job(n, n, timedelta(days=1), f"jobs_test_{n}") for n in ("quick", "endless"))
    workspace = open_live(Settings(home=tmp_path))
    timer = Timer(workspace, jobs, look_every=timedelta(seconds=0.2))
    timer.start()
    time.sleep(1.5)
    began = time.monotonic()
    timer.stop()
    assert time.monotonic() - began < 3
    assert sorted(ran) == ["endless", "quick"]
    assert {r.job: r.outcome for r in workspace.store.runs.latest()} == {"quick": "done", "endless": "failed"}
    workspace.engine.dispose()
