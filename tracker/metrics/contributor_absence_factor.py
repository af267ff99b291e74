"""Contributor absence factor: the fewest people who do half of the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.metrics.base import Inputs, Metric, looked_at, unknown

if TYPE_CHECKING:
    import pandas as pd

WINDOW = np.timedelta64(365, "D")


def compute(inputs: Inputs) -> pd.Series:
    """On the first of each month and on the last day, over the year before."""
    import pandas as pd

    commits = inputs.stored.get("commits", unknown())
    if inputs.authors is None or not len(commits):
        return unknown()
    looks = looked_at(commits.index)
    when, who = np.asarray(inputs.authors["day"]), np.asarray(inputs.authors["author"])
    order = np.argsort(when, kind="stable")
    when, who = when[order], np.unique(who, return_inverse=True)[1][order]
    lows = np.searchsorted(when, looks.to_numpy() - WINDOW, side="right")
    highs = np.searchsorted(when, looks.to_numpy(), side="right")
    values = [_factor(who[low:high]) for low, high in zip(lows, highs, strict=True)]
    return pd.Series(values, index=looks, dtype="float64")


def _factor(authors: np.ndarray) -> float:
    """The fewest authors, by small number, who make half of the author-days; unknown when nobody worked."""
    if not len(authors):
        return np.nan
    counts = np.sort(np.bincount(authors))[::-1]
    return float(np.searchsorted(np.cumsum(counts), len(authors) / 2) + 1)


metric = Metric(
    name="contributor_absence_factor",
    title="Contributor absence factor",
    unit="people",
    kind="total",
    definition="The fewest people who account for half of the author-days (days on which somebody committed) "
    "of the year before (CHAOSS: Contributor Absence Factor, once called bus factor).",
    source="the git history",
    inputs=("commits", "authors"),
    compute=compute,
    looks_back=int(WINDOW.astype(int)),
)
