"""Issues closed: by day."""

from __future__ import annotations

import pandas as pd

from tracker.metrics.base import UNKNOWN, Inputs, Metric, per_day


def compute(inputs: Inputs) -> pd.Series:
    """Counted from the ledger, for the days it covers."""
    if inputs.issues is None:
        return UNKNOWN
    rows = inputs.issues[~inputs.issues["is_pull_request"]]
    return per_day(rows["closed"], inputs.days("issues"))


metric = Metric(
    name="issues_closed",
    title="Issues closed",
    unit="issues a day",
    kind="count",
    definition="Issues closed on a day, by their last close (CHAOSS: Issues Closed).",
    source="GitHub issues and pull requests",
    inputs=("issues_closed",),
    compute=compute,
)
