"""Partitioned Parquet: a folder with files by repository, metric or year, as DuckDB and others read it.

The partition is in the folder's name (`metric=stars/`), the way Hive began it, and not in the files.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pyarrow.parquet as pq

from tracker.exports.base import Chunk
from tracker.exports.lines import cut, pieces
from tracker.exports.parquet import ROWS, schema, table

BY = ("metric", "repository", "year")


def write(chunks: Iterable[Chunk], folder: Path, by: str, axis: str = "calendar") -> int:
    """Write rows below `folder`; returns their number. Raises ValueError for an unknown `by`."""
    if by not in BY:
        raise ValueError(f"a partition is by {', '.join(BY)}, not {by!r}")
    return _write(((key, piece) for c in chunks for key, piece in _parted(c, by)), folder, by, axis)


def _parted(chunk: Chunk, by: str) -> Iterator[tuple[str, Chunk]]:
    if by != "year":
        for piece in pieces(chunk):
            yield getattr(chunk, by), piece
        return
    years = chunk.days.astype("datetime64[Y]").astype(int) + 1970
    edges = [0, *(np.flatnonzero(np.diff(years)) + 1).tolist(), len(years)]
    for low, high in pairwise(edges):
        for piece in pieces(cut(chunk, low, high)):
            yield str(years[low]), piece


def _write(parts: Iterable[tuple[str, Chunk]], folder: Path, by: str, axis: str) -> int:
    waiting: dict[str, list[Chunk]] = {}
    numbers: Counter[str] = Counter()
    count = rows = 0
    for key, piece in parts:
        waiting.setdefault(key, []).append(piece)
        count, rows = count + len(piece), rows + len(piece)
        if rows >= ROWS:
            _flush(waiting, numbers, folder, by, axis)
            rows = 0
    _flush(waiting, numbers, folder, by, axis)
    return count


def _flush(waiting: dict[str, list[Chunk]], numbers: Counter[str], folder: Path, by: str, axis: str) -> None:
    """Write what waits, a new file a partition: no file stays open, however many partitions there are."""
    left = [name for name in schema(axis).names if name != by]
    for key, chunks in waiting.items():
        place = folder / f"{by}={quote(key, safe='')}"
        place.mkdir(exist_ok=True)
        rows = table(chunks, axis).select(left)
        with (place / f"part-{numbers[key]}.parquet").open("wb") as stream:
            with pq.ParquetWriter(stream, rows.schema, compression="zstd", store_schema=False) as writer:
                writer.write_table(rows)
            stream.flush()
            os.fsync(stream.fileno())
        numbers[key] += 1
    waiting.clear()
