"""Open pull requests: how many stand open."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="open_pull_requests",
    title="Open pull requests",
    unit="pull requests",
    kind="total",
    definition="Pull requests open at the end of the day.",
    source="GitHub pull request count, read daily",
    inputs=("open_pull_requests",),
    compute=stored("open_pull_requests"),
    looks_back=0,
)
