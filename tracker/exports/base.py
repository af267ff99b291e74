"""What goes into a format: chunks of one series each (long), or blocks of rows under a header (wide)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]  # datetime64[D]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of one series, days ascending, no unknown value in it.

    `words` are the distinct (source, quality) pairs, `codes` says which one each value has (None: the
    first has them all). `ages` are days since the repository was created, when the axis is age.
    """

    repository: str
    github_id: int
    metric: str
    days: Days
    values: Floats
    words: tuple[tuple[str, str], ...]
    codes: npt.NDArray[np.intp] | None = None
    ages: npt.NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True)
class Wide:
    """A table with one column a series: `index` is 'day' or 'age', NaN is unknown.

    blocks: pairs of the index (datetime64[D] or whole numbers) and a matrix of rows by columns.
    """

    index: str
    columns: tuple[str, ...]
    blocks: Iterable[tuple[npt.NDArray[Any], Floats]]

    def rows(self) -> Iterator[tuple[Any, list[float | None]]]:
        """Row by row: the index as a date or whole number, and the values, None where unknown."""
        for index, matrix in self.blocks:
            for label, row in zip(index.tolist(), matrix.tolist(), strict=True):
                yield label, [None if value != value else value for value in row]


def number(value: float) -> int | float:
    """A count without its decimal point; anything else as it is."""
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
