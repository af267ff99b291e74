"""Data: how fresh and how whole everything is, what the runs did and missed, and what the labels mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.theme import LABELS
from dashboards.views.base import SHOWN, Context, Page, Table
from tracker.records import Presence
from tracker.series import Repository

RUNS_SHOWN = 25
PATIENCE = 3  # days, as the default rule about a stale collector has it


@dataclass(frozen=True)
class Fresh:
    """When each collector last succeeded with one repository."""

    repository: Repository
    moments: dict[str, datetime]
    gaps: int

    @property
    def oldest(self) -> datetime | None:
        return min(self.moments.values(), default=None)

    def late(self, today: date) -> bool:
        """Whether somebody should look: gone, never read, or a source that has long been silent."""
        if self.repository.problem or self.repository.presence is not Presence.ACTIVE or self.oldest is None:
            return True
        return (today - self.oldest.date()).days > PATIENCE


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    store = snapshot.history.store
    every = freshness(snapshot)
    late = [f for f in every if f.late(snapshot.today)]
    fresh = [f for f in every if not f.late(snapshot.today)]
    names = {r.github_id: r.full_name for r in snapshot.resolved}
    runs = store.runs.latest(RUNS_SHOWN)
    return {
        "as_of": snapshot.today,
        "dated": False,
        "late": late,
        "fresh": fresh,
        "shown": SHOWN,
        "oldest": min((f.oldest for f in fresh if f.oldest), default=None),
        "patience": PATIENCE,
        "collectors": sorted({name for f in every for name in f.moments}),
        "degraded": [
            (names.get(r.repository_id, "?"), r.metric, r.since, r.reason) for r in store.gaps.degraded()
        ],
        "runs": [(run, store.runs.gaps(run.id)) for run in runs],
        "names": names,
        "gaps": _gaps(snapshot),
        "labels": LABELS,
        "last_success": store.runs.last_success(),
        "stamp": snapshot.stamp,
    }


def freshness(snapshot: Snapshot) -> list[Fresh]:
    """One entry per followed repository."""
    moments: dict[int, dict[str, datetime]] = defaultdict(dict)
    for github_id, collector, at in snapshot.freshness:
        moments[github_id][collector] = at
    gaps = _all_gaps(snapshot)
    return [
        Fresh(r, moments.get(r.github_id or -1, {}), len(gaps.get(r.full_name, ()))) for r in snapshot.tracked
    ]


def _all_gaps(snapshot: Snapshot) -> dict[str, list[tuple[str, date, date, str]]]:
    """Declared gaps by full name, as History.gaps has them."""
    return snapshot.cached("gaps", lambda: snapshot.history.gaps_of(snapshot.resolved))


def _gaps(snapshot: Snapshot) -> list[tuple[str, int, int, date, date]]:
    """Declared gaps by reason and metric: (reason, metrics, repositories, first, last)."""
    found: dict[str, list[Any]] = {}
    for full_name, declared in _all_gaps(snapshot).items():
        for metric, first, last, reason in declared:
            entry = found.setdefault(reason, [set(), set(), first, last])
            entry[0].add(metric)
            entry[1].add(full_name)
            entry[2], entry[3] = min(entry[2], first), max(entry[3], last)
    return [(reason, len(e[0]), len(e[1]), e[2], e[3]) for reason, e in sorted(found.items())]


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """Freshness as a file."""
    found = freshness(snapshot)
    collectors = sorted({name for f in found for name in f.moments})
    lines = [
        [f.repository.full_name, *(f.moments[c].isoformat() if c in f.moments else None for c in collectors)]
        for f in found
    ]
    return Table(f"freshness-{snapshot.today}", ("repository", *collectors), lines)


page = Page("data", "/data", "Data", "data.html", context, table)
