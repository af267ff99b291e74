"""The commit log: read as a stream, counted by day, in memory that does not grow with the history."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from tracker.github.authors import author_key, classify
from tracker.records import CommitDay

FORMAT = "%H%x00%ct%x00%P%x00%an%x00%ae%x00%s"
LAST_SECOND = 253_402_300_799  # of the year 9999; later dates are broken clocks
EPOCH_DAY = date(1970, 1, 1).toordinal()
PAIRS = 512  # of a day and a person, before repeated ones are first thrown out


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit as far as we look: nothing of it but counts is stored."""

    oid: str
    committed: int  # Unix seconds
    is_merge: bool
    author: str
    address: str
    subject: str


def parse(stream: Iterable[bytes]) -> Iterator[Commit]:
    """Records of six fields, each ended by a zero byte, whatever the line feeds in a subject."""
    rest = b""
    fields: list[str] = []
    reader: Callable[[int], bytes] = stream.read  # type: ignore[attr-defined]
    while block := reader(1 << 20):
        parts = (rest + block).split(b"\0")
        rest = parts.pop()
        for part in parts:
            fields.append(part.decode(errors="replace"))
            if len(fields) == 6:
                yield _commit(fields)
                fields = []
    if len(fields) == 5:
        yield _commit([*fields, rest.decode(errors="replace")])


def _commit(fields: list[str]) -> Commit:
    oid, committed, parents, author, address, subject = fields
    return Commit(oid, int(committed or 0), " " in parents, author, address, subject)


def count_days(commits: Iterable[Commit], key: bytes) -> list[CommitDay]:
    """Commits by day of the committer (UTC), oldest day first; people only as keyed hashes.

    Commits before 1970 or after the year 9999 are left out: their clocks were broken.
    """
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    people = _People(key)
    for commit in commits:
        if not 0 <= commit.committed <= LAST_SECOND:
            continue
        day = commit.committed // 86_400
        kind = classify(commit.author, commit.address, commit.subject, commit.is_merge)
        count = totals[day]
        count[0] += 1
        if kind in ("automated", "substantive"):
            count[1] += 1
            people.add(day, commit.address)
        if kind == "substantive":
            count[2] += 1
    authors = people.by_day()
    return [
        CommitDay(date.fromordinal(EPOCH_DAY + day), every, human, substantive, authors.get(day, ()))
        for day, (every, human, substantive) in sorted(totals.items())
    ]


class _People:
    """Who committed on which day: eight bytes for each pair, however many commits it stands for."""

    def __init__(self, key: bytes) -> None:
        self._key, self._full = key, PAIRS
        self._numbers: dict[str, int] = {}  # of addresses, in the order of `_keys`
        self._keys: list[int] = []
        self._pairs = array("q")  # day << 32 | number

    def add(self, day: int, address: str) -> None:
        number = self._numbers.get(address)
        if number is None:
            number = self._numbers[address] = len(self._keys)
            self._keys.append(author_key(self._key, address))
        self._pairs.append(day << 32 | number)
        if len(self._pairs) >= self._full:
            self._pairs = array("q", np.unique(np.frombuffer(self._pairs, dtype=np.int64)).tobytes())
            self._full = max(PAIRS, 2 * len(self._pairs))

    def by_day(self) -> dict[int, tuple[int, ...]]:
        """{day since 1970: the keys of its people, each once}."""
        pairs = np.unique(np.frombuffer(self._pairs, dtype=np.int64))
        days, first = np.unique(pairs >> 32, return_index=True)
        groups = zip(days.tolist(), np.split(pairs & 0xFFFFFFFF, first[1:]), strict=False)
        return {day: tuple({self._keys[n]: None for n in group.tolist()}) for day, group in groups}
