"""Text lines made many at once: what is the same for a whole series is formatted once, not once a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracker.exports.base import Chunk, Days, Floats, number

BLOCK = 100_000  # rows made at once; bounds the memory


def lines(
    chunk: Chunk,
    head: Callable[[Chunk], str],
    before_age: str,
    before_value: str,
    tail: Callable[[str, str], str],
    day: Callable[[Days], pa.Array] | None = None,
) -> bytes:
    """The chunk's rows as one piece of text: head, day, [before_age, age,] before_value, value, tail.

    `head` sees the chunk, `tail` a (source, quality) pair; both are called once for all rows alike.
    """
    tails = pa.array([tail(*words) for words in chunk.words], pa.string())
    endings: Any = tails[0] if chunk.codes is None else tails.take(pa.array(chunk.codes))
    ages = () if chunk.ages is None else (before_age, pa.array(chunk.ages).cast(pa.string()))
    parts = (head(chunk), (day or iso)(chunk.days), *ages, before_value, texts(chunk.values), endings)
    joined = pc.binary_join_element_wise(*parts, "")
    return flat(joined)


def pieces(chunk: Chunk) -> list[Chunk]:
    """The chunk in stretches of at most BLOCK rows."""
    if len(chunk) <= BLOCK:
        return [chunk] if len(chunk) else []
    return [cut(chunk, at, at + BLOCK) for at in range(0, len(chunk), BLOCK)]


def cut(chunk: Chunk, low: int, high: int) -> Chunk:
    """Rows low..high (excluded) of a chunk."""
    codes = None if chunk.codes is None else chunk.codes[low:high]
    ages = None if chunk.ages is None else chunk.ages[low:high]
    same = (chunk.repository, chunk.github_id, chunk.metric)
    return Chunk(*same, chunk.days[low:high], chunk.values[low:high], chunk.words, codes, ages)


def iso(days: Days) -> pa.Array:
    """Days as ISO text."""
    return pa.array(days.astype("datetime64[D]")).cast(pa.string())


def texts(values: Floats) -> pa.Array:
    """Values as text: counts without a decimal point, others in the shortest form that reads back alike."""
    if bool((np.abs(values) < 2**53).all()) and bool((np.floor(values) == values).all()):
        return pa.array(values.astype(np.int64)).cast(pa.string())
    return pa.array([repr(number(value)) for value in values.tolist()], pa.string())


def flat(array: pa.Array) -> bytes:
    """The text of an Arrow string array, all in one piece and without copying cell by cell."""
    offsets = np.frombuffer(array.buffers()[1], dtype=np.int32)[array.offset : array.offset + len(array) + 1]
    if not len(array):
        return b""
    return bytes(memoryview(array.buffers()[2])[int(offsets[0]) : int(offsets[-1])])
