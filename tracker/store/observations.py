"""Observations: only what is new or changed is written, with a revision for every changed past value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice, product
from math import isfinite
from operator import attrgetter
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, func, select

from tracker.records import Observation
from tracker.store import versions
from tracker.store.blocks import Block, cut
from tracker.store.bulk import raw, upsert
from tracker.store.database import Part
from tracker.store.latest import latest_query
from tracker.store.models import metric, observation, revision, source
from tracker.store.names import Names
from tracker.store.stream import Stream

FEW = 6000  # series up to which reading one by one, by their values alone, is faster than all in one query
Key = tuple[int, int, Any]  # repository, metric, day as the driver has it
COLUMNS = ("repository_id", "metric_id", "day", "value", "source_id", "first_seen", "fetched_at")
KEY = ("repository_id", "metric_id", "day")
CELLS = attrgetter("repository_id", "metric", "day", "value", "source")
REVISION = ("repository_id", "metric_id", "day", "seen_at", "old_value", "new_value")
PROVISIONAL_DAYS = 2  # today and yesterday still move by themselves; their changes are no revisions
BLOCK = 50_000


class Observations(Part):
    """The tables `observation` and `revision`."""

    def save(self, rows: Iterable[Observation], seen_at: datetime) -> int:
        """Write observations; how many were new or changed. A changed past value leaves a revision."""
        written, remaining = 0, iter(rows)
        with self.database.transaction() as connection:
            while block := list(islice(remaining, BLOCK)):
                written += _save_block(connection, self.database.ids, block, seen_at)
        return written

    def total(self, repository_id: int, metric_name: str) -> float | None:
        """The sum of a stored series; None when it has no row."""
        o = observation.c
        query = (
            select(func.sum(o.value))
            .join(metric, metric.c.id == o.metric_id)
            .where(o.repository_id == repository_id, metric.c.name == metric_name)
        )
        found: float | None = self.rows(query)[0][0]
        return found

    def blocks(
        self,
        ids: Collection[int],
        metrics: Collection[str],
        start: date | None = None,
        end: date | None = None,
    ) -> dict[tuple[int, str], Block]:
        """Stored series by (repository, metric), within start..end (both included). None where no row."""
        if len(ids) * len(metrics) <= FEW:
            return self._one_by_one(ids, metrics, start, end)
        o = observation.c
        with self.database.view() as connection:
            names = {
                r.id: r.name for r in connection.execute(select(metric).where(metric.c.name.in_(metrics)))
            }
            sources = {r.id: r.name for r in connection.execute(select(source))}
            query = select(o.repository_id, o.metric_id, o.day, o.value, o.source_id).where(
                o.repository_id.in_(ids), o.metric_id.in_(names)
            )
            if start:
                query = query.where(o.day >= start)
            if end:
                query = query.where(o.day <= end)
            query = query.order_by(o.repository_id, o.metric_id, o.day)
        return cut(self.raw(query) if names else [], names, sources)

    def _one_by_one(
        self, ids: Collection[int], metrics: Collection[str], start: date | None, end: date | None
    ) -> dict[tuple[int, str], Block]:
        found = {}
        with Stream(self.database).view() as view:
            for key in product(ids, [name for name in metrics if name in view.metrics]):
                if (stored := view.series(*key, start, end)) is not None:
                    codes = stored.sources.astype(np.int16)
                    found[key] = Block(stored.days, stored.values, codes, view.sources)
        return found

    def latest(
        self, ids: Collection[int], metrics: Collection[str], as_of: date
    ) -> dict[tuple[int, str], Any]:
        """The last row of each series on or before a day: {(repository, metric): (day, value, source)}."""
        return {
            (r.repository_id, r.name): (r.day, r.value, r.source)
            for r in self.rows(latest_query(ids, metrics, as_of, self.database.is_spread()))
        }

    def names(self) -> set[str]:
        """The names of all series that were ever stored."""
        return {name for (name,) in self.raw(select(metric.c.name))}

    def revisions(
        self, repository_id: int, metric_name: str | None = None, limit: int | None = None, skip: int = 0
    ) -> Sequence[Row[Any]]:
        """What changed afterwards: (metric, day, seen_at in Unix seconds, old, new), newest first."""
        r = revision.c
        query = (
            select(metric.c.name, r.day, r.seen_at, r.old_value, r.new_value)
            .join(metric, metric.c.id == r.metric_id)
            .where(r.repository_id == repository_id)
            .order_by(r.seen_at.desc(), r.day.desc(), metric.c.name)
        )
        if metric_name:
            query = query.where(metric.c.name == metric_name)
        return self.rows(query if limit is None else query.limit(limit).offset(skip))


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
    recent = form(seen_at.astimezone(UTC).date() - timedelta(days=versions.RECENT))
    news = (
        (key[0], names_of[key[1]], new[0] == 0 and key not in have, key[2] < recent)
        for key, new in wanted.items()
    )
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
