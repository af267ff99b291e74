"""The reader's desk: everything that is asked of the database. Aggregates in SQL, series in numpy blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    Connection,
    Engine,
    Row,
    RowMapping,
    String,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from tracker.store.models import (
    attribute,
    author_day,
    cursor,
    degraded,
    gap,
    issue,
    meta,
    metric,
    notice,
    observation,
    release,
    repository,
    repository_name,
    revision,
    run,
    run_gap,
    source,
    watch,
)


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


class Reader:
    """Reads facts. Cheap to make; holds no state but the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection with one consistent view of the database."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def _rows(self, query: Any) -> Sequence[Row[Any]]:
        with self.connection() as connection:
            return connection.execute(query).all()

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
        present = select(repository).where(
            func.lower(repository.c.owner + "/" + repository.c.name) == lowered
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
            text = query.compile(connection, compile_kwargs={"literal_binds": True})
            rows = connection.exec_driver_sql(str(text).replace("%", "%%")).all() if names else []
        return _blocks(rows, names, sources)

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
        return {(r.repository_id, r.name): (r.day, r.value, r.source) for r in self._rows(query)}

    def revisions(self, repository_id: int, metric_name: str | None = None) -> Sequence[Row[Any]]:
        """What changed afterwards: (metric, day, seen_at in Unix seconds, old, new), newest first."""
        r = revision.c
        query = (
            select(metric.c.name, r.day, r.seen_at, r.old_value, r.new_value)
            .join(metric, metric.c.id == r.metric_id)
            .where(r.repository_id == repository_id)
            .order_by(r.seen_at.desc(), r.day.desc())
        )
        return self._rows(query.where(metric.c.name == metric_name) if metric_name else query)

    def author_days(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """(repository, day, author hash), by repository and day."""
        a = author_day.c
        query = select(a.repository_id, a.day, a.author).where(a.repository_id.in_(ids))
        return self._rows(query.order_by(a.repository_id, a.day))

    # -- ledgers --------------------------------------------------------------------------------------

    def issue_counts(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Issues and pull requests by day: (repository_id, is_pull_request, what, day as ISO text, count).

        `what` is 'created', 'closed' or 'merged'; days are UTC.
        """
        queries = []
        for what in ("created", "closed", "merged"):
            moment = issue.c[f"{what}_at"]
            day = func.substr(cast(func.timezone("UTC", moment), String), 1, 10)
            if self._engine.dialect.name == "sqlite":
                day = func.substr(moment, 1, 10, type_=String)
            queries.append(
                select(
                    issue.c.repository_id, issue.c.is_pull_request, literal(what).label("what"),
                    day.label("day"), func.count().label("count"),
                )
                .where(issue.c.repository_id.in_(ids), moment.is_not(None))
                .group_by(issue.c.repository_id, issue.c.is_pull_request, day)
            )  # fmt: skip
        return self._rows(union_all(*queries))

    def issue_waits(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """When each was opened, closed and answered: (repository_id, is_pull_request, three times)."""
        i = issue.c
        query = select(i.repository_id, i.is_pull_request, i.created_at, i.closed_at, i.first_response_at)
        return self._rows(query.where(i.repository_id.in_(ids)))

    def issues(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """All issue and pull request rows, by repository and number."""
        query = select(issue).where(issue.c.repository_id.in_(ids))
        return self._rows(query.order_by(issue.c.repository_id, issue.c.number))

    def releases(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """All release rows, by repository and date."""
        query = select(release).where(release.c.repository_id.in_(ids))
        return self._rows(query.order_by(release.c.repository_id, release.c.published_at))

    def notices(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """All notice rows, by repository and date."""
        query = select(notice).where(notice.c.repository_id.in_(ids))
        return self._rows(query.order_by(notice.c.repository_id, notice.c.first_seen))

    def attributes(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Attribute changes, by repository and time."""
        query = select(attribute).where(attribute.c.repository_id.in_(ids))
        return self._rows(query.order_by(attribute.c.repository_id, attribute.c.seen_at))

    def names(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Names over time, by repository and time."""
        query = select(repository_name).where(repository_name.c.repository_id.in_(ids))
        return self._rows(query.order_by(repository_name.c.repository_id, repository_name.c.first_seen))

    def gaps(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Declared gaps: (repository_id, metric, start_day, end_day, reason)."""
        query = (
            select(gap, metric.c.name.label("metric"))
            .join(metric, metric.c.id == gap.c.metric_id)
            .where(gap.c.repository_id.in_(ids))
            .order_by(gap.c.repository_id, metric.c.name, gap.c.start_day)
        )  # fmt: skip
        return self._rows(query)

    def degraded(self) -> Sequence[Row[Any]]:
        """Series whose source misbehaves: (repository_id, metric, since, reason)."""
        query = select(
            degraded.c.repository_id, metric.c.name.label("metric"), degraded.c.since, degraded.c.reason
        )
        return self._rows(query.join(metric, metric.c.id == degraded.c.metric_id))

    def cursors(self, ids: Collection[int] | None = None) -> Sequence[Row[Any]]:
        """(repository_id, collector, position JSON, updated_at): when each collector last succeeded."""
        query = select(cursor)
        return self._rows(query if ids is None else query.where(cursor.c.repository_id.in_(ids)))

    # -- runs -----------------------------------------------------------------------------------------

    def runs(self, limit: int = 50, job: str | None = None) -> Sequence[Row[Any]]:
        """The latest runs, newest first."""
        query = select(run).order_by(run.c.id.desc()).limit(limit)
        return self._rows(query.where(run.c.job == job) if job else query)

    def run_gaps(self, run_id: int) -> Sequence[Row[Any]]:
        """What one run missed and why."""
        return self._rows(select(run_gap).where(run_gap.c.run_id == run_id).order_by(run_gap.c.number))

    def meta(self) -> dict[str, str]:
        """What this database is."""
        return {row.key: row.value for row in self._rows(select(meta))}

    def stamp(self) -> tuple[int, str]:
        """A value that changes when the data do: number of runs, and the time of the last write."""
        with self.connection() as connection:
            number = connection.execute(select(func.max(run.c.id))).scalar()
            times = (
                connection.execute(select(func.max(column))).scalar()
                for column in (run.c.finished_at, cursor.c.updated_at, watch.c.added_at)
            )
            return int(number or 0), " ".join(str(time) for time in times)

    def last_success(self, at_or_before: datetime | None = None) -> datetime | None:
        """When a run last ended well (outcome done or partial)."""
        query = select(func.max(run.c.finished_at)).where(
            or_(run.c.outcome == "done", run.c.outcome == "partial")
        )
        if at_or_before:
            query = query.where(run.c.finished_at <= at_or_before)
        found: datetime | None = self._rows(query)[0][0]
        return found


def _blocks(
    rows: Sequence[Row[Any]], names: dict[int, str], sources: dict[int, str]
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
