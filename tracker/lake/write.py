"""Bringing a lake up to date: every series is read, what changed is written, what is gone is taken away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

from tracker.exports.base import Chunk
from tracker.exports.parquet import schema
from tracker.halves import locked, staging
from tracker.lake.folder import LakeFolder
from tracker.lake.parts import LakePart, parted, slices_for
from tracker.lake.steady import steady
from tracker.series import History, Repository
from tracker.series.export import chunks
from tracker.series.query import Query

Step = Callable[[int, int], None]


class LakeRefused(ValueError):
    """This cannot be done with what lies there; the message says why and what to do."""


class Lake(Protocol):
    """What both kinds of lake can do."""

    def parts(self) -> Collection[LakePart]: ...
    def put(self, part: LakePart, chunks: Sequence[Chunk]) -> bool: ...
    def remove(self, part: LakePart) -> None: ...
    def commit(self, vintage: str) -> None: ...


@dataclass
class LakeWritten:
    """What was done: rows in all, and files written, left as they were, and taken away."""

    rows: int = 0
    written: int = 0
    kept: int = 0
    removed: int = 0


def update(
    history: History, root: Path, metrics: Sequence[str], kind: str, step: Step = lambda done, total: None
) -> LakeWritten:
    """Bring the lake at `root` up to date with these metrics; `kind`: 'folder' or 'delta'.

    Killed anywhere, what is there can be read, and the next run goes on. Raises LakeRefused.
    """
    _refuse(root, kind)
    root.mkdir(exist_ok=True)
    with locked(root), _opened(root, kind) as lake:
        done = _update(lake, history, metrics, step)
        lake.commit(history.today.isoformat())
    return done


def _refuse(root: Path, kind: str) -> None:
    if root.exists() and not root.is_dir():
        raise LakeRefused(f"{root} is a file; give a folder")
    if not root.parent.is_dir():
        raise LakeRefused(f"there is no folder {root.parent}")
    there = {path.name for path in root.iterdir()} if root.exists() else set()
    is_delta = "_delta_log" in there
    if kind == "folder" and is_delta:
        raise LakeRefused(f"{root} is a Delta table: go on with --delta {root}, or give another folder")
    if kind == "delta" and there and not is_delta:
        raise LakeRefused(f"{root} is no Delta table: give a new folder, or one that --delta made")
    if foreign := sorted(n for n in there if not n.startswith("metric=") and n != "_delta_log"):
        raise LakeRefused(f"{root} holds {foreign[0]}, which is not of a lake: give a folder of its own")


@contextmanager
def _opened(root: Path, kind: str) -> Iterator[Lake]:
    if kind == "delta":
        from tracker.lake.delta import LakeDelta

        yield LakeDelta(root, schema(), root.name)
        return
    with staging(root) as passing:
        yield LakeFolder(root, passing)


def _update(lake: Lake, history: History, metrics: Sequence[str], step: Step) -> LakeWritten:
    known = {r.github_id: r for r in history.tracked() if r.github_id is not None}
    there = [part for part in lake.parts() if part.metric in metrics]
    slices = max((part.slices for part in lake.parts()), default=slices_for(len(known)))
    members: dict[int, list[Repository]] = {number: [] for number in range(slices)}
    for number in sorted(known):
        members[number % slices].append(known[number])
    done, so_far = LakeWritten(), 0
    total = len(known) * len(metrics)
    for number, repositories in members.items():
        query = Query(tuple(metrics), tuple(repositories))
        rows = steady(history, query, chunks(history, query, _from(step, so_far, total)))
        had = {part for part in there if part.slice == number}
        _slice(lake, rows, LakePart("", 0, number, slices), had, history.today.year, done)
        so_far += len(repositories) * len(metrics)
    return done


def _slice(
    lake: Lake, rows: Iterator[Chunk], like: LakePart, had: set[LakePart], year: int, done: LakeWritten
) -> None:
    """Write the parts of one slice of repositories; what it had and has no more is taken away."""
    for metric, series in groupby(rows, key=lambda chunk: chunk.metric):
        of_metric = LakePart(metric, like.year, like.slice, like.slices)
        for part, found in parted(list(series), of_metric, {p for p in had if p.metric == metric}, year):
            changed = lake.put(part, found)
            done.rows += sum(map(len, found))
            done.written += changed
            done.kept += not changed
            had.discard(part)
    for part in had:
        lake.remove(part)
        done.removed += 1


def _from(step: Step, before: int, total: int) -> Step:
    """Steps of a part of the work as steps of all of it."""
    return lambda done, _: step(before + done, total)
