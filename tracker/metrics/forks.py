"""Forks: copies on GitHub."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="forks",
    title="Forks",
    unit="forks",
    kind="total",
    definition="Copies of the repository on GitHub (CHAOSS: Technical Fork).",
    source="GitHub fork count, read daily",
    inputs=("fork_count",),
    compute=stored("fork_count"),
    looks_back=0,
)
