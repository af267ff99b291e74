"""The commit log: read as a stream, counted by day, in memory that does not grow with the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.github.authors import author_key, classify
from tracker.records import CommitDay

FORMAT = "%H%x00%ct%x00%P%x00%an%x00%ae%x00%s"
LAST_SECOND = 253_402_300_799  # of the year 9999; later dates are broken clocks


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
    totals: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
    people: dict[date, set[int]] = defaultdict(set)
    keys: dict[str, int] = {}
    for commit in commits:
        if not 0 <= commit.committed <= LAST_SECOND:
            continue
        day = date.fromordinal(719_163 + commit.committed // 86_400)
        kind = classify(commit.author, commit.address, commit.subject, commit.is_merge)
        count = totals[day]
        count[0] += 1
        if kind in ("automated", "substantive"):
            count[1] += 1
            if commit.address not in keys:
                keys[commit.address] = author_key(key, commit.address)
            people[day].add(keys[commit.address])
        if kind == "substantive":
            count[2] += 1
    return [
        CommitDay(day, totals[day][0], totals[day][1], totals[day][2], frozenset(people[day]))
        for day in sorted(totals)
    ]
