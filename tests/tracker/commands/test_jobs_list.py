"""`tracker jobs`: what ran when."""

from __future__ import annotations

import json

from jobs.schedule import JOBS
from tests.tracker.commands.shell import Shell


def test_every_job_is_listed_and_a_run_leaves_its_trace(filled: Shell) -> None:
    answer = filled("jobs", "run", "check")
    assert answer.code == 3  # one name was never resolved
    assert "nobody/nothing: GitHub knows no such repository" in answer.err
    found = {r["job"]: r for r in json.loads(filled("jobs", "list", "--json").out)["jobs"]}
    assert list(found) == [job.name for job in JOBS]
    assert found["check"]["last_outcome"] == "partial"
    assert found["check"]["last_success_at"] == "2026-06-30T12:00:00+00:00"
    assert found["collect"]["last_outcome"] is None


def test_a_job_that_does_not_exist_is_refused_with_those_that_do(filled: Shell) -> None:
    answer = filled("jobs", "run", "colect")
    assert answer.code == 2
    assert ", ".join(job.name for job in JOBS) in answer.err


def test_listing_jobs_makes_no_database(shell: Shell) -> None:
    assert shell("jobs", "list").code == 1
    assert not list(shell.home.iterdir())
