"""Series: the one road by which anybody gets a number from the store."""

from tracker.series.followed import Repository, UnknownRepository
from tracker.series.history import History, UnknownMetric
from tracker.series.listed import UnknownCategory, UnknownList
from tracker.series.opening import open_history
from tracker.series.sample import Sample
from tracker.series.series import Series

__all__ = [
    "History",
    "Repository",
    "Sample",
    "Series",
    "UnknownCategory",
    "UnknownList",
    "UnknownMetric",
    "UnknownRepository",
    "open_history",
]  # fmt: skip
