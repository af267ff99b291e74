"""Substantive commits: by people, changing something."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="commits_substantive",
    title="Substantive commits",
    unit="commits a day",
    kind="count",
    definition="Commits by people that change something: no merges, no robots, no automated subjects.",
    source="the git history",
    inputs=("commits_substantive",),
    compute=stored("commits_substantive"),
    looks_back=0,
)
