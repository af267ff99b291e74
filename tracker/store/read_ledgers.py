"""Reading what happened: issues, releases, notices, attributes, names, gaps, and how far it is read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, String, cast, func, literal, select, union_all

from tracker.store.desk import Desk
from tracker.store.models import (
    attribute,
    cursor,
    degraded,
    gap,
    issue,
    metric,
    notice,
    release,
    repository_name,
)
from tracker.tables import IssueTable


class LedgerReader(Desk):
    """Reads ledgers."""

    def issue_counts(
        self, ids: Collection[int], whats: Collection[str] = ("created", "closed", "merged")
    ) -> Sequence[tuple[Any, ...]]:
        """Issues and pull requests by day: (repository_id, is_pull_request, what, day as ISO text, how many).

        `what` is one of `whats`: 'created', 'closed' or 'merged'; days are UTC.
        """
        queries = []
        for what in whats:
            moment = issue.c[f"{what}_at"]
            day = func.substr(cast(func.timezone("UTC", moment), String), 1, 10)
            if self.engine.dialect.name == "sqlite":
                day = func.substr(moment, 1, 10, type_=String)
            queries.append(
                select(
                    issue.c.repository_id, issue.c.is_pull_request, literal(what).label("what"),
                    day.label("day"), func.count().label("many"),
                )
                .where(issue.c.repository_id.in_(ids), moment.is_not(None))
                .group_by(issue.c.repository_id, issue.c.is_pull_request, day)
            )  # fmt: skip
        return self.raw(union_all(*queries))

    def issue_waits(self, ids: Collection[int]) -> Sequence[tuple[Any, ...]]:
        """When what was closed or answered was opened, closed and answered, as the driver gives times:
        (repository_id, is_pull_request, created, closed, first response)."""
        i = issue.c
        query = select(i.repository_id, i.is_pull_request, i.created_at, i.closed_at, i.first_response_at)
        ended = i.closed_at.is_not(None) | i.first_response_at.is_not(None)
        return self.raw(query.where(i.repository_id.in_(ids), ended).order_by(i.repository_id))

    def issues(self, ids: Collection[int]) -> dict[int, IssueTable]:
        """All issues and pull requests by repository, in the order of their numbers."""
        i = issue.c
        columns = (i[name] for name in IssueTable.COLUMNS)
        query = select(i.repository_id, *columns).where(i.repository_id.in_(ids))
        rows = self.raw(query.order_by(i.repository_id, i.number))
        return {
            repository_id: IssueTable([row[1:] for row in group])
            for repository_id, group in groupby(rows, key=itemgetter(0))
        }

    def releases(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """All release rows, by repository and date."""
        query = select(release).where(release.c.repository_id.in_(ids))
        return self.rows(query.order_by(release.c.repository_id, release.c.published_at))

    def notices(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """All notice rows, by repository and date."""
        query = select(notice).where(notice.c.repository_id.in_(ids))
        return self.rows(query.order_by(notice.c.repository_id, notice.c.first_seen))

    def attributes(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Attribute changes, by repository and time."""
        query = select(attribute).where(attribute.c.repository_id.in_(ids))
        return self.rows(query.order_by(attribute.c.repository_id, attribute.c.seen_at))

    def names(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Names over time, by repository and time."""
        query = select(repository_name).where(repository_name.c.repository_id.in_(ids))
        return self.rows(query.order_by(repository_name.c.repository_id, repository_name.c.first_seen))

    def gaps(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Declared gaps: (repository_id, metric, start_day, end_day, reason)."""
        query = (
            select(gap, metric.c.name.label("metric"))
            .join(metric, metric.c.id == gap.c.metric_id)
            .where(gap.c.repository_id.in_(ids))
            .order_by(gap.c.repository_id, metric.c.name, gap.c.start_day)
        )  # fmt: skip
        return self.rows(query)

    def degraded(self) -> Sequence[Row[Any]]:
        """Series whose source misbehaves: (repository_id, metric, since, reason)."""
        query = select(
            degraded.c.repository_id, metric.c.name.label("metric"), degraded.c.since, degraded.c.reason
        )
        return self.rows(query.join(metric, metric.c.id == degraded.c.metric_id))

    def cursors(self, ids: Collection[int] | None = None) -> Sequence[Row[Any]]:
        """(repository_id, collector, position JSON, updated_at): when each collector last succeeded."""
        query = select(cursor).order_by(cursor.c.repository_id, cursor.c.collector)
        return self.rows(query if ids is None else query.where(cursor.c.repository_id.in_(ids)))
