"""Time to close: how long an issue stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.metrics.base import Inputs, Metric, trailing_median, unknown

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 90


def compute(inputs: Inputs) -> pd.Series:
    """On the first of each month and on the last day."""
    days = inputs.stored.get("issues_closed", unknown()).index
    return trailing_median(inputs.waits.get("closed"), days, WINDOW)


metric = Metric(
    name="time_to_close",
    title="Time to close an issue",
    unit="days",
    kind="duration",
    definition="Median time from opening to the last close, over issues closed in the 90 days before "
    "(CHAOSS: Time to Close). A day on which many old issues are closed at once lifts it.",
    source="GitHub issues",
    inputs=("issues_closed", "waits"),
    compute=compute,
    looks_back=WINDOW,
)
