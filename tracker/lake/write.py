"""Bringing a lake up to date: what may have changed is read, what did is written, what is gone taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from tracker.exports.base import Chunk
from tracker.exports.parquet import schema
from tracker.halves import locked, staging
from tracker.lake import mark
from tracker.lake.folder import LakeFolder
from tracker.lake.mark import LakeMark
from tracker.lake.mending import mend
from tracker.lake.parts import Lake, LakePart, LakeWritten, parted, slices_for
from tracker.lake.recent import night, rows
from tracker.lake.steady import steady
from tracker.series import History, Repository
from tracker.series.export import chunks
from tracker.series.query import Query

Step = Callable[[int, int], None]
MOST_OF_IT = 0.5  # of a slice: where more is to be read whole, reading all of it is quicker


class LakeRefused(ValueError):
    """This cannot be done with what lies there; the message says why and what to do."""


def update(
    history: History, root: Path, metrics: Sequence[str], kind: str, step: Step = lambda done, total: None
) -> LakeWritten:
    """Bring the lake at `root` up to date with these metrics; `kind`: 'folder' or 'delta'.

    Killed anywhere, what is there can be read, and the next run goes on. Raises LakeRefused.
    """
    _refuse(root, kind)
    root.mkdir(exist_ok=True)
    with locked(root), _opened(root, kind) as lake:
        before, now = mark.read(root), LakeMark.of(history, metrics, lake.state())
        done = _update(
            lake, history, metrics, before if before and before.fits(now, history) else None, now, step
        )
        lake.commit(history.today.isoformat())
        mark.write(root, replace(now, files=lake.state()))
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


def _update(
    lake: Lake, history: History, metrics: Sequence[str], before: LakeMark | None, now: LakeMark, step: Step
) -> LakeWritten:
    known = {r.github_id: r for r in history.tracked() if r.github_id is not None}
    there = [part for part in lake.parts() if part.metric in metrics]
    slices = max((part.slices for part in lake.parts()), default=slices_for(len(known)))
    members: dict[int, list[Repository]] = {number: [] for number in range(slices)}
    for number in sorted(known):
        members[number % slices].append(known[number])
    done, so_far = LakeWritten(), 0
    total = len(known) * len(metrics)
    for number, repositories in members.items():
        had, like = {part for part in there if part.slice == number}, LakePart("", 0, number, slices)
        some = None
        if before:
            gone = {n for n in before.repositories if n % slices == number and n not in known}
            some = night(history, repositories, before, now, frozenset(gone), list(had))
        if some and len(some.whole) <= len(repositories) * MOST_OF_IT:
            mend(lake, metrics, rows(history, metrics, some), some, like, had, history.today.year, done)
        else:
            query = Query(tuple(metrics), tuple(repositories))
            all_ = steady(history, query, chunks(history, query, _from(step, so_far, total)))
            _slice(lake, all_, like, had, history.today.year, done)
        so_far += len(repositories) * len(metrics)
        step(so_far, total)
    return done


def _slice(
    lake: Lake, found: Iterator[Chunk], like: LakePart, had: set[LakePart], year: int, done: LakeWritten
) -> None:
    """Write the parts of one slice of repositories; what it had and has no more is taken away."""
    for metric, series in groupby(found, key=lambda chunk: chunk.metric):
        of_metric = LakePart(metric, like.year, like.slice, like.slices)
        for part, its in parted(list(series), of_metric, {p for p in had if p.metric == metric}, year):
            changed = lake.put(part, its)
            done.rows += sum(map(len, its))
            done.written += changed
            done.kept += not changed
            had.discard(part)
    for part in had:
        lake.remove(part)
        done.removed += 1


def _from(step: Step, before: int, total: int) -> Step:
    """Steps of a part of the work as steps of all of it."""
    return lambda done, _: step(before + done, total)
