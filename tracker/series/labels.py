"""Trust labels: what kind of number each value is. The weakest input labels a result."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tracker.records import Quality

# From strongest to weakest.
STRENGTH = (
    Quality.EXACT,
    Quality.DERIVED,
    Quality.RETAINED,
    Quality.SPREAD,
    Quality.IMPORTED,
    Quality.PROVISIONAL,
    Quality.DEGRADED,
    Quality.UNKNOWN,
)
KEPT = "export:"  # read in from our own export: the label it had there, a colon, the source it had there
HISTORY_METRICS = frozenset({"star_arrivals"})  # they keep moving for a day or two, and shrink later
AS_STORED = frozenset(
    {
        "stars",
        "star_arrivals",
        "forks",
        "watchers",
        "open_issues",
        "open_pull_requests",
        "commits",
        "pypi_downloads",
        "conda_downloads",
    }
)


def weakest(labels: Iterable[Quality]) -> Quality:
    """The weakest of some labels; UNKNOWN when there is none."""
    return max(labels, key=STRENGTH.index, default=Quality.UNKNOWN)


def label(source: str, metric: str, day: date, today: date) -> Quality:
    """The label of one stored value, by its source, its metric and how fresh its day is."""
    if source.startswith("replay"):
        return Quality.SPREAD
    if source.startswith("import:"):
        return Quality.IMPORTED
    if source.startswith(KEPT):
        return Quality(source.split(":", 2)[1])
    if metric in HISTORY_METRICS:
        return Quality.PROVISIONAL if day >= today - timedelta(days=1) else Quality.RETAINED
    if source == "git" and day >= today:
        return Quality.PROVISIONAL
    return Quality.EXACT


def shown(source: str) -> str:
    """A source as people know it."""
    return source.split(":", 2)[2] if source.startswith(KEPT) else source


def kept(source: str, quality: Quality) -> str:
    """How a row of the tracker's own export is stored when it is read in again: as it was."""
    return f"{KEPT}{quality}:{source}"


def of_metric(metric: str, inputs: Iterable[Quality]) -> Quality:
    """The label of a metric's value: as its inputs when it is stored as it is, else at best derived."""
    least = [] if metric in AS_STORED else [Quality.DERIVED]
    return weakest([*inputs, *least])
