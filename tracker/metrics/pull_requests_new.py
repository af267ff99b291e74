"""Pull requests opened: by day."""

from __future__ import annotations

import pandas as pd

from tracker.metrics.base import UNKNOWN, Inputs, Metric, per_day


def compute(inputs: Inputs) -> pd.Series:
    """Counted from the ledger, for the days it covers."""
    if inputs.issues is None:
        return UNKNOWN
    rows = inputs.issues[inputs.issues["is_pull_request"]]
    return per_day(rows["created"], inputs.days("issues"))


metric = Metric(
    name="pull_requests_new",
    title="Pull requests opened",
    unit="pull requests a day",
    kind="count",
    definition="Pull requests opened on a day (CHAOSS: Change Requests).",
    source="GitHub issues and pull requests",
    inputs=("pull_requests_new",),
    compute=compute,
)
