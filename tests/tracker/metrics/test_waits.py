"""Durations: medians over what ended in the window before each month's first day."""

from __future__ import annotations

import pandas as pd

from tracker.metrics.base import Inputs
from tracker.metrics.time_to_close import compute


def test_the_median_of_what_closed_in_the_last_ninety_days_is_shown_on_the_first_of_the_month() -> None:
    days = pd.Series(0.0, index=pd.date_range("2024-01-01", "2024-06-15"))
    waits = pd.DataFrame(
        {
            "start": pd.to_datetime(["2024-01-01", "2024-01-01", "2024-01-01"]),
            "end": pd.to_datetime(["2024-01-03", "2024-01-05", "2024-01-11"]),
        }
    )
    found = compute(Inputs({"issues_closed": days}, waits={"closed": waits}))
    assert found[pd.Timestamp("2024-02-01")] == 4.0
    assert pd.isna(found[pd.Timestamp("2024-06-01")])  # nothing closed in that window: unknown, not zero
