"""Pull requests merged: by day."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="pull_requests_merged",
    title="Pull requests merged",
    unit="pull requests a day",
    kind="count",
    definition="Pull requests merged on a day in UTC (CHAOSS: Change Requests Accepted).",
    source="GitHub pull requests",
    inputs=("pull_requests_merged",),
    compute=stored("pull_requests_merged"),
    looks_back=0,
)
