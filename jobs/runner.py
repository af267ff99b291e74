"""Running one job: its lease, its slot, its row in the book of runs, and when it is due again."""

from __future__ import annotations

import importlib
import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from jobs.base import Job, JobResult, Selection, Slice, Stopped, Work, Workspace
from jobs.leases import Busy, Lease
from tracker.store.database import HeldLease, Superseded

log = logging.getLogger(__name__)
RETRY = timedelta(minutes=10)  # a failed job is tried again after this, or its own period if that is shorter
States = Mapping[str, tuple[datetime | None, datetime | None]]


@dataclass(frozen=True, slots=True)
class RunReport:
    """How a run ended: done, partial, limited, failed, stopped, busy, or already (its slot was done)."""

    job: str
    outcome: str
    result: JobResult
    seconds: float = 0.0
    error: Exception | None = None


def due(job: Job, states: States, now: datetime) -> str | None:
    """The slot for which a job is due, or None. The truth is in job_state, not in the timer's memory."""
    last, next_due = states.get(job.name, (None, None))
    # Planned for later than any plan reaches: the clock that planned it was ahead.
    if next_due is None or next_due <= now or next_due > now + 2 * job.every + RETRY:
        return job.slot(now)
    for name in job.after:
        finished = states.get(name, (None, None))[0]
        if finished is not None and (last is None or last < finished):
            return f"after {name} {finished.strftime('%Y-%m-%dT%H:%M:%S')}"
    return None


def run_due(job: Job, workspace: Workspace) -> RunReport | None:
    """Run a job if it is due; None when it is not, or another process is at it."""
    slot = due(job, workspace.store.runs.states(), workspace.now())
    if slot is None:
        return None
    report = run(job, workspace, slot)
    return None if report.outcome == "busy" else report


def run_by_hand(job: Job, workspace: Workspace, wanted: Selection | None = None) -> RunReport:
    """Run a job now, whether it is due or not."""
    return run(job, workspace, by_hand(workspace), wanted or Selection())


def by_hand(workspace: Workspace) -> str:
    """A slot that nobody else has."""
    return f"by hand {workspace.now().strftime('%Y-%m-%dT%H:%M:%S')} {uuid.uuid4().hex[:6]}"


def run(
    job: Job,
    workspace: Workspace,
    slot: str,
    wanted: Selection | None = None,
    part: Slice | None = None,
    done: Callable[[], bool] = lambda: False,
) -> RunReport:
    """Run a job for a slot. Never raises for what the job does: a failed run is a row with its reason.

    `part`: of one slice of the watch list alone, by a lease of that slice. `done` is asked under the lease.
    """
    workspace = workspace.for_run()
    name, slot = (f"{job.name} {part}", f"{slot} {part}") if part else (job.name, slot)
    try:
        with Lease(workspace.store, name, workspace.lost) as lease:
            if done():
                return RunReport(job.name, "already", JobResult())
            run_id = workspace.store.runs.start(job.name, slot, workspace.now())
            if run_id is None:
                if part:
                    return RunReport(job.name, "already", JobResult())
                workspace.store.runs.set_state(
                    job.name, success_at=None, next_due_at=job.next_due(workspace.now())
                )
                return RunReport(job.name, "already", JobResult())
            held = workspace.holding(HeldLease(name, lease.holder), part)
            return _work(job, held, run_id, wanted, part)
    except Busy as busy:
        return RunReport(job.name, "busy", JobResult(message=str(busy)), error=busy)


def _work(
    job: Job,
    workspace: Workspace,
    run_id: int,
    wanted: Selection | None,
    part: Slice | None,
) -> RunReport:
    """The work itself; `workspace` writes while the lease is held, and no longer."""
    started = workspace.now()
    error: Exception | None = None
    try:
        work: Work = importlib.import_module(job.module).run
        result = work(workspace, replace(wanted or Selection(), slice=part))
        outcome = result.outcome
    except Stopped as stop:
        result, outcome, error = JobResult(message="the process was asked to stop"), "stopped", stop
    except Superseded as late:
        result, outcome, error = JobResult(message="another process took it over"), "stopped", late
    except Exception as failure:  # the one place: whatever a job dies of is a failed run
        log.debug("job %s failed", job.name, exc_info=True)
        result, outcome, error = JobResult(message=_cause(failure)), "failed", failure
    try:
        _close(workspace, run_id, outcome, result)
        if part is None and (wanted is None or (result.outcome == outcome and not wanted.restricted)):
            plan(job, workspace, outcome, result)
    except Superseded as lost:
        log.warning("%s: %s", job.name, lost)
        return RunReport(
            job.name, "stopped", result, (workspace.now() - started).total_seconds(), error or lost
        )
    seconds = (workspace.now() - started).total_seconds()
    return RunReport(job.name, outcome, result, seconds, error)


def _close(workspace: Workspace, run_id: int, outcome: str, result: JobResult) -> None:
    workspace.store.runs.finish(
        run_id, "failed" if outcome == "stopped" else outcome, workspace.now(),
        requests=result.requests, points=result.points, observations=result.observations,
        message=result.message, missed=result.missed,
    )  # fmt: skip


def plan(job: Job, workspace: Workspace, outcome: str, result: JobResult) -> None:
    """When the job is due next; what a person ran by hand counts only when it went well and was all of it."""
    now = workspace.now()
    well = outcome in ("done", "partial")
    next_due = job.next_due(now) if well else _retry_at(job, now, outcome, result)
    workspace.store.runs.set_state(job.name, success_at=now if well else None, next_due_at=next_due)


def _retry_at(job: Job, now: datetime, outcome: str, result: JobResult) -> datetime:
    if outcome == "stopped":
        return now  # the next process goes on at once
    return min(result.retry_at or now + RETRY, max(job.next_due(now), now + timedelta(minutes=1)))


def _cause(failure: Exception) -> str:
    text = " ".join(str(getattr(failure, "orig", None) or failure).split())
    return f"{type(failure).__name__}: {text}"[:500]
