"""Watchers: people notified of all activity."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="watchers",
    title="Watchers",
    unit="watchers",
    kind="total",
    definition="People notified of all activity. Not the stars.",
    source="GitHub watcher count, read daily",
    inputs=("watcher_count",),
    compute=stored("watcher_count"),
    looks_back=0,
)
