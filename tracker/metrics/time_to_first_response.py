"""Time to first response: how long people wait for somebody to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.metrics.base import Inputs, Metric, trailing_median, unknown

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 90


def compute(inputs: Inputs) -> pd.Series:
    """On the first of each month and on the last day."""
    days = inputs.stored.get("issues_new", unknown()).index
    return trailing_median(inputs.waits.get("response"), days, WINDOW)


metric = Metric(
    name="time_to_first_response",
    title="Time to first response",
    unit="days",
    kind="duration",
    definition="Median time from opening an issue or pull request to the first answer by somebody else who "
    "is not a robot, over those answered in the 90 days before (CHAOSS: Time to First Response). What "
    "was never answered is not in the median.",
    source="GitHub comments and reviews",
    inputs=("issues_new", "waits"),
    compute=compute,
    looks_back=WINDOW,
)
