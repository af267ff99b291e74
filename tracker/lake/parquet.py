"""One file of a lake: sorted by repository and day, row groups that begin and end with a repository."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

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
