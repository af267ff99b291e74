"""The reader's desk: everything that is asked of the database. Aggregates in SQL, series in numpy blocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Row, RowMapping, String, and_, cast, func, select

from tracker.store.models import (
    author_day,
    metric,
    observation,
    repository,
    repository_name,
    revision,
    source,
    watch,
)
from tracker.store.read_ledgers import LedgerReader
from tracker.store.read_runs import RunReader
from tracker.store.stream import Stream
from tracker.tables import EPOCH, Ints

FEW = 6000  # series up to which reading one by one, by their values alone, is faster than all in one query


@dataclass(frozen=True, slots=True)
class Block:
    """One stored series: days ascending, values, and for each value the name of its source."""

    days: npt.NDArray[np.datetime64]
    values: npt.NDArray[np.float64]
    sources: npt.NDArray[np.int16]
    source_names: dict[int, str]

    def source_of(self, index: int) -> str:
        """The source of one value."""
        return self.source_names[int(self.sources[index])]


class Reader(LedgerReader, RunReader):
    """Reads facts: who is followed and the series here, ledgers and runs in the desks it stands on."""

    # -- who is followed ------------------------------------------------------------------------------

    def watched(self) -> Sequence[RowMapping]:
        """Every followed repository, in the order of its name: watch columns and repository columns.

        `github_id` is None for a name not resolved yet; `problem` says why, if it was tried.
        """
        query = (
            select(*(c for c in watch.c if c.name != "repository_id"), repository)
            .join_from(watch, repository, watch.c.repository_id == repository.c.github_id, isouter=True)
            .order_by(func.lower(watch.c.full_name))
        )  # fmt: skip
        with self.connection() as connection:
            return connection.execute(query).mappings().all()

    def find(self, full_name: str) -> RowMapping | None:
        """A repository by its present name, else by a former one (the latest to carry it)."""
        lowered = full_name.lower()
        present = (
            select(repository)
            .where(func.lower(repository.c.owner + "/" + repository.c.name) == lowered)
            .order_by(repository.c.seen_at.desc().nulls_last())  # a name taken over belongs to the last seen
        )
        former = (
            select(repository)
            .join(repository_name, repository_name.c.repository_id == repository.c.github_id)
            .where(func.lower(repository_name.c.full_name) == lowered)
            .order_by(repository_name.c.last_seen.desc())
        )
        asked = (
            select(repository)
            .join(watch, watch.c.repository_id == repository.c.github_id)
            .where(func.lower(watch.c.full_name) == lowered)
        )
        with self.connection() as connection:
            for query in (present, former, asked):
                if row := connection.execute(query).mappings().first():
                    return row
        return None

    def repositories(self, ids: Collection[int]) -> dict[int, RowMapping]:
        """Repositories by id."""
        with self.connection() as connection:
            rows = connection.execute(select(repository).where(repository.c.github_id.in_(ids))).mappings()
            return {row["github_id"]: row for row in rows}

    # -- series ---------------------------------------------------------------------------------------

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
        with self.connection() as connection:
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
        return _blocks(self.raw(query) if names else [], names, sources)

    def _one_by_one(
        self, ids: Collection[int], metrics: Collection[str], start: date | None, end: date | None
    ) -> dict[tuple[int, str], Block]:
        found = {}
        with Stream(self.engine).view() as view:
            for key in product(ids, [name for name in metrics if name in view.metrics]):
                if (stored := view.series(*key, start, end)) is not None:
                    codes = stored.sources.astype(np.int16)
                    found[key] = Block(stored.days, stored.values, codes, view.sources)
        return found

    def latest(
        self, ids: Collection[int], metrics: Collection[str], as_of: date
    ) -> dict[tuple[int, str], Any]:
        """The last row of each series on or before a day: {(repository, metric): (day, value, source)}."""
        o = observation.c
        last = (
            select(o.repository_id, o.metric_id, func.max(o.day).label("day"))
            .where(o.repository_id.in_(ids), o.day <= as_of)
            .group_by(o.repository_id, o.metric_id)
            .subquery()
        )
        same_row = and_(*(o[key] == last.c[key] for key in ("repository_id", "metric_id", "day")))
        query = (
            select(o.repository_id, metric.c.name, o.day, o.value, source.c.name.label("source"))
            .join(last, same_row)
            .join(metric, metric.c.id == o.metric_id)
            .join(source, source.c.id == o.source_id)
            .where(metric.c.name.in_(metrics))
        )  # fmt: skip
        return {(r.repository_id, r.name): (r.day, r.value, r.source) for r in self.rows(query)}

    def revisions(self, repository_id: int, metric_name: str | None = None) -> Sequence[Row[Any]]:
        """What changed afterwards: (metric, day, seen_at in Unix seconds, old, new), newest first."""
        r = revision.c
        query = (
            select(metric.c.name, r.day, r.seen_at, r.old_value, r.new_value)
            .join(metric, metric.c.id == r.metric_id)
            .where(r.repository_id == repository_id)
            .order_by(r.seen_at.desc(), r.day.desc())
        )
        return self.rows(query.where(metric.c.name == metric_name) if metric_name else query)

    def author_days(self, ids: Collection[int]) -> dict[int, tuple[Ints, Ints]]:
        """Who committed when: {repository: (days as ordinals, author hashes)}, an element per author-day."""
        a = author_day.c
        authors = func.aggregate_strings(cast(a.author, String), ",")  # a row a day instead of one an author
        query = select(a.repository_id, a.day, func.count(), authors).where(a.repository_id.in_(ids))
        query = query.group_by(a.repository_id, a.day).order_by(a.repository_id, a.day)
        rows = self.raw(query)
        if not rows:
            return {}
        repositories, days, counts, texts = zip(*rows, strict=True)
        many = np.array(counts, dtype=np.int64)
        author = np.fromstring(",".join(texts), dtype=np.int64, sep=",")
        day = np.repeat(np.array(days, dtype="datetime64[D]").astype(np.int64) + EPOCH, many)
        owner = np.repeat(np.array(repositories, dtype=np.int64), many)
        edges = [0, *(np.flatnonzero(np.diff(owner)) + 1), len(owner)]
        return {int(owner[lo]): (day[lo:hi], author[lo:hi]) for lo, hi in pairwise(edges)}


def _blocks(
    rows: Sequence[tuple[Any, ...]], names: dict[int, str], sources: dict[int, str]
) -> dict[tuple[int, str], Block]:
    if not rows:
        return {}
    repositories, metrics, days, values, source_ids = zip(*rows, strict=True)
    ids = np.array(repositories, dtype=np.int64)
    kinds = np.array(metrics, dtype=np.int16)
    day = np.array(days, dtype="datetime64[D]")
    value = np.array(values, dtype=np.float64)
    origin = np.array(source_ids, dtype=np.int16)
    edges = np.flatnonzero((np.diff(ids) != 0) | (np.diff(kinds) != 0)) + 1
    found = {}
    for part in np.split(np.arange(len(ids)), edges):
        lo, hi = part[0], part[-1] + 1
        key = (int(ids[lo]), names[int(kinds[lo])])
        found[key] = Block(day[lo:hi], value[lo:hi], origin[lo:hi], sources)
    return found
