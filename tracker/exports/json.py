"""JSON: one array of objects, one line each; written as a stream, read by any parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from tracker.exports.base import Chunk, Wide
from tracker.exports.jsonl import objects, wide_object
from tracker.exports.lines import pieces

BETWEEN = ",\n"


def write(chunks: Iterable[Chunk], stream: IO[bytes], axis: str = "calendar") -> int:
    """Write the array; returns the number of rows."""

    def texts() -> Iterator[tuple[bytes, int]]:
        for chunk in chunks:
            for piece in pieces(chunk):
                yield objects(piece, BETWEEN)[: -len(BETWEEN)], len(piece)

    return _array(texts(), stream)


def write_wide(table: Wide, stream: IO[bytes]) -> int:
    """Write the array, one object an index; an unknown value is null."""
    return _array(((wide_object(table, *row).encode(), 1) for row in table.rows()), stream)


def _array(texts: Iterable[tuple[bytes, int]], stream: IO[bytes]) -> int:
    count = 0
    stream.write(b"[")
    for text, many in texts:
        stream.write(BETWEEN.encode() if count else b"\n")
        stream.write(text)
        count += many
    stream.write(b"\n]\n")
    return count
