"""Pull requests opened: by day."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="pull_requests_new",
    title="Pull requests opened",
    unit="pull requests a day",
    kind="count",
    definition="Pull requests opened on a day in UTC (CHAOSS: Change Requests).",
    source="GitHub pull requests",
    inputs=("pull_requests_new",),
    compute=stored("pull_requests_new"),
    looks_back=0,
)
