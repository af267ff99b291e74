"""Excel: a workbook written as a stream, a new sheet whenever one is full; text is text, never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from tracker.exports import WIDEST, columns
from tracker.exports.base import Chunk, Days, Wide, number
from tracker.exports.lines import cut, lines, pieces
from tracker.exports.workbook import FULL, cell, workbook

EPOCH = 25_569  # 1970-01-01 as Excel counts days


class TooWide(ValueError):
    """A sheet cannot hold so many columns."""


def write(chunks: Iterable[Chunk], stream: IO[bytes], axis: str = "calendar") -> int:
    """Write rows; returns their number."""

    def rows() -> Iterator[tuple[bytes, int]]:
        room = FULL - 1
        for chunk in chunks:
            for piece in pieces(chunk):
                rest = piece
                while len(rest):  # no piece of text may reach over the end of a sheet
                    now = cut(rest, 0, room)
                    yield _lines(now), len(now)
                    rest, room = cut(rest, len(now), len(rest)), room - len(now) or FULL - 1

    return workbook(stream, columns(axis), rows())


def write_wide(table: Wide, stream: IO[bytes]) -> int:
    """Write one row an index; an unknown value is an empty cell. Raises TooWide."""
    if len(table.columns) + 1 > WIDEST:
        raise TooWide(
            f"Excel holds {WIDEST:,} columns, this has {len(table.columns) + 1:,}: "
            "choose fewer repositories or metrics, the long shape, or another format"
        )
    return workbook(stream, (table.index, *table.columns), _wide_rows(table))


def _wide_rows(table: Wide) -> Iterator[tuple[bytes, int]]:
    for index, matrix in table.blocks:
        labels = index.astype("datetime64[D]").astype(int) + EPOCH if table.index == "day" else index
        style = ' s="1"' if table.index == "day" else ""
        for label, row in zip(labels.tolist(), matrix.tolist(), strict=True):
            cells = "".join("<c/>" if v != v else f"<c><v>{number(v)!r}</v></c>" for v in row)
            yield f"<row><c{style}><v>{label}</v></c>{cells}</row>".encode(), 1


def _lines(chunk: Chunk) -> bytes:
    return lines(
        chunk,
        lambda c: f'<row>{cell(c.repository)}<c><v>{c.github_id}</v></c>{cell(c.metric)}<c s="1"><v>',
        "</v></c><c><v>",
        "</v></c><c><v>",
        lambda source, quality: f"</v></c>{cell(source)}{cell(quality)}</row>",
        _serials,
    )


def _serials(days: Days) -> Sequence[int]:
    return list(map(int, days.astype("datetime64[D]").astype("int64") + EPOCH))
