"""Unstars: stars taken back, as arrivals less the change of the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.metrics.base import Inputs, Metric, unknown

if TYPE_CHECKING:
    import pandas as pd


def compute(inputs: Inputs) -> pd.Series:
    """Only between two readings on neighbouring days can a day's loss be known."""
    import pandas as pd

    counts = inputs.stored.get("star_count", unknown())
    arrivals = inputs.stored.get("star_arrivals", unknown())
    change = counts.diff()
    neighbours = counts.index.to_series().diff() == pd.Timedelta(days=1)
    lost = arrivals.reindex(counts.index) - change.where(neighbours.to_numpy())
    return lost.dropna().clip(lower=0)


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
)
