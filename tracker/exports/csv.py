"""CSV: UTF-8, comma, LF, one header; cells that a spreadsheet would run as a formula are made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import IO

from tracker.exports import columns
from tracker.exports.base import Chunk, Wide, number
from tracker.exports.lines import lines, pieces

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(chunks: Iterable[Chunk], stream: IO[bytes], axis: str = "calendar") -> int:
    """Write header and rows; returns the number of rows."""
    stream.write((",".join(columns(axis)) + "\n").encode())
    count = 0
    for chunk in chunks:
        for piece in pieces(chunk):
            stream.write(lines(piece, _head, ",", ",", _tail))
            count += len(piece)
    return count


def write_wide(table: Wide, stream: IO[bytes]) -> int:
    """Write one row an index; an unknown value is an empty cell."""
    stream.write(row([table.index, *table.columns]).encode())
    count = 0
    for index, values in table.rows():
        cells = ["" if v is None else repr(number(v)) for v in values]
        stream.write(f"{index},{','.join(cells)}\n".encode())
        count += 1
    return count


def _head(chunk: Chunk) -> str:
    return row([chunk.repository, chunk.github_id, chunk.metric])[:-1] + ","


def _tail(source: str, quality: str) -> str:
    return "," + row([source, quality])


def row(cells: Iterable[object]) -> str:
    """Cells as a line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([safe(cell) for cell in cells])
    return text.getvalue()


def safe(cell: object) -> object:
    """A cell as a spreadsheet may open it: text that looks like a formula gets an apostrophe before it."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def bare(cell: str) -> str:
    """What `safe` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
