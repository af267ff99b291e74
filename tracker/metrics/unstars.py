"""Unstars: stars taken back, as arrivals less the change of the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.metrics.base import Inputs, Metric, unknown

if TYPE_CHECKING:
    import pandas as pd


def compute(inputs: Inputs) -> pd.Series:
    """Only between two readings on neighbouring days can a day's loss be known."""
    import pandas as pd

    counts = inputs.stored.get("star_count", unknown())
    arrivals = inputs.stored.get("star_arrivals", unknown())
    if len(counts) < 2 or not len(arrivals):
        return unknown()
    days, read = arrivals.index.to_numpy(), counts.index.to_numpy()
    neighbours = np.diff(read) == np.timedelta64(1, "D")
    at = np.minimum(np.searchsorted(days, read[1:]), len(days) - 1)
    lost = arrivals.to_numpy()[at] - np.diff(counts.to_numpy())
    known = neighbours & (days[at] == read[1:]) & ~np.isnan(lost)
    return pd.Series(np.maximum(lost[known], 0), index=counts.index[1:][known])


metric = Metric(
    name="unstars",
    title="Stars taken back",
    unit="stars a day",
    kind="count",
    definition="Stars given on a day less the change of the star count over that day: what people took back. "
    "Known only for days on which the count was read on that day and the day before.",
    source="derived from GitHub stargazer count and star history",
    inputs=("star_count", "star_arrivals"),
    compute=compute,
    looks_back=1,
)
