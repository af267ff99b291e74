"""A series that was kept, with its last part made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from tracker.series.provenance import Provenance
from tracker.series.series import Series


class NotSpliced(ValueError):
    """The two do not fit: make the whole anew."""


def spliced(old: Series, new: Series, day: date) -> Series:
    """`old` before a day and `new` from it on, both by day. Raises NotSpliced where old begins later."""
    low, high = (int(np.searchsorted(one.days, np.datetime64(day))) for one in (old, new))
    if old.extent is None or new.extent is None:
        if new.extent is None and low == len(old):
            return old
        raise NotSpliced(f"{old.metric} of {old.name}: nothing was known before or is any more")
    last = replace(new, days=new.days[high:], values=new.values[high:], said=_said(new, high))
    before, after = old.provenance[:low], last.provenance
    return replace(
        new,
        days=np.concatenate([old.days[:low], last.days]),
        values=np.concatenate([old.values[:low], last.values]),
        said=Provenance(
            np.concatenate([before.codes, after.codes + len(before.pairs)]), before.pairs + after.pairs
        ),
        extent=(min(old.extent[0], new.extent[0]), new.extent[1]),
    )


def _said(series: Series, low: int) -> Any:
    """Where the values from a place on come from: worked out for those alone, when it was not yet."""
    return series.said[low:] if isinstance(series.said, Provenance) else series.said
