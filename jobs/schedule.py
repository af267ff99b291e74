"""When things happen: the list of jobs, and the timer that looks whether one is due.

The timer only wakes up; what is due is decided from the job_state table, so that a job missed while
nothing ran is run once at the next start, and a restart never makes a daily job start its day anew.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from jobs.base import Job, Workspace
from jobs.sharing import run_due

log = logging.getLogger(__name__)
LOOK_EVERY = timedelta(seconds=20)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PAST = 17 * MINUTE

JOBS: tuple[Job, ...] = (
    Job("collect", "ask GitHub what changed", 6 * HOUR, "jobs.collect", offset=PAST),
    Job("evaluate", "judge every repository", DAY, "jobs.evaluate", after=("collect",)),
    Job("forecast", "foretell a year ahead", DAY, "jobs.forecast", after=("evaluate",)),
    Job("notify", "tell people what changed", 10 * MINUTE, "jobs.notify", after=("evaluate",)),
    Job("check", "look for stale or broken series", DAY, "jobs.check", after=("collect",)),
)


def find(name: str) -> Job | None:
    """A job by name."""
    return next((job for job in JOBS if job.name == name), None)


class Timer:
    """Looks every few seconds whether a job is due and runs it, one run of a job at a time."""

    def __init__(
        self, workspace: Workspace, jobs: tuple[Job, ...] = JOBS, look_every: timedelta = LOOK_EVERY
    ) -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        self._shop = workspace
        self._running: set[str] = set()
        self._scheduler: Any = BackgroundScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in jobs:
            self._scheduler.add_job(
                self._look, "interval", args=[job], id=job.name, name=job.title,
                seconds=look_every.total_seconds(), next_run_time=datetime.now(UTC),
            )  # fmt: skip

    def start(self) -> None:
        """Begin; the first look is at once."""
        self._scheduler.start()

    def stop(self, patience: float = 8.0) -> bool:
        """Ask the running jobs to stop at their next page; False when one has not done so in time.

        What a job has written is kept in either case, and its lease is free once this process has ended.
        """
        self._shop.stopping.set()
        self._scheduler.shutdown(wait=False)
        until = time.monotonic() + patience
        while self._running and time.monotonic() < until:
            time.sleep(0.05)
        return not self._running

    def _look(self, job: Job) -> None:
        if self._shop.stopping.is_set():
            return
        self._running.add(job.name)
        try:
            report = run_due(job, self._shop)
        finally:
            self._running.discard(job.name)
        if report is not None:
            level = logging.INFO if report.outcome in ("done", "already") else logging.WARNING
            log.log(level, "%s: %s %s", job.name, report.outcome, report.result.message or "")
