"""Parquet: zstd, words as dictionaries, days as dates; read as plain columns by every reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from tracker.exports.base import Chunk, Wide
from tracker.exports.lines import pieces

ROWS = 500_000  # a row group; bounds the memory
WORDS = pa.dictionary(pa.int32(), pa.string())


def schema(axis: str = "calendar") -> pa.Schema:
    """The columns of the long shape."""
    age = [pa.field("age", pa.int32(), nullable=False)] if axis == "age" else []
    return pa.schema(
        [
            pa.field("repository", WORDS, nullable=False),
            pa.field("github_id", pa.int64(), nullable=False),
            pa.field("metric", WORDS, nullable=False),
            pa.field("day", pa.date32(), nullable=False),
            *age,
            pa.field("value", pa.float64(), nullable=False),
            pa.field("source", WORDS, nullable=False),
            pa.field("quality", WORDS, nullable=False),
        ]
    )


def write(chunks: Iterable[Chunk], stream: IO[bytes], axis: str = "calendar") -> int:
    """Write rows in row groups of about ROWS; returns the number of rows."""
    count, waiting, rows = 0, list[Chunk](), 0
    with _writer(stream, schema(axis)) as writer:
        for chunk in chunks:
            for piece in pieces(chunk):
                waiting.append(piece)
                rows += len(piece)
                if rows >= ROWS:
                    writer.write_table(table(waiting, axis))
                    count, waiting, rows = count + rows, [], 0
        if waiting:
            writer.write_table(table(waiting, axis))
    return count + rows


def write_wide(wide: Wide, stream: IO[bytes]) -> int:
    """Write one column a series; an unknown value is null."""
    index = pa.field(wide.index, pa.date32() if wide.index == "day" else pa.int64(), nullable=False)
    form = pa.schema([index, *(pa.field(name, pa.float64()) for name in wide.columns)])
    count = 0
    with _writer(stream, form) as writer:
        for labels, matrix in wide.blocks:
            values = [pa.array(np.ascontiguousarray(column), from_pandas=True) for column in matrix.T]
            writer.write_table(
                pa.Table.from_arrays([pa.array(labels).cast(index.type), *values], schema=form)
            )
            count += len(labels)
    return count


def table(chunks: Sequence[Chunk], axis: str = "calendar") -> pa.Table:
    """Chunks as one table."""
    lengths = [len(c) for c in chunks]
    words = [pair for c in chunks for pair in c.words]
    starts = np.cumsum([0, *(len(c.words) for c in chunks)])
    codes = np.concatenate(
        [
            np.full(len(c), at) if c.codes is None else c.codes + at
            for c, at in zip(chunks, starts, strict=False)
        ]
    )
    ages = [c.ages for c in chunks if c.ages is not None]
    return pa.Table.from_arrays(
        [
            _repeated([c.repository for c in chunks], np.repeat(np.arange(len(chunks)), lengths)),
            pa.array(np.repeat(np.array([c.github_id for c in chunks], dtype=np.int64), lengths)),
            _repeated([c.metric for c in chunks], np.repeat(np.arange(len(chunks)), lengths)),
            pa.array(np.concatenate([c.days for c in chunks]).astype("datetime64[D]")),
            *([pa.array(np.concatenate(ages), pa.int32())] if axis == "age" else []),
            pa.array(np.concatenate([c.values for c in chunks])),
            _repeated([source for source, _ in words], codes),
            _repeated([quality for _, quality in words], codes),
        ],
        schema=schema(axis),
    )


def _repeated(words: Sequence[str], codes: np.ndarray) -> pa.DictionaryArray:
    """Words chosen by codes, as a dictionary in which no word stands twice."""
    number = {word: n for n, word in enumerate(dict.fromkeys(words))}
    places = np.array([number[word] for word in words], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(places[codes]), pa.array(list(number), pa.string()))


def _writer(stream: IO[bytes], form: pa.Schema) -> pq.ParquetWriter:
    # Without Arrow's own schema the words are read as text by everybody, not as Arrow's dictionaries.
    return pq.ParquetWriter(stream, form, compression="zstd", store_schema=False)
