"""Keeping the panels up to date: what is kept of each is laid beside the others', by month.

Whoever is kept anew is marked in the same transaction, with the day from which on the panels lack it. Chunk
by chunk they are made of what is kept of its members, and the marks go: killed anywhere, the next goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from tracker.health.life import Axes, Turn
from tracker.health.verdict import HEADLINES
from tracker.readmodel.levels import Levels, days_of, first_difference, pack, unpack
from tracker.readmodel.made_by import program
from tracker.readmodel.panel import month_of, panels
from tracker.readmodel.rows import COMMITS, STARS, turn_of
from tracker.readmodel.spans import ending
from tracker.series.compact import UnreadableSeries, from_bytes
from tracker.store.panels import Month
from tracker.store.read_model import Rows
from tracker.store.store import Store
from tracker.tables import EPOCH

STATES, DECLARED, SEEN = LIVES = ("states", "declared", "seen")
READINGS = {"authors": "commit_authors", "response": "time_to_first_response", "closing": "time_to_close"}
MADE_BY = "panels"  # in the table `meta`: by which program they were made; another's are made anew
CHUNK = 1024  # repositories at most: a day reads one panel of each, one that changed makes its own anew
EARLIEST = date(1970, 1, 1)


def mark(store: Store, found: Sequence[Rows]) -> None:
    """Say what the panels will lack once these rows are kept in the stead of those that are there."""
    ids = [rows.overview[0] for rows in found]
    bodies = store.read_model.bodies(ids, (STARS, COMMITS, *READINGS.values()))
    lives = store.read_model.lives([rows.overview[0] for rows in found if rows.life is not None], date.max)
    since: dict[int, date] = {}
    for rows in found:
        number = rows.overview[0]
        days = [_since(bodies.get((number, what)), rows.kept[what]) for what in (STARS, COMMITS)]
        days += [_read_since(bodies.get((number, what)), rows.kept[what]) for what in READINGS.values()]
        if rows.life is not None:
            days.append(_turned(lives.get(number, ()), rows.life))
        if known := [day for day in days if day is not None]:
            since[number] = min(known)
    store.panels.mark(since)


def _since(old: bytes | None, new: bytes) -> date | None:
    if old is None:
        return EARLIEST
    day = first_difference(old, new)
    return None if day is None else date.fromordinal(max(day, 0) + EPOCH)


def _read_since(old: bytes | None, new: bytes) -> date | None:
    """The first day on which two series differ in what panels tell of them."""
    if old == new:
        return None
    try:
        one, other = from_bytes(old or b""), from_bytes(new)
    except UnreadableSeries:
        return EARLIEST
    many = min(len(one), len(other))
    unlike = (one.days[:many] != other.days[:many]) | (one.values[:many] != other.values[:many])
    place = int(np.argmax(unlike)) if unlike.any() else many
    days: list[date] = [series.days[place].item() for series in (one, other) if place < len(series)]
    return min(days, default=None)


def _turned(old: Sequence[Any], new: Sequence[Any]) -> date | None:
    """The first day on which two lives differ in what panels tell of them."""
    unlike = {*_told(old)} ^ {*_told(new)}
    return min((start for start, _ in unlike), default=None)


def code_of(axes: Axes) -> int:
    """A headline and whether it is unmaintained, as one number."""
    return HEADLINES.index(axes.headline) * 2 + axes.unmaintained


def told_of(turns: Sequence[Turn]) -> tuple[int, int, int]:
    """What panels tell of the last of some turns: LIVES; days are since 1970, 0 where there is none."""
    end = ending(turns)
    declared, seen = (days_of(day) if day else 0 for day in (end.declared, end.seen))
    return code_of(turns[-1].axes), declared, seen


def _told(rows: Sequence[Any]) -> list[tuple[date, tuple[int, int, int]]]:
    """(first day, what panels tell from then on) of rows of `life`."""
    turns = [turn_of(row) for row in rows]
    return [(turn.start, told_of(turns[: place + 1])) for place, turn in enumerate(turns)]


def spread(store: Store, breathe: Callable[[], None] = lambda: None) -> None:
    """Bring the panels up to date. `breathe` is called between chunks and may raise to stop."""
    members, made = store.panels.members(), program()
    chunks = chunks_of(len(members))
    if store.panels.chunks() not in (0, chunks) or store.meta.all().get(MADE_BY) != made:
        with store.transaction():
            store.panels.clear()
            store.meta.set(MADE_BY, made)
    for chunk in sorted({number % chunks for number in store.panels.stale()}):
        _spread(store, chunk, chunks, [number for number in members if number % chunks == chunk])
        breathe()


def chunks_of(many: int) -> int:
    """How many chunks hold so many repositories: a power of two, so that few more change nothing."""
    chunks = 1
    while many > chunks * CHUNK:
        chunks *= 2
    return chunks


def _spread(store: Store, chunk: int, chunks: int, members: Sequence[int]) -> None:
    with store.transaction():
        lacking = {i: day for i, day in store.panels.stale().items() if i % chunks == chunk}
        if not lacking:  # another process has spread it meanwhile
            return
        since = days_of(min(lacking.values()))
        months = list(_months(store, members, since))
        store.panels.save(chunk, chunks, int(month_of(since)), months, lacking)


def _months(store: Store, members: Sequence[int], since: int) -> Iterator[Month]:
    for what, found in _levels(store, members).items():
        for month, body in panels(members, found, since):
            yield what, month, body


def _levels(store: Store, members: Collection[int]) -> Mapping[str, list[Levels | None]]:
    bodies = store.read_model.bodies(members, (STARS, COMMITS, *READINGS.values()))
    lives = store.read_model.lives(members, date.max)
    found: dict[str, list[Levels | None]] = {
        what: [unpack(bodies.get((number, what), b"")) for number in members] for what in (STARS, COMMITS)
    }
    found |= {
        what: [_read(bodies.get((number, metric))) for number in members] for what, metric in READINGS.items()
    }
    told = [_told(lives.get(number, ())) for number in members]
    return found | {what: [_steps(one, place) for one in told] for place, what in enumerate(LIVES)}


def _read(body: bytes | None) -> Levels | None:
    """A series as a total that panels hold: its last known value stands until the next."""
    if body is None:
        return None
    series = from_bytes(body)
    return unpack(pack(series.days, series.values))


def _steps(told: Sequence[tuple[date, tuple[int, int, int]]], place: int) -> Levels | None:
    """One thing that is told of a life as a total: known on the days on which it turned."""
    days = np.array([day for day, _ in told], dtype="datetime64[D]")
    return unpack(pack(days, np.array([cells[place] for _, cells in told], dtype=float)))
