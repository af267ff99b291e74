"""Stars of a new day without reading all that ever came: the past is moved by what was taken back since.

Days that were not read are counted back from the last reading: `tracker.metrics.stars`. A new reading moves
all of them alike, by as many stars as came or went without being among those that came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from tracker.metrics.base import among
from tracker.series import History, Repository
from tracker.series.compact import from_bytes
from tracker.series.series import Series
from tracker.series.splice import NotSpliced, spliced

STARS, COUNTS, ARRIVALS = "stars", "star_count", "star_arrivals"


def gone_on_with(recent: History, repository: Repository, day: date, kept: Mapping[str, bytes]) -> Series:
    """Stars by day: what was kept up to a day, moved, and what `recent` says from it on.

    `recent` has all readings, and what came since that day. Raises NotSpliced where what was kept cannot be
    moved, KeyError and UnreadableSeries where there is nothing kept.
    """
    old, new = from_bytes(kept[STARS]), recent.series(STARS, repository)
    counts = recent.cache.stored(COUNTS, repository)
    if counts is None or not len(old) or not len(new):
        raise NotSpliced(f"{repository.full_name} was never read, or not any more")
    counted_back = ~among(old.days, counts[0])
    if counted_back.any():
        if counted_back[-1] or counts[0][-1] != new.days[-1]:
            raise NotSpliced(f"the last day known of {repository.full_name} was not read")
        came = from_bytes(kept[ARRIVALS]), recent.series(ARRIVALS, repository)
        moved = _before(new, came[1], day) - _before(old, came[0], day)
        if moved > 0 and (old.values[counted_back] == 0).any():
            raise NotSpliced(f"{repository.full_name}: what was cut off at nought cannot be moved up")
        values = np.where(counted_back, np.maximum(old.values + moved, 0), old.values)
        old = replace(old, values=values)
    return spliced(old, new, day)


def _before(stars: Series, came: Series, day: date) -> float:
    """The last reading less all that is known to have come from a day on up to it."""
    since = (came.days >= np.datetime64(day)) & (came.days <= stars.days[-1])
    return float(stars.values[-1] - came.values[since].sum())
