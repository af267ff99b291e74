"""One slice of a lake brought up to date by a night's rows; the others are taken from its own files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np

from tracker.exports.base import Chunk
from tracker.exports.lines import cut
from tracker.lake.parts import Lake, LakePart, LakeWritten, digest, parted
from tracker.lake.recent import Metric, Night


def mend(
    lake: Lake, metrics: Sequence[str], rows: Metric, some: Night, like: LakePart, had: set[LakePart],
    running: int, done: LakeWritten,
) -> None:  # fmt: skip
    """Write the parts of one slice whose rows are other than before. `running`: the year that is not over."""
    for metric in metrics:
        of_metric = LakePart(metric, like.year, like.slice, like.slices)
        there = {part for part in had if part.metric == metric}
        found = sorted(rows(metric), key=lambda chunk: chunk.github_id)
        done.rows += sum(map(len, found))
        old, new = _halves(found, some.start)
        made = {part: (chunks, False) for part, chunks in parted(new, of_metric, there, running)}
        made |= {part: (chunks, True) for part, chunks in parted(old, of_metric, there, running)}
        for part in there | set(made):
            chunks, past = made.get(part, ([], _begins(part) < some.start))
            _bring(lake, part, part in there, chunks, some.anew if past else None, done)


def _bring(
    lake: Lake, part: LakePart, there: bool, chunks: list[Chunk], anew: Collection[int] | None,
    done: LakeWritten,
) -> None:  # fmt: skip
    """One part: these are all its rows, or (with `anew`) all of those whose numbers are told."""
    if anew is not None and there:
        if not anew or digest(lake.rows(part, anew)) == digest(chunks):
            done.kept += 1
            return
        others = [chunk for chunk in lake.rows(part) if chunk.github_id not in anew]
        chunks = sorted([*others, *chunks], key=lambda chunk: chunk.github_id)
    if chunks:
        changed = lake.put(part, chunks)
        done.written += changed
        done.kept += not changed
    elif there:
        lake.remove(part)
        done.removed += 1


def _halves(chunks: Sequence[Chunk], start: date) -> tuple[list[Chunk], list[Chunk]]:
    """The rows before a day, and those from it on."""
    old, new = list[Chunk](), list[Chunk]()
    for chunk in chunks:
        at = int(np.searchsorted(chunk.days.astype("datetime64[D]"), np.datetime64(start)))
        if at:
            old.append(cut(chunk, 0, at))
        if at < len(chunk):
            new.append(cut(chunk, at, len(chunk)))
    return old, new


def _begins(part: LakePart) -> date:
    return date(part.year, part.month or 1, 1)
