"""One file of a lake: sorted by repository and day, row groups that begin and end with a repository."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tracker.exports.base import Chunk
from tracker.exports.files import whole_file
from tracker.lake.parts import SORTED, digest, rows

GROUP = 32_768  # rows: readers skip what the statistics of a group rule out
MARK = b"tracker.rows"  # in the footer: the digest of the rows


def write(path: Path, chunks: Sequence[Chunk]) -> None:
    """Write a file's rows, with statistics of every group and page, and their digest in its footer."""
    form = rows(chunks[:1]).schema
    order = [pq.SortingColumn(form.get_field_index(name)) for name in SORTED]
    with whole_file(path) as stream, pq.ParquetWriter(
        stream, form, compression="zstd", store_schema=False, write_page_index=True, sorting_columns=order
    ) as writer:  # fmt: skip
        for group in groups(chunks):
            told: pa.Table = rows(group)
            writer.write_table(told, row_group_size=len(told))
        writer.add_key_value_metadata({MARK: digest(chunks)})


def digest_in(path: Path) -> str | None:
    """The digest of the rows of a file; None when it is no whole file of ours."""
    try:
        told = pq.read_metadata(path).metadata or {}
    except (pa.ArrowInvalid, OSError):
        return None
    return told[MARK].decode() if MARK in told else None


def read(path: Path, metric: str, only: Collection[int] | None = None) -> list[Chunk]:
    """The rows of a file by repository (of some by their numbers), as they were written."""
    wanted = None if only is None else [("github_id", "in", list(only))]
    told = pq.read_table(path, filters=wanted, partitioning=None)
    numbers = told["github_id"].to_numpy()
    edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(numbers)]
    return [_chunk(told.slice(low, high - low), metric) for low, high in pairwise(edges) if high > low]


def _chunk(told: pa.Table, metric: str) -> Chunk:
    pairs = list(zip(told["source"].to_pylist(), told["quality"].to_pylist(), strict=True))
    words = tuple(sorted(set(pairs)))
    place = {pair: code for code, pair in enumerate(words)}
    return Chunk(
        told["repository"][0].as_py(), told["github_id"][0].as_py(), metric, told["day"].to_numpy(),
        told["value"].to_numpy(), words, np.fromiter(map(place.__getitem__, pairs), np.intp, len(pairs)),
    )  # fmt: skip


def groups(chunks: Sequence[Chunk]) -> Iterator[list[Chunk]]:
    """Whole series until there are enough rows for a group."""
    waiting: list[Chunk] = []
    for chunk in chunks:
        waiting.append(chunk)
        if sum(map(len, waiting)) >= GROUP:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
