"""The job that looks over the data: what is stale, what misbehaves, what was never resolved."""

from __future__ import annotations

from datetime import timedelta

from jobs.base import JobResult, Selection, Workspace
from tracker.store.runs import Missed

STALE_AFTER = timedelta(days=3)


def run(workspace: Workspace, wanted: Selection) -> JobResult:
    """Look at every followed repository; what is amiss is in the run's list, each with its reason."""
    missed = [*_unresolved(workspace), *_stale(workspace), *_degraded(workspace)]
    followed = len(workspace.store.watches.all())
    message = f"{followed} repositories looked over, {len(missed)} complaints"
    return JobResult("partial" if missed else "done", message, missed=missed)


def _unresolved(workspace: Workspace) -> list[Missed]:
    return [
        Missed("counters", f"{row['full_name']}: {row['problem'] or 'its name was not looked up yet'}")
        for row in workspace.store.watches.all()
        if row["github_id"] is None
    ]


def _stale(workspace: Workspace) -> list[Missed]:
    """Collectors that did not succeed for days with a repository that GitHub still shows."""
    followed = {
        r["github_id"]: r
        for r in workspace.store.watches.all()
        if r["github_id"] and r["presence"] == "active"
    }
    oldest = workspace.now() - STALE_AFTER
    return [
        Missed(
            row.collector,
            f"{followed[row.repository_id]['full_name']}: last read on {row.updated_at.date()}",
            row.repository_id,
        )
        for row in workspace.store.progress.cursors()
        if row.repository_id in followed and row.updated_at < oldest
    ]


def _degraded(workspace: Workspace) -> list[Missed]:
    return [
        Missed(row.metric, f"since {row.since.date()}: {row.reason}", row.repository_id)
        for row in workspace.store.gaps.degraded()
    ]
