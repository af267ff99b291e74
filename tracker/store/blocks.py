"""Stored series as arrays: many rows of the driver cut into one block for each repository and metric."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Block:
    """One stored series: days ascending, values, and for each value the name of its source."""

    days: npt.NDArray[np.datetime64]
    values: npt.NDArray[np.float64]
    sources: npt.NDArray[np.int16]
    source_names: dict[int, str]

    def source_of(self, index: int) -> str:
        """The source of one value."""
        return self.source_names[int(self.sources[index])]


def cut(
    rows: Sequence[tuple[Any, ...]], names: dict[int, str], sources: dict[int, str]
) -> dict[tuple[int, str], Block]:
    """Rows (repository, metric, day, value, source), ordered by the first three, as blocks."""
    if not rows:
        return {}
    repositories, metrics, days, values, source_ids = zip(*rows, strict=True)
    ids = np.array(repositories, dtype=np.int64)
    kinds = np.array(metrics, dtype=np.int16)
    day = np.array(days, dtype="datetime64[D]")
    value = np.array(values, dtype=np.float64)
    origin = np.array(source_ids, dtype=np.int16)
    edges = np.flatnonzero((np.diff(ids) != 0) | (np.diff(kinds) != 0)) + 1
    found = {}
    for part in np.split(np.arange(len(ids)), edges):
        lo, hi = part[0], part[-1] + 1
        key = (int(ids[lo]), names[int(kinds[lo])])
        found[key] = Block(day[lo:hi], value[lo:hi], origin[lo:hi], sources)
    return found
