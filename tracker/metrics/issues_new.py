"""Issues opened: by day."""

from __future__ import annotations

import pandas as pd

from tracker.metrics.base import UNKNOWN, Inputs, Metric, per_day


def compute(inputs: Inputs) -> pd.Series:
    """Counted from the ledger, for the days it covers."""
    if inputs.issues is None:
        return UNKNOWN
    rows = inputs.issues[~inputs.issues["is_pull_request"]]
    return per_day(rows["created"], inputs.days("issues"))


metric = Metric(
    name="issues_new",
    title="Issues opened",
    unit="issues a day",
    kind="count",
    definition="Issues opened on a day in UTC (CHAOSS: Issues New). Deleted and transferred ones are absent.",
    source="GitHub issues and pull requests",
    inputs=("issues_new",),
    compute=compute,
)
