"""From chunks to a wide table: one column a series, rows by day or age, in flat memory.

Columns come one after another, rows are wanted across all of them: the values wait in a file that has no
name and goes when it is closed, and are read back a stretch of days at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from tracker.exports.base import Chunk, Wide
from tracker.series.query import Query

CELL = np.dtype([("at", "<i8"), ("value", "<f8")])
CELLS = 2_000_000  # of a block of rows


@contextmanager
def table(chunks: Iterable[Chunk], query: Query) -> Iterator[Wide]:
    """The wide table of a query: columns are repositories, with the metric behind it if there are several."""
    several = len(query.metrics) > 1
    columns = [
        (f"{r.full_name} {metric}" if several else r.full_name, r.github_id, metric)
        for metric in query.metrics
        for r in query.repositories
        if r.github_id is not None
    ]
    with wide(chunks, columns, query.axis) as found:
        yield found


@contextmanager
def wide(chunks: Iterable[Chunk], columns: Sequence[tuple[str, int, str]], axis: str) -> Iterator[Wide]:
    """The table of some chunks. `columns` are (name, repository id, metric), in their order.

    A row stands for every day (period, age) on which any of the series is known.
    """
    with tempfile.TemporaryFile() as spool:
        places, labels = _spool(chunks, spool, axis)
        cells = _mapped(spool)
        parts = [cells[slice(*places.get((number, metric), (0, 0)))] for _, number, metric in columns]
        form = "int64" if axis == "age" else "datetime64[D]"
        blocks = _blocks(parts, np.array(sorted(labels), dtype=np.int64), form)
        yield Wide("age" if axis == "age" else "day", tuple(name for name, _, _ in columns), blocks)


def _spool(
    chunks: Iterable[Chunk], spool: IO[bytes], axis: str
) -> tuple[dict[tuple[int, str], tuple[int, int]], set[int]]:
    places: dict[tuple[int, str], tuple[int, int]] = {}
    labels: set[int] = set()
    written = 0
    for chunk in chunks:
        at = chunk.ages if axis == "age" and chunk.ages is not None else chunk.days.astype("datetime64[D]")
        cells = np.empty(len(chunk), dtype=CELL)
        cells["at"], cells["value"] = at.astype(np.int64), chunk.values
        spool.write(cells.tobytes())
        labels.update(cells["at"].tolist())
        places[(chunk.github_id, chunk.metric)] = (written, written + len(chunk))
        written += len(chunk)
    spool.flush()
    return places, labels


def _mapped(spool: IO[bytes]) -> npt.NDArray[Any]:
    if not spool.tell():
        return np.empty(0, dtype=CELL)
    return np.memmap(spool, dtype=CELL, mode="r")


def _blocks(
    parts: Sequence[npt.NDArray[Any]], labels: npt.NDArray[np.int64], form: str
) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[np.float64]]]:
    rows = max(CELLS // max(len(parts), 1), 1)
    for start in range(0, len(labels), rows):
        here = labels[start : start + rows]
        matrix = np.full((len(here), len(parts)), np.nan)
        for column, part in enumerate(parts):
            low, high = np.searchsorted(part["at"], (here[0], here[-1] + 1))
            matrix[np.searchsorted(here, part["at"][low:high]), column] = part["value"][low:high]
        yield here.astype(form), matrix
