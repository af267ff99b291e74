"""What of a column is drawn: from its first known value to its last one."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from tracker.series.periods import Days


class KnownPart(NamedTuple):
    """A column from its first known value to its last one, with the gaps between them."""

    days: list[date]
    values: list[float]
    labels: list[Any]


def known_part(days: Days, cells: npt.NDArray[Any], labels: npt.NDArray[Any] | None) -> KnownPart:
    """The part of some cells, with the labels of each where they are asked for."""
    there = np.flatnonzero(~np.isnan(cells))
    part = slice(there[0], there[-1] + 1) if len(there) else slice(0)
    return KnownPart(
        days[part].tolist(), cells[part].tolist(), [] if labels is None else labels[part].tolist()
    )
