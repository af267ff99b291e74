"""The commits of one repository's default branch, oldest first, and the git objects they make."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from threading import RLock
from typing import NamedTuple

import numpy as np

from tracker.replay.timeline import Ints

HEX = frozenset("0123456789abcdef")
TREE_TEXT = (
    b"Played back by framework-tracker: the commits stand for counted ones, their content was not kept.\n"
)


class CommitRow(NamedTuple):
    """One commit: committer time (Unix seconds), who, and the subject; a merge has a second parent."""

    when: int
    author: str
    email: str
    subject: str
    merge: bool = False


class CommitLog:
    """Commits by position. `base` counts the rewritings (force pushes) that happened so far."""

    def __init__(self, times: Ints, row: Callable[[int], CommitRow]) -> None:
        self.times = times
        self.row = row
        self.base = 0
        self._oids = bytearray()
        self._lock = RLock()

    def __len__(self) -> int:
        return len(self.times)

    def count(self, now: int) -> int:
        """How many commits exist at `now`."""
        return int(np.searchsorted(self.times, now, side="right"))

    def oid(self, index: int) -> str:
        """The commit's object name; all before it are made first."""
        self.hash_until(index + 1)
        return self._oids[20 * index : 20 * index + 20].hex()

    def tip(self, now: int) -> str | None:
        """The object name at the head of the branch at `now`; None while empty."""
        count = self.count(now)
        return self.oid(count - 1) if count else None

    def find(self, oid: str, count: int) -> int | None:
        """The position of a commit among the first `count`; None when it is not there."""
        self.hash_until(count)
        name = bytes.fromhex(oid) if len(oid) == 40 and set(oid) <= HEX else b""
        at = self._oids.find(name) if name else -1
        while at >= 0 and at % 20:
            at = self._oids.find(name, at + 1)
        return at // 20 if 0 <= at < 20 * count else None

    def hash_until(self, count: int) -> None:
        """Make the object names of the first `count` commits, where not made yet."""
        if len(self._oids) >= 20 * count:
            return
        with self._lock:
            for _ in self.objects(len(self._oids) // 20, count):
                pass

    def known(self) -> bytes:
        """The object names made so far, 20 bytes each."""
        return bytes(self._oids)

    def adopt(self, oids: bytes) -> None:
        """Object names made earlier by somebody who had the same commits."""
        if len(oids) > len(self._oids):
            self._oids = bytearray(oids)

    def forget_after(self, index: int) -> None:
        """Commits from `index` on are rewritten: their names are no longer true."""
        del self._oids[20 * index :]
        self.base += 1

    def objects(self, first: int, count: int) -> Iterator[tuple[bytes, bytes]]:
        """(object name, body) of the commits first..count-1, names being noted on the way.

        Nobody else can make names of this log until the last one is taken.
        """
        with self._lock:
            yield from self._objects(first, count)

    def _objects(self, first: int, count: int) -> Iterator[tuple[bytes, bytes]]:
        oids = self._oids
        if first * 20 > len(oids):
            self.hash_until(first)
        head = b"tree " + TREE_OID.hex().encode() + b"\n"
        parent = oids[20 * (first - 1) : 20 * first].hex() if first else ""
        grand = oids[20 * (first - 2) : 20 * (first - 1)].hex() if first > 1 else ""
        sha1 = hashlib.sha1
        for index in range(first, count):
            row = self.row(index)
            parents = f"parent {parent}\n" if parent else ""
            if row.merge and grand:
                parents += f"parent {grand}\n"
            who = f"{row.author} <{row.email}> {row.when} +0000\n"
            body = head + f"{parents}author {who}committer {who}\n{row.subject}\n".encode()
            name = sha1(b"commit %d\x00" % len(body) + body, usedforsecurity=False).digest()
            if 20 * index == len(oids):
                oids += name
            grand, parent = parent, name.hex()
            yield name, body


def object_name(kind: str, body: bytes) -> bytes:
    """Git's name for an object."""
    return hashlib.sha1(f"{kind} {len(body)}\x00".encode() + body, usedforsecurity=False).digest()


BLOB_OID = object_name("blob", TREE_TEXT)
TREE_BODY = b"100644 README.md\x00" + BLOB_OID
TREE_OID = object_name("tree", TREE_BODY)


def empty() -> CommitLog:
    """A branch without commits."""
    return from_rows([])


def from_rows(rows: list[CommitRow]) -> CommitLog:
    """A log of these commits; `times` must be made anew when the list grows."""
    return CommitLog(np.array([r.when for r in rows], dtype=np.int64), rows.__getitem__)


def by_numbered_authors(times: Ints, authors: Ints) -> CommitLog:
    """A log of plain commits by "Demo Author N", without a Python object for each."""
    whens, people = times.tolist(), authors.tolist()

    def row(index: int) -> CommitRow:
        who = people[index]
        return CommitRow(
            whens[index], f"Demo Author {who}", f"author{who}@demo.invalid", f"Change {index + 1}"
        )

    return CommitLog(times, row)
