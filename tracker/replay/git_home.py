"""Bare git repositories for the world's commits, in one folder, to be cloned by file:// addresses."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import RLock

from tracker.replay.commit_log import BLOB_OID, TREE_BODY, TREE_OID, TREE_TEXT, CommitLog
from tracker.replay.packs import write_pack
from tracker.replay.world import ReplayRepository

CONFIG = """[core]
\trepositoryformatversion = 0
\tbare = true
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
"""
Progress = Callable[[str, int, int], None]  # name, done, of


class GitHome:
    """Repositories by number in `by-id`, reached by their names through links, so that renames are cheap.

    A repository whose commits never change but for growing (it has a `commit_version`) is written whole,
    once, and only its branch follows the clock; others are extended by one pack whenever they have grown.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = RLock()
        self._packed: dict[int, tuple[int, int]] = {}  # number -> (rewritings, commits) on disk

    def ensure(self, repository: ReplayRepository, names: Iterable[str], now: int) -> Path:
        """Make the repository hold exactly its commits up to `now`; returns its folder."""
        with self._lock:
            place = self.folder / "by-id" / f"{repository.github_id}.git"
            self._write(repository, place, now)
            self._point(repository, place, now)
            for name in names:
                self._link(name, place)
            return place

    def recall(self, repository: ReplayRepository) -> None:
        """Take over the object names of an earlier run, which saves making them again."""
        version = getattr(repository, "commit_version", None)
        place = self.folder / "by-id" / f"{repository.github_id}.git"
        if version is not None and _stamp(place) == version:
            repository.commits.adopt((place / "oids.bin").read_bytes())

    def _write(self, repository: ReplayRepository, place: Path, now: int) -> None:
        version = getattr(repository, "commit_version", None)
        log = repository.commits
        if version is None:
            self._extend(repository.github_id, log, place, log.count(now))
        elif _stamp(place) == version:
            self.recall(repository)
        else:
            shutil.rmtree(place, ignore_errors=True)
            _make(place, _all_objects(log, 0, len(log)), len(log) + 2)
            (place / "oids.bin").write_bytes(log.known())
            (place / "replay.stamp").write_text(version, encoding="ascii")

    def _extend(self, number: int, log: CommitLog, place: Path, count: int) -> None:
        base, packed = self._packed.get(number, (log.base, 0))
        if not place.exists() or base != log.base:
            packed = 0
        if packed == 0:
            _make(place, _all_objects(log, 0, count), count + 2)
        elif count > packed:
            new = (("commit", name, body) for name, body in log.objects(packed, count))
            write_pack(place / "objects" / "pack", count - packed, new)
        self._packed[number] = (log.base, max(packed, count))

    def _point(self, repository: ReplayRepository, place: Path, now: int) -> None:
        branch = repository.attributes.default_branch
        (place / "HEAD").write_text(f"ref: refs/heads/{branch}\n", encoding="ascii")
        tip = repository.commits.tip(now)
        heads = place / "refs" / "heads"
        for other in heads.iterdir():
            if other.name != branch or tip is None:
                other.unlink()
        if tip is not None:
            (heads / branch).write_text(f"{tip}\n", encoding="ascii")

    def _link(self, name: str, place: Path) -> None:
        link = self.folder / f"{name}.git"
        if link.is_symlink() and os.readlink(link) == str(place):
            return
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(place, target_is_directory=True)


def _make(place: Path, objects: Iterable[tuple[str, bytes, bytes]], count: int) -> None:
    """A bare repository with one pack, made by hand: `git init` would cost more than the rest."""
    for part in ("objects/info", "objects/pack", "refs/heads", "refs/tags"):
        (place / part).mkdir(parents=True, exist_ok=True)
    (place / "config").write_text(CONFIG, encoding="ascii")
    (place / "HEAD").write_text("ref: refs/heads/main\n", encoding="ascii")
    write_pack(place / "objects" / "pack", count, objects)


def _all_objects(log: CommitLog, first: int, count: int) -> Iterator[tuple[str, bytes, bytes]]:
    yield "blob", BLOB_OID, TREE_TEXT
    yield "tree", TREE_OID, TREE_BODY
    for name, body in log.objects(first, count):
        yield "commit", name, body


def _stamp(place: Path) -> str | None:
    """The version of the figures the folder was completely written from; None while unfinished."""
    stamp = place / "replay.stamp"
    return stamp.read_text(encoding="ascii") if stamp.is_file() else None
