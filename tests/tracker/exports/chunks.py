"""Chunks for the tests of formats, tame and wild."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tracker.exports.base import Chunk

DAY = date(2026, 1, 1)


def chunk(
    values: list[float],
    repository: str = "Theano/Theano",
    metric: str = "stars",
    first: date = DAY,
    **more: Any,
) -> Chunk:
    """One series of neighbouring days."""
    days = np.datetime64(first, "D") + np.arange(len(values))
    words = more.pop("words", (("github", "exact"),))
    return Chunk(repository, 7, metric, days, np.array(values, dtype=float), words, **more)


words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00\r"), max_size=12)
numbers = st.one_of(st.integers(0, 10**9).map(float), st.floats(allow_nan=False, allow_infinity=False))


@st.composite
def wild(draw: Any) -> list[Chunk]:
    """Any series with any words, some of them empty."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        values = draw(st.lists(numbers, max_size=6))
        pairs = tuple(draw(st.lists(st.tuples(words, words), min_size=1, max_size=3, unique=True)))
        codes = draw(st.lists(st.integers(0, len(pairs) - 1), min_size=len(values), max_size=len(values)))
        first = draw(st.dates(date(1970, 1, 1), date(2200, 1, 1)))
        found.append(
            chunk(values, draw(words), draw(words), first, words=pairs, codes=np.array(codes, dtype=np.intp))
        )
    return found


def rows(chunks: list[Chunk]) -> list[tuple[Any, ...]]:
    """What any reader must find in a file of these."""
    found = []
    for c in chunks:
        codes = [0] * len(c) if c.codes is None else c.codes.tolist()
        for day, value, code in zip(c.days.tolist(), c.values.tolist(), codes, strict=True):
            found.append((c.repository, c.github_id, c.metric, day, value, *c.words[code]))
    return found
