"""The job that looks over the data: what is stale, what misbehaves, what was never resolved."""

from __future__ import annotations

from datetime import timedelta

from jobs.base import Result, Shop, Wanted
from tracker.store.runs import Missed

STALE_AFTER = timedelta(days=3)


def run(shop: Shop, wanted: Wanted) -> Result:
    """Look at every followed repository; what is amiss is in the run's list, each with its reason."""
    missed = [*_unresolved(shop), *_stale(shop), *_degraded(shop)]
    followed = len(shop.store.watches.all())
    message = f"{followed} repositories looked over, {len(missed)} complaints"
    return Result("partial" if missed else "done", message, missed=missed)


def _unresolved(shop: Shop) -> list[Missed]:
    return [
        Missed("counters", f"{row['full_name']}: {row['problem'] or 'its name was not looked up yet'}")
        for row in shop.store.watches.all()
        if row["github_id"] is None
    ]


def _stale(shop: Shop) -> list[Missed]:
    """Collectors that did not succeed for days with a repository that GitHub still shows."""
    followed = {
        r["github_id"]: r for r in shop.store.watches.all() if r["github_id"] and r["presence"] == "active"
    }
    oldest = shop.now() - STALE_AFTER
    return [
        Missed(
            row.collector,
            f"{followed[row.repository_id]['full_name']}: last read on {row.updated_at.date()}",
            row.repository_id,
        )
        for row in shop.store.progress.cursors()
        if row.repository_id in followed and row.updated_at < oldest
    ]


def _degraded(shop: Shop) -> list[Missed]:
    return [
        Missed(row.metric, f"since {row.since.date()}: {row.reason}", row.repository_id)
        for row in shop.store.gaps.degraded()
    ]
