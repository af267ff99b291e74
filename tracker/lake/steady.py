"""What of a series a lake holds: what a night does not move all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from tracker.exports.base import Chunk
from tracker.series import History
from tracker.series.query import Query

READ = "star_count"


def steady(history: History, query: Query, chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The chunks with `stars` only of days on which it was read.

    Of days before tracking, stars are today's total less what came since: a star taken back tonight would
    move every day of every year. What lies behind those days does not move, and is there: star_arrivals.
    """
    numbers = [r.github_id for r in query.repositories if r.github_id is not None]
    read = history.store.observations.blocks(numbers, [READ]) if "stars" in query.metrics else {}
    for chunk in chunks:
        if chunk.metric != "stars":
            yield chunk
            continue
        block = read.get((chunk.github_id, READ))
        there = np.isin(chunk.days, block.days) if block is not None else np.zeros(len(chunk), bool)
        if there.any():
            codes = None if chunk.codes is None else chunk.codes[there]
            yield replace(chunk, days=chunk.days[there], values=chunk.values[there], codes=codes)
