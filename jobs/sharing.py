"""Several collectors, one watch list: each takes slices of it by lease until none is left.

How many slices there are stands in the database, so that all who work on it cut alike. A slice is a run of
its own with a lease of its own: who dies loses nothing, for others take it over and go on from its cursors.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from jobs import runner
from jobs.base import Job, JobResult, Selection, Slice, Workspace
from jobs.context import author_key
from jobs.leases import Busy, describe, is_dead
from jobs.runner import RunReport

SHARED = "collect"  # the job that is cut; the others are small or set-based
KEY = "collect_slices"
SAME_KEY = "author_key"  # a mark of the key, never the key
MOST = 99  # a slot's name holds two digits
PATIENCE = 1.0  # seconds between looks at slices that others hold
UNDONE = ("limited", "stopped", "failed")  # ends after which this collector does not go on
WORST = ("already", "done", "partial", "busy", "limited", "stopped", "failed")


class NotShared(ValueError):
    """The watch list cannot be cut so; the message says why."""


def slices(job: Job, workspace: Workspace) -> list[Slice]:
    """The parts of a job's work, this process's first; one or none: it is not cut."""
    told = workspace.store.meta.all().get(KEY, "1") if job.name == SHARED else "1"
    of = int(told) if told.isascii() and told.isdigit() else 1
    first = os.getpid() % max(of, 1)  # collectors that begin at once begin at different ends
    return [Slice((first + n) % of, of) for n in range(of)]


def cut(workspace: Workspace, of: int) -> None:
    """Cut the watch list into slices for as many collectors; 1: whole again. Raises NotShared."""
    if not 1 <= of <= MOST:
        raise NotShared(f"from 1 to {MOST} slices, not {of}")
    if of > 1 and workspace.engine.dialect.name != "postgresql":
        raise NotShared(
            "SQLite has one writer at a time, so one collector is enough for it: move to PostgreSQL first "
            "(tracker db copy URL)"
        )
    with workspace.store.transaction():
        for name, holder in workspace.store.runs.held(f"{SHARED} "):
            if not is_dead(holder):
                raise NotShared(
                    f"{describe(holder)} is at {name}: cut the watch list when it is done, or stop it"
                )
        workspace.store.meta.set(KEY, str(of))


def run_due(job: Job, workspace: Workspace) -> RunReport | None:
    """Run a job if it is due; None when it is not, or others are at all that is left of it."""
    parts = slices(job, workspace)
    if len(parts) == 1:
        return runner.run_due(job, workspace)
    slot = runner.due(job, workspace.store.runs.states(), workspace.now())
    if slot is None or (refused := _stranger(job, workspace)):
        return refused if slot else None
    reports, left = _round(job, workspace, slot, None, parts, None)
    report = _together(job, reports)
    if not left or report.outcome in UNDONE:
        runner.plan(job, workspace, "done" if report.outcome == "already" else report.outcome, report.result)
    return report if reports else None


def run_by_hand(job: Job, workspace: Workspace, wanted: Selection | None = None) -> RunReport:
    """Run a job now, whether it is due or not; what others do of it meanwhile is not done again."""
    parts = slices(job, workspace)
    if len(parts) == 1:
        return runner.run_by_hand(job, workspace, wanted)
    if refused := _stranger(job, workspace):
        return refused
    asked = wanted or Selection()
    newest = workspace.store.runs.latest(1)
    since = newest[0].id if newest else 0
    slot, reports, left = runner.by_hand(workspace), list[RunReport](), list(parts)
    while left:
        more, left = _round(job, workspace, slot, asked, left, None if asked.restricted else since)
        reports += more
        if left and _ended(reports):
            break
        if left and workspace.stopping.wait(PATIENCE):
            break
        if left and len(slices(job, workspace)) != len(parts):
            return run_by_hand(job, workspace, wanted)  # it was cut anew meanwhile
    report = _together(job, reports)
    if not asked.restricted and report.error is None and (not left or report.outcome in UNDONE):
        runner.plan(job, workspace, "done" if report.outcome == "already" else report.outcome, report.result)
    return report


def _stranger(job: Job, workspace: Workspace) -> RunReport | None:
    """A refusal when authors would get other numbers here than from the collectors before; else None."""
    mark = sha256(b"framework-tracker " + author_key(workspace.settings.home / "author.key")).hexdigest()[:16]
    with workspace.store.transaction():
        known = workspace.store.meta.all().get(SAME_KEY)
        if known is None:
            workspace.store.meta.set(SAME_KEY, mark)
    if known in (None, mark):
        return None
    told = NotShared(
        f"{workspace.settings.home / 'author.key'} is not the key of those that share this database: "
        "copy theirs to this machine"
    )
    return RunReport(job.name, "failed", JobResult(message=str(told)), error=told)


def _round(
    job: Job,
    workspace: Workspace,
    slot: str,
    wanted: Selection | None,
    parts: Sequence[Slice],
    since: int | None,
) -> tuple[list[RunReport], list[Slice]]:
    """Every slice that is free, one after the other: what came of them, and which others hold."""
    reports, left = list[RunReport](), list(parts)
    for part in parts:
        ending = f" {part}"

        def done(ending: str = ending, of: int = part.of) -> bool:
            if len(slices(job, workspace)) != of:  # asked under the lease: nobody cuts while one is held
                raise Busy("the watch list was cut anew")
            if since is None:
                return False
            return any(slot.endswith(ending) for slot in workspace.store.runs.done_since(job.name, since))

        report = runner.run(job, workspace, slot, wanted, part, done)
        if report.outcome == "busy":
            continue
        reports.append(report)
        left.remove(part)
        if _ended(reports):
            break
    return reports, left


def _ended(reports: Sequence[RunReport]) -> bool:
    """Whether this collector cannot go on: its quota is spent, it is to stop, or something failed."""
    return bool(reports) and reports[-1].outcome in UNDONE


def _together(job: Job, reports: Sequence[RunReport]) -> RunReport:
    """What came of all slices: the worst of their ends, and the sums."""
    if not reports:
        return RunReport(job.name, "busy", JobResult(message="other collectors are at all slices"))
    worst = max(reports, key=lambda report: WORST.index(report.outcome))
    results = [report.result for report in reports]
    worked = [report for report in reports if report.outcome != "already"]
    result = JobResult(
        outcome=worst.result.outcome,
        message=f"{len(worked)} slices; {worst.result.message or 'the others were done by other collectors'}",
        requests=sum(r.requests for r in results),
        points=sum(r.points for r in results),
        observations=sum(r.observations for r in results),
        missed=[missed for r in results for missed in r.missed],
        retry_at=max((r.retry_at for r in results if r.retry_at), default=None),
    )
    return replace(worst, result=result, seconds=sum(report.seconds for report in reports))
