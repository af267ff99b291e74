"""Stars: how many people star the repository, as well as it can be known for each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.metrics.base import Inputs, Metric, unknown

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
    running = arrivals.cumsum()
    anchor = counts.index[-1]
    at_anchor = running.asof(anchor)
    if pd.isna(at_anchor):
        return counts
    retained = (counts.iloc[-1] - (at_anchor - running)).clip(lower=0)
    before = retained.index <= anchor
    before &= ~retained.index.isin(counts.index)
    together = pd.concat([retained[before], counts])
    return together if together.index.is_monotonic_increasing else together.sort_index()


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
