"""Open issues: how many stand open."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="open_issues",
    title="Open issues",
    unit="issues",
    kind="total",
    definition="Issues open at the end of the day, pull requests not counted.",
    source="GitHub issue count, read daily",
    inputs=("open_issues",),
    compute=stored("open_issues"),
    looks_back=0,
)
