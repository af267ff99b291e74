"""Releases: by day."""

from __future__ import annotations

import pandas as pd

from tracker.metrics.base import UNKNOWN, Inputs, Metric, per_day


def compute(inputs: Inputs) -> pd.Series:
    """Final releases (or tags, where a project only tags) for the days the ledger covers."""
    if inputs.releases is None:
        return UNKNOWN
    final = inputs.releases[~inputs.releases["is_prerelease"]]
    return per_day(final["published"], inputs.days("releases"))


metric = Metric(
    name="releases",
    title="Releases",
    unit="releases a day",
    kind="count",
    definition="Releases published on a day, pre-releases not counted; tags where a project only tags "
    "(CHAOSS: Release Frequency).",
    source="GitHub releases and git tags",
    inputs=("releases",),
    compute=compute,
)
