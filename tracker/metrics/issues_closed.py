"""Issues closed: by day."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="issues_closed",
    title="Issues closed",
    unit="issues a day",
    kind="count",
    definition="Issues closed on a day in UTC, by their last close (CHAOSS: Issues Closed).",
    source="GitHub issues",
    inputs=("issues_closed",),
    compute=stored("issues_closed"),
    looks_back=0,
)
