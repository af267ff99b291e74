"""Time to close: how long an issue stays open."""

from __future__ import annotations

import pandas as pd

from tracker.metrics.base import UNKNOWN, Inputs, Metric, trailing_median

WINDOW = 90


def compute(inputs: Inputs) -> pd.Series:
    """Median over issues closed in the 90 days before each month's first day."""
    if inputs.issues is None:
        return UNKNOWN
    rows = inputs.issues[~inputs.issues["is_pull_request"]]
    return trailing_median(rows["created"], rows["closed"], inputs.days("issues"), WINDOW)


metric = Metric(
    name="time_to_close",
    title="Time to close an issue",
    unit="days",
    kind="duration",
    definition="Median time from opening to the last close, over issues closed in the 90 days before "
    "(CHAOSS: Time to Close). A day on which many old issues are closed at once lifts it.",
    source="GitHub issues",
    inputs=("issues_closed",),
    compute=compute,
)
