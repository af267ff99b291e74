"""Reading what happened: issues, releases, notices, attributes, names, gaps, and how far it is read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, String, cast, func, literal, select, union_all

from tracker.records import Issue
from tracker.store.desk import Desk, moment
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


class LedgerReader(Desk):
    """Reads ledgers."""

    def issue_counts(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Issues and pull requests by day: (repository_id, is_pull_request, what, day as ISO text, how many).

        `what` is 'created', 'closed' or 'merged'; days are UTC.
        """
        queries = []
        for what in ("created", "closed", "merged"):
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
        return self.rows(union_all(*queries))

    def issue_waits(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """When each was opened, closed and answered: (repository_id, is_pull_request, three times)."""
        i = issue.c
        query = select(i.repository_id, i.is_pull_request, i.created_at, i.closed_at, i.first_response_at)
        return self.rows(query.where(i.repository_id.in_(ids)))

    def issues(self, ids: Collection[int]) -> Iterator[tuple[int, Issue]]:
        """All issues and pull requests, by repository and number."""
        i = issue.c
        query = select(
            i.repository_id, i.number, i.created_at, i.updated_at, i.closed_at, i.state_reason,
            i.author_is_bot, i.author_association, i.comments, i.is_pull_request, i.merged_at, i.is_draft,
            i.asks_if_alive,
        ).where(i.repository_id.in_(ids))  # fmt: skip
        for row in self.raw(query.order_by(i.repository_id, i.number)):
            repository_id, number, created, updated, closed, reason, bot, association, comments, *rest = row
            pull, merged, draft, asks = rest
            times = (moment(created), moment(updated), moment(closed))
            bot = None if bot is None else bool(bot)
            about = (reason, bot, association, comments, bool(pull), moment(merged), draft, bool(asks))
            yield repository_id, Issue(number, *times, *about)  # type: ignore[arg-type]

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
        query = select(cursor)
        return self.rows(query if ids is None else query.where(cursor.c.repository_id.in_(ids)))
