"""Commits: all of them, by day."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="commits",
    title="Commits",
    unit="commits a day",
    kind="count",
    definition="Commits on the default branch by committer date in UTC, merges and robots included "
    "(CHAOSS: Code Changes Commits).",
    source="the git history",
    inputs=("commits",),
    compute=stored("commits"),
    looks_back=0,
)
