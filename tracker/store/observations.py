"""Writing observations: only what is new or changed, and a revision for every changed past value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from math import isfinite
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, func, select

from tracker.records import CommitDay, Observation
from tracker.store import versions
from tracker.store.bulk import raw, upsert
from tracker.store.models import author_day, observation
from tracker.store.names import Names

Key = tuple[int, int, Any]  # repository, metric, day as the driver has it
COLUMNS = ("repository_id", "metric_id", "day", "value", "source_id", "first_seen", "fetched_at")
KEY = ("repository_id", "metric_id", "day")
CELLS = attrgetter("repository_id", "metric", "day", "value", "source")
REVISION = ("repository_id", "metric_id", "day", "seen_at", "old_value", "new_value")
AUTHOR = ("repository_id", "day", "author")
COMMIT_METRICS = ("commits", "commits_human", "commits_substantive")
PROVISIONAL_DAYS = 2  # today and yesterday still move by themselves; their changes are no revisions
BLOCK = 50_000


def save(connection: Connection, names: Names, rows: Iterable[Observation], seen_at: datetime) -> int:
    """Write observations; returns how many were new or changed. A changed past value leaves a revision."""
    written, remaining = 0, iter(rows)
    while block := list(islice(remaining, BLOCK)):
        written += _save_block(connection, names, block, seen_at)
    return written


def _save_block(connection: Connection, names: Names, rows: Sequence[Observation], seen_at: datetime) -> int:
    _refuse_what_is_no_number(rows)
    metrics = {name: names.metric(connection, name) for name in {r.metric for r in rows}}
    sources = {name: names.source(connection, name) for name in {r.source for r in rows}}
    form = _day_form(connection)
    days = {day: form(day) for day in {r.day for r in rows}}
    wanted = {  # the last reading of a day wins
        (repository_id, metrics[metric], days[day]): (value, sources[source])
        for repository_id, metric, day, value, source in map(CELLS, rows)
    }
    have = _existing(connection, wanted)
    stamp = int(seen_at.timestamp())
    settled = form(seen_at.astimezone(UTC).date() - timedelta(days=PROVISIONAL_DAYS - 1))
    if have:
        wanted = {key: new for key, new in wanted.items() if have.get(key) != new}
    changed = [(*key, *new, stamp, stamp) for key, new in wanted.items()]
    revised = [
        (*key, stamp, have[key][0], new[0])
        for key, new in wanted.items()
        if key in have and have[key][0] != new[0] and key[2] < settled
    ]
    upsert(connection, "observation", COLUMNS, KEY, changed, keep=("first_seen",), ready=True)
    # Two changes within one second are one revision, from the value before both.
    upsert(connection, "revision", REVISION, REVISION[:4], revised, keep=("old_value",), ready=True)
    names_of = {number: name for name, number in metrics.items()}
    news = ((key[0], names_of[key[1]], new[0] == 0 and key not in have) for key, new in wanted.items())
    versions.observed(connection, news)
    return len(changed)


def _refuse_what_is_no_number(rows: Sequence[Observation]) -> None:
    if not all(map(isfinite, [r.value for r in rows])):
        r = next(r for r in rows if not isfinite(r.value))
        raise ValueError(
            f"{r.metric} of repository {r.repository_id} on {r.day} is {r.value}: unknown is no row"
        )


def _day_form(connection: Connection) -> Callable[[date], Any]:
    """Days as the driver takes and gives them: they compare and order alike, and need no turning."""
    return date.isoformat if connection.dialect.name == "sqlite" else lambda day: day


def _existing(connection: Connection, keys: Collection[Key]) -> dict[Key, tuple[float, int]]:
    """What is stored for the span of these keys: {(repository, metric, day): (value, source)}."""
    o = observation.c
    repositories, metrics = sorted({key[0] for key in keys}), {key[1] for key in keys}
    days = {key[2] for key in keys}
    first, last = min(days), max(days)
    as_day = date.fromisoformat if connection.dialect.name == "sqlite" else lambda day: day
    found: dict[Key, tuple[float, int]] = {}
    for start in range(0, len(repositories), 500):
        query = select(o.repository_id, o.metric_id, o.day, o.value, o.source_id).where(
            o.repository_id.in_(repositories[start : start + 500]),
            o.metric_id.in_(metrics),
            o.day.between(as_day(first), as_day(last)),
        )
        found.update({(r, m, day): (value, s) for r, m, day, value, s in raw(connection, query)})
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

    Days from `replace_from` on are counted anew (a force push, late pushes), their authors too; what lies
    before is left out. Without it the days are added to what is there, zeros only where nothing is.
    """
    by_day = {d.day: d for d in days if replace_from is None or d.day >= replace_from}
    first = replace_from or min(by_day, default=zero_until)
    last = max([*by_day, *([zero_until] if zero_until else [])], default=None)
    if first is None or last is None:
        return 0
    if replace_from:
        gone = author_day.delete().where(
            author_day.c.repository_id == repository_id, author_day.c.day >= replace_from
        )
        connection.execute(gone)
    people = ((repository_id, d.day, author) for d in by_day.values() for author in d.authors)
    while part := list(islice(people, BLOCK)):
        upsert(connection, "author_day", AUTHOR, AUTHOR, part)
    standing = set() if replace_from else _days_known(connection, names, repository_id, first, last)
    rows = (
        Observation(repository_id, name, day, float(value), source)
        for day in _days(first, last)
        if day in by_day or day not in standing
        for name, value in zip(COMMIT_METRICS, _counts(by_day.get(day)), strict=True)
    )
    return save(connection, names, rows, seen_at)


def _days_known(
    connection: Connection, names: Names, repository_id: int, first: date, last: date
) -> set[date]:
    o = observation.c
    query = select(o.day).where(
        o.repository_id == repository_id,
        o.metric_id == names.metric(connection, COMMIT_METRICS[0]),
        o.day.between(first, last),
    )
    return set(connection.execute(query).scalars())


def _counts(day: CommitDay | None) -> tuple[int, int, int]:
    return (day.commits, day.human, day.substantive) if day else (0, 0, 0)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
