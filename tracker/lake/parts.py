"""How a lake is cut: into folders by metric and year, in them into files by slices of repositories. Pure.

A repository's slice is its number modulo how many slices there are, which the files' own names tell: nothing
is kept beside them. A year that was over when it was first written is one file a slice; a year that was
written while it ran stays in files by month, so that a night writes the running month alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

import numpy as np
import pyarrow as pa

from tracker.exports.base import Chunk
from tracker.exports.lines import cut
from tracker.exports.parquet import schema, table

A_SLICE = 500  # repositories in a slice of a new lake, which may grow to several times that
SORTED = ("github_id", "day")
NAME = re.compile(
    r"metric=([a-z_]+)/year=(\d{4})/part-(\d{4,})-of-(\d{4,})(?:-m(\d\d))?(-[0-9a-f]+)?\.parquet"
)
LAYOUT = "1"  # to be raised when the same rows are to be written anew


@dataclass(frozen=True, slots=True)
class LakePart:
    """One file's rows: those of a metric, a year (or a month of it) and a slice of the repositories."""

    metric: str
    year: int
    slice: int
    slices: int
    month: int | None = None

    @property
    def folder(self) -> str:
        """The partition, as Hive writes it."""
        return f"metric={self.metric}/year={self.year:04}"

    @property
    def stem(self) -> str:
        """The file's name without what a kind of lake adds to it."""
        month = "" if self.month is None else f"-m{self.month:02}"
        return f"part-{self.slice:04}-of-{self.slices:04}{month}"


class Lake(Protocol):
    """What both kinds of lake can do."""

    def parts(self) -> Collection[LakePart]: ...
    def rows(self, part: LakePart, only: Collection[int] | None = None) -> list[Chunk]: ...
    def put(self, part: LakePart, chunks: Sequence[Chunk]) -> bool: ...
    def remove(self, part: LakePart) -> None: ...
    def commit(self, vintage: str) -> None: ...
    def state(self) -> str: ...


@dataclass
class LakeWritten:
    """What was done: rows read for it, and files written, left as they were, and taken away."""

    rows: int = 0
    written: int = 0
    kept: int = 0
    removed: int = 0


def part_of(path: str) -> LakePart | None:
    """The part whose file this is, by its path below the lake; None for any other file."""
    found = NAME.fullmatch(path)
    if found is None:
        return None
    year, number, of = map(int, found.group(2, 3, 4))
    return LakePart(found[1], year, number, of, int(found[5]) if found[5] else None)


def slices_for(repositories: int) -> int:
    """How many slices a new lake of so many repositories gets."""
    return max(1, -(-repositories // A_SLICE))


def parted(chunks: Sequence[Chunk], like: LakePart, had: Collection[LakePart], running: int) -> Iterator[
    tuple[LakePart, list[Chunk]]
]:  # fmt: skip
    """The rows of one metric and slice by part; `like` says which, `had` what the lake has of them.

    `running`: the year that is not over.
    """
    monthly = {p.year for p in had if p.month is not None}
    monthly |= {running} - {p.year for p in had if p.month is None}
    found: dict[LakePart, list[Chunk]] = {}
    for chunk in chunks:
        months = chunk.days.astype("datetime64[M]").astype(int)
        years = months // 12 + 1970
        marks = np.where(np.isin(years, list(monthly)), months, -years)
        edges = [0, *(np.flatnonzero(np.diff(marks)) + 1).tolist(), len(marks)]
        for low, high in pairwise(edges):
            month = int(months[low]) % 12 + 1 if marks[low] >= 0 else None
            part = replace(like, year=int(years[low]), month=month)
            found.setdefault(part, []).append(settled(cut(chunk, low, high)))
    yield from sorted(found.items(), key=lambda item: (item[0].year, item[0].month or 0))


def settled(chunk: Chunk) -> Chunk:
    """The same rows with the words that stand in them alone, in one order: equal rows are equal bytes."""
    codes = np.zeros(len(chunk), dtype=np.intp) if chunk.codes is None else chunk.codes
    used = np.unique(codes).tolist()
    words = sorted(chunk.words[code] for code in used)
    turn = np.zeros(len(chunk.words), dtype=np.intp)
    turn[used] = [words.index(chunk.words[code]) for code in used]
    return replace(chunk, words=tuple(words), codes=turn[codes])


def digest(chunks: Sequence[Chunk]) -> str:
    """A name for these rows, whatever they were made from: the same rows, the same name."""
    told = hashlib.sha256(f"{LAYOUT} {schema()}".encode())
    for chunk in chunks:
        told.update(repr((chunk.repository, chunk.github_id, chunk.words, len(chunk))).encode())
        for column in (chunk.days.astype("<i8"), chunk.values.astype("<f8"), chunk.codes):
            if column is not None:
                told.update(np.ascontiguousarray(column).astype(column.dtype.newbyteorder("<")).tobytes())
    return told.hexdigest()[:32]


def rows(chunks: Sequence[Chunk]) -> pa.Table:
    """The columns of a file: all but those that its folder tells."""
    return table(chunks).drop_columns(["metric"])
