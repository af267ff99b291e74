"""Star arrivals: today's stargazers by the day on which they starred."""

from __future__ import annotations

from tracker.metrics.base import Metric, stored

metric = Metric(
    name="star_arrivals",
    title="New stars",
    unit="stars a day",
    kind="count",
    definition="Stars given on a day by people who still star the repository. Past days shrink when stars "
    "are taken back; each change is kept as a revision. Days are GitHub's own labels, which need not be UTC.",
    source="GitHub star history",
    inputs=("star_arrivals",),
    compute=stored("star_arrivals"),
    looks_back=0,
)
