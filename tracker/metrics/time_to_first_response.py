"""Time to first response: how long people wait for somebody to answer."""

from __future__ import annotations

import pandas as pd

from tracker.metrics.base import UNKNOWN, Inputs, Metric, trailing_median

WINDOW = 90


def compute(inputs: Inputs) -> pd.Series:
    """Median over issues and pull requests answered in the 90 days before each month's first day."""
    if inputs.issues is None or inputs.issues["first_response"].isna().all():
        return UNKNOWN
    rows = inputs.issues
    return trailing_median(rows["created"], rows["first_response"], inputs.days("issues"), WINDOW)


metric = Metric(
    name="time_to_first_response",
    title="Time to first response",
    unit="days",
    kind="duration",
    definition="Median time from opening an issue or pull request to the first answer by somebody else who "
    "is not a robot, over those answered in the 90 days before (CHAOSS: Time to First Response). What was never "
    "answered is not in the median.",
    source="GitHub comments and reviews",
    inputs=("issues_new",),
    compute=compute,
)
