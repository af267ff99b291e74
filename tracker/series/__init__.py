"""Series: the one road by which anybody gets a number from the store."""

from tracker.series.door import open_history
from tracker.series.history import History, UnknownMetric
from tracker.series.listed import UnknownCategory, UnknownList
from tracker.series.sample import Sample
from tracker.series.series import Series
from tracker.series.tracked import Tracked, UnknownRepository

__all__ = [
    "History", "Sample", "Series", "Tracked", "UnknownCategory", "UnknownList", "UnknownMetric",
    "UnknownRepository", "open_history",
]  # fmt: skip
