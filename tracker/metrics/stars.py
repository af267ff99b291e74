"""Stars: how many people star the repository, as well as it can be known for each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.metrics.base import Inputs, Metric, among, unknown

if TYPE_CHECKING:
    import pandas as pd


def compute(inputs: Inputs) -> pd.Series:
    """Our own reading where there is one; else today's total less the stars that came later.

    Anchoring on a reading keeps the past right while the history is only partly collected.
    """
    import pandas as pd

    counts = inputs.stored.get("star_count", unknown())
    arrivals = inputs.stored.get("star_arrivals", unknown())
    if not len(counts):
        return unknown()
    if not len(arrivals):
        return counts
    days, came, read = arrivals.index.to_numpy(), arrivals.to_numpy(), counts.index.to_numpy()
    running = np.where(np.isnan(came), np.nan, np.nancumsum(came))
    known = np.flatnonzero((days <= read[-1]) & ~np.isnan(running))
    if not len(known):
        return counts
    retained = np.maximum(counts.iloc[-1] - (running[known[-1]] - running), 0)
    before = (days <= read[-1]) & ~among(days, read)
    together = np.concatenate([days[before], read])
    order = np.argsort(together, kind="stable")
    values = np.concatenate([retained[before], counts.to_numpy()])[order]
    return pd.Series(values, index=pd.DatetimeIndex(together[order]))


metric = Metric(
    name="stars",
    title="Stars",
    unit="stars",
    kind="total",
    definition="People who star the repository. From the day tracking began this is our own daily reading; "
    "before it, today's stargazers by the day they starred, which lies below the true count of that day "
    "because people who took their star back are missing from it.",
    source="GitHub stargazer count and star history",
    inputs=("star_count", "star_arrivals"),
    compute=compute,
)
