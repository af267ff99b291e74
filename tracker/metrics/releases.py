"""Releases: by day."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="releases",
    title="Releases",
    unit="releases a day",
    kind="count",
    definition="Releases published on a day, pre-releases not counted; tags where a project only tags "
    "(CHAOSS: Release Frequency).",
    source="GitHub releases and git tags",
    inputs=("releases",),
    compute=stored("releases"),
    looks_back=0,
)
