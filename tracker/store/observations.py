"""Writing observations: only what is new or changed, and a revision for every changed past value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, select

from tracker.records import CommitDay, Observation
from tracker.store.bulk import plain, upsert
from tracker.store.models import author_day, observation
from tracker.store.names import Names

COLUMNS = ("repository_id", "metric_id", "day", "value", "source_id", "first_seen", "fetched_at")
KEY = ("repository_id", "metric_id", "day")
REVISION = ("repository_id", "metric_id", "day", "seen_at", "old_value", "new_value")
COMMIT_METRICS = ("commits", "commits_human", "commits_substantive")
PROVISIONAL_DAYS = 2  # today and yesterday still move by themselves; their changes are no revisions
BLOCK = 50_000


def save(connection: Connection, names: Names, rows: Iterable[Observation], seen_at: datetime) -> int:
    """Write observations; returns how many were new or changed. A changed past value leaves a revision."""
    written = 0
    block: list[Observation] = []
    for row in rows:
        block.append(row)
        if len(block) == BLOCK:
            written += _save_block(connection, names, block, seen_at)
            block = []
    return written + (_save_block(connection, names, block, seen_at) if block else 0)


def _save_block(connection: Connection, names: Names, rows: Sequence[Observation], seen_at: datetime) -> int:
    metrics = {name: names.metric(connection, name) for name in {r.metric for r in rows}}
    sources = {name: names.source(connection, name) for name in {r.source for r in rows}}
    wanted = {(r.repository_id, metrics[r.metric], r.day): (r.value, sources[r.source]) for r in rows}
    have = _existing(connection, wanted.keys())
    stamp = int(seen_at.timestamp())
    settled = seen_at.date() - timedelta(days=PROVISIONAL_DAYS - 1)
    changed, revised = [], []
    for key, new in wanted.items():
        old = have.get(key)
        if old == new:
            continue
        changed.append((*key, *new, stamp, stamp))
        if old is not None and old[0] != new[0] and key[2] < settled:
            revised.append((*key, stamp, old[0], new[0]))
    upsert(connection, "observation", COLUMNS, KEY, changed, keep=("first_seen",))
    upsert(connection, "revision", REVISION, REVISION[:4], revised)
    return len(changed)


def _existing(
    connection: Connection, keys: Iterable[tuple[int, int, date]]
) -> dict[tuple[int, int, date], tuple[float, int]]:
    """What is stored for the span of these keys: {(repository, metric, day): (value, source)}."""
    spans: dict[tuple[int, int], tuple[date, date]] = {}
    for repository_id, metric_id, day in keys:
        low, high = spans.get((repository_id, metric_id), (day, day))
        spans[(repository_id, metric_id)] = (min(low, day), max(high, day))
    repositories = {key[0] for key in spans}
    metrics = {key[1] for key in spans}
    o = observation.c
    found: dict[tuple[int, int, date], tuple[float, int]] = {}
    ordered = sorted(repositories)
    for start in range(0, len(ordered), 500):
        query = select(o.repository_id, o.metric_id, o.day, o.value, o.source_id).where(
            o.repository_id.in_(ordered[start : start + 500]),
            o.metric_id.in_(metrics),
            o.day.between(min(s[0] for s in spans.values()), max(s[1] for s in spans.values())),
        )
        for repository_id, metric_id, day, value, source_id in connection.execute(query):
            found[(repository_id, metric_id, day)] = (value, source_id)
    return found


def total(connection: Connection, names: Names, repository_id: int, metric: str) -> float | None:
    """The sum of a stored series; None when it has no row."""
    o = observation.c
    query = select(func.sum(o.value)).where(
        o.repository_id == repository_id, o.metric_id == names.metric(connection, metric)
    )
    found: float | None = connection.execute(query).scalar()
    return found


def save_commit_days(
    connection: Connection,
    names: Names,
    repository_id: int,
    days: Sequence[CommitDay],
    source: str,
    seen_at: datetime,
    *,
    replace_from: date | None,
    zero_until: date | None,
) -> int:
    """Write commits by day, with a zero row for every day without one, up to `zero_until`.

    Days from `replace_from` on are counted anew (a force push, late pushes): their authors are replaced.
    Without it the days are added to what is there.
    """
    by_day = {d.day: d for d in days}
    first = replace_from or (min(by_day) if by_day else zero_until)
    last = max([*by_day, *([zero_until] if zero_until else [])], default=None)
    if first is None or last is None:
        return 0
    if replace_from:
        gone = author_day.delete().where(
            author_day.c.repository_id == repository_id, author_day.c.day >= replace_from
        )
        connection.execute(gone)
    authors = [(repository_id, plain(connection, d.day), a) for d in days for a in d.authors]
    upsert(
        connection,
        "author_day",
        ("repository_id", "day", "author"),
        ("repository_id", "day", "author"),
        authors,
    )
    rows = (
        Observation(repository_id, name, day, float(value), source)
        for day in _days(first, last)
        for name, value in zip(COMMIT_METRICS, _counts(by_day.get(day)), strict=True)
    )
    return save(connection, names, rows, seen_at)


def _counts(day: CommitDay | None) -> tuple[int, int, int]:
    return (day.commits, day.human, day.substantive) if day else (0, 0, 0)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
