"""Issues opened: by day."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="issues_new",
    title="Issues opened",
    unit="issues a day",
    kind="count",
    definition="Issues opened on a day in UTC (CHAOSS: Issues New). Deleted and transferred ones are absent.",
    source="GitHub issues",
    inputs=("issues_new",),
    compute=stored("issues_new"),
    looks_back=0,
)
