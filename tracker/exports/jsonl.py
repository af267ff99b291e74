"""JSON Lines: one object a line, UTF-8, LF."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from tracker.exports.base import Chunk, Wide, number
from tracker.exports.lines import lines, pieces


def write(chunks: Iterable[Chunk], stream: IO[bytes], axis: str = "calendar") -> int:
    """Write one object a row; returns the number of rows."""
    count = 0
    for chunk in chunks:
        for piece in pieces(chunk):
            stream.write(objects(piece, "\n"))
            count += len(piece)
    return count


def write_wide(table: Wide, stream: IO[bytes]) -> int:
    """Write one object an index; an unknown value is null."""
    count = 0
    for index, values in table.rows():
        stream.write((wide_object(table, index, values) + "\n").encode())
        count += 1
    return count


def objects(chunk: Chunk, ending: str) -> bytes:
    """The rows of a chunk as objects, each followed by `ending`."""
    return lines(
        chunk,
        lambda c: (
            f'{{"repository": {text(c.repository)}, "github_id": {c.github_id}, '
            f'"metric": {text(c.metric)}, "day": "'
        ),
        '", "age": ',
        ', "value": ' if chunk.ages is not None else '", "value": ',
        lambda source, quality: f', "source": {text(source)}, "quality": {text(quality)}}}{ending}',
    )


def wide_object(table: Wide, index: Any, values: list[float | None]) -> str:
    """One row of a wide table as an object."""
    cells = (None if v is None else number(v) for v in values)
    label = index if isinstance(index, int) else str(index)
    row = {table.index: label, **dict(zip(table.columns, cells, strict=True))}
    return json.dumps(row, ensure_ascii=False, allow_nan=False)


def text(value: str) -> str:
    """A string as JSON; a lone surrogate is escaped, so that the file stays UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return json.dumps(value, ensure_ascii=False)
