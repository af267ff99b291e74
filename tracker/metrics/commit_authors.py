"""Active authors: how many people committed in the 90 days up to a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracker.metrics.base import Inputs, Metric, unknown

if TYPE_CHECKING:
    import pandas as pd

WINDOW = 90


def compute(inputs: Inputs) -> pd.Series:
    """Distinct authors in a trailing window, without looking at each window anew.

    Each commit day of an author counts from that day for WINDOW days, or until the same author's next
    commit day takes over; summing these spans gives the distinct authors of every window at once.
    """
    import pandas as pd

    commits = inputs.stored.get("commits", unknown())
    if inputs.authors is None or not len(commits):
        return unknown()
    start, days = commits.index[0], len(commits)
    days_of, author = np.asarray(inputs.authors["day"]), np.asarray(inputs.authors["author"])
    order = np.lexsort((days_of, author))
    author = author[order]
    at = (days_of[order] - start.to_datetime64()).astype("timedelta64[D]").astype(np.int64)
    following = np.append(at[1:], 0)
    same = np.append(author[1:] == author[:-1], False)
    until = np.where(same, np.minimum(following, at + WINDOW), at + WINDOW)
    edges = np.zeros(days + 1)
    inside = (at >= 0) & (at < days)
    np.add.at(edges, at[inside], 1.0)
    np.add.at(edges, np.minimum(until[inside], days), -1.0)
    return pd.Series(np.cumsum(edges)[:days], index=commits.index)


metric = Metric(
    name="commit_authors",
    title="Active authors",
    unit="authors in 90 days",
    kind="total",
    definition="Distinct people who committed to the default branch in the 90 days up to a day, robots not "
    "counted (CHAOSS: Contributors). People are told apart by keyed hashes; no name is kept.",
    source="the git history",
    inputs=("commits", "authors"),
    compute=compute,
    looks_back=WINDOW,
)
