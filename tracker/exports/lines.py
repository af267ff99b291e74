"""Text lines made many at once: what is the same for a whole series is formatted once, not once a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from tracker.exports.base import Chunk, Days, Floats, number

BLOCK = 100_000  # rows made at once; bounds the memory
LAST = 80 * 366  # days after 1970 whose texts are kept: a slice of a list instead of a conversion


def lines(
    chunk: Chunk,
    head: Callable[[Chunk], str],
    before_age: str,
    before_value: str,
    tail: Callable[[str, str], str],
    day: Callable[[Days], Sequence[object]] | None = None,
) -> bytes:
    """The chunk's rows as one piece of text: head, day, [before_age, age,] before_value, value, tail.

    `head` sees the chunk, `tail` a (source, quality) pair; both are called once for all rows alike.
    """
    first, days, amounts = head(chunk), (day or iso)(chunk.days), texts(chunk.values)
    tails = [tail(*words) for words in chunk.words]
    endings = (
        tails[:1] * len(chunk) if chunk.codes is None else [tails[code] for code in chunk.codes.tolist()]
    )
    between = before_value
    if chunk.ages is not None:
        between = before_age
        amounts = [f"{a}{before_value}{v}" for a, v in zip(chunk.ages.tolist(), amounts, strict=True)]
    rows = zip(days, amounts, endings, strict=True)
    return "".join([f"{first}{a}{between}{v}{ending}" for a, v, ending in rows]).encode()


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


def iso(days: Days) -> Sequence[str]:
    """Days as ISO text."""
    numbers = days.astype("datetime64[D]").astype(np.int64)
    if not len(numbers) or numbers[0] < 0 or numbers[-1] >= LAST:
        return list(np.datetime_as_string(days.astype("datetime64[D]")))
    known = _calendar()
    if numbers[-1] - numbers[0] == len(numbers) - 1:  # ascending and no day missing: nearly every series
        return known[numbers[0] : numbers[-1] + 1]
    return [known[day] for day in numbers.tolist()]


@cache
def _calendar() -> list[str]:
    return [str(day) for day in np.datetime_as_string(np.arange(LAST).astype("datetime64[D]"))]


def texts(values: Floats) -> Sequence[str]:
    """Values to be written: counts without a decimal point, others as short as reads back alike."""
    if bool((np.abs(values) < 2**53).all()) and bool((np.floor(values) == values).all()):
        return list(map(str, values.astype(np.int64).tolist()))
    return [repr(number(value)) for value in values.tolist()]
