"""Days that are declared unknown, and series whose source broke its contract."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from tracker.records import Gap
from tracker.store import versions
from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import degraded, gap, metric


class Gaps(Part):
    """The tables `gap` and `degraded`."""

    def save(self, repository_id: int, gap: Gap) -> None:
        """Declare days of a metric unknown, with the reason."""
        with self.database.transaction() as connection:
            row = (
                repository_id,
                self.database.ids.metric(connection, gap.metric),
                gap.start,
                gap.end,
                gap.reason,
            )
            columns = ("repository_id", "metric_id", "start_day", "end_day", "reason")
            upsert(connection, "gap", columns, columns[:3], [row])
            versions.judged(connection, [repository_id])

    def of(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Declared gaps: (repository_id, metric, start_day, end_day, reason)."""
        query = (
            select(gap, metric.c.name.label("metric"))
            .join(metric, metric.c.id == gap.c.metric_id)
            .where(gap.c.repository_id.in_(ids))
            .order_by(gap.c.repository_id, metric.c.name, gap.c.start_day)
        )  # fmt: skip
        return self.rows(query)

    def mark_degraded(self, repository_id: int, metric: str, reason: str, at: datetime) -> None:
        """Say that a source broke its contract; the last good values are kept. The first date stands."""
        with self.database.transaction() as connection:
            row = (repository_id, self.database.ids.metric(connection, metric), at, reason)
            columns = ("repository_id", "metric_id", "since", "reason")
            upsert(connection, "degraded", columns, columns[:2], [row], keep=("since",))

    def clear_degraded(self, repository_id: int, metric: str) -> None:
        """The source keeps its contract again."""
        with self.database.transaction() as connection:
            metric_id = self.database.ids.metric(connection, metric)
            connection.execute(
                delete(degraded).where(
                    degraded.c.repository_id == repository_id, degraded.c.metric_id == metric_id
                )
            )

    def degraded(self) -> Sequence[Row[Any]]:
        """Series whose source misbehaves: (repository_id, metric, since, reason)."""
        query = select(
            degraded.c.repository_id, metric.c.name.label("metric"), degraded.c.since, degraded.c.reason
        )
        return self.rows(query.join(metric, metric.c.id == degraded.c.metric_id))
