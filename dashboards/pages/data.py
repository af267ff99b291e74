"""Data: how fresh and how whole everything is, what the runs did and missed, and what the labels mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboards.pages.base import Context, Page, Table
from dashboards.query import Asked
from dashboards.snapshot import Snapshot
from dashboards.theme import LABELS
from tracker.series import Tracked

RUNS_SHOWN = 25


@dataclass(frozen=True)
class Fresh:
    """When each collector last succeeded with one repository."""

    repository: Tracked
    moments: dict[str, datetime]
    gaps: int

    @property
    def oldest(self) -> datetime | None:
        return min(self.moments.values(), default=None)


def context(snapshot: Snapshot, asked: Asked) -> Context:
    """The words of the page."""
    reader = snapshot.history.reader
    fresh = freshness(snapshot)
    names = {r.github_id: r.full_name for r in snapshot.resolved}
    runs = reader.runs(RUNS_SHOWN)
    return {
        "as_of": snapshot.today,
        "dated": False,
        "fresh": fresh,
        "collectors": sorted({name for f in fresh for name in f.moments}),
        "degraded": [
            (names.get(r.repository_id, "?"), r.metric, r.since, r.reason) for r in reader.degraded()
        ],
        "runs": [(run, reader.run_gaps(run.id)) for run in runs],
        "names": names,
        "gaps": _gaps(snapshot),
        "labels": LABELS,
        "last_success": reader.last_success(),
        "stamp": snapshot.stamp,
    }


def freshness(snapshot: Snapshot) -> list[Fresh]:
    """One entry per followed repository."""
    moments: dict[int, dict[str, datetime]] = defaultdict(dict)
    for github_id, collector, at in snapshot.freshness:
        moments[github_id][collector] = at
    counts = {r.full_name: len(snapshot.history.gaps(r)) for r in snapshot.resolved}
    return [
        Fresh(r, moments.get(r.github_id or -1, {}), counts.get(r.full_name, 0)) for r in snapshot.tracked
    ]


def _gaps(snapshot: Snapshot) -> list[tuple[str, int, int, date, date]]:
    """Declared gaps by reason and metric: (reason, metrics, repositories, first, last)."""
    found: dict[str, list[Any]] = {}
    for repository in snapshot.resolved:
        for metric, first, last, reason in snapshot.history.gaps(repository):
            entry = found.setdefault(reason, [set(), set(), first, last])
            entry[0].add(metric)
            entry[1].add(repository.full_name)
            entry[2], entry[3] = min(entry[2], first), max(entry[3], last)
    return [(reason, len(e[0]), len(e[1]), e[2], e[3]) for reason, e in sorted(found.items())]


def table(snapshot: Snapshot, asked: Asked) -> Table:
    """Freshness as a file."""
    found = freshness(snapshot)
    collectors = sorted({name for f in found for name in f.moments})
    lines = [
        [f.repository.full_name, *(f.moments[c].isoformat() if c in f.moments else None for c in collectors)]
        for f in found
    ]
    return Table(f"freshness-{snapshot.today}", ("repository", *collectors), lines)


page = Page("data", "/data", "Data", "data.html", context, table)
