"""How far the collectors are: a cursor for each repository, and the validators of conditional requests."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import cursor, validator


class Progress(Part):
    """The tables `cursor` and `validator`."""

    def cursor(self, repository_id: int, collector: str) -> dict[str, Any] | None:
        """Where a collector stands with a repository; None before its first page."""
        with self.database.view() as connection:
            query = select(cursor.c.position).where(
                cursor.c.repository_id == repository_id, cursor.c.collector == collector
            )
            text = connection.execute(query).scalar()
            return None if text is None else dict(json.loads(text))

    def cursors(self, ids: Collection[int] | None = None) -> Sequence[Row[Any]]:
        """(repository_id, collector, position JSON, updated_at): when each collector last succeeded."""
        query = select(cursor).order_by(cursor.c.repository_id, cursor.c.collector)
        return self.rows(query if ids is None else query.where(cursor.c.repository_id.in_(ids)))

    def newest(self) -> datetime | None:
        """When a collector that has read all there is last succeeded with any repository."""
        query = select(func.max(cursor.c.updated_at)).where(cursor.c.position.contains('"complete": true'))
        with self.database.view() as connection:
            found: datetime | None = connection.execute(query).scalar()
            return found

    def oldest(self) -> dict[str, datetime]:
        """When each collector last succeeded with the repository that waits longest, of those it has read."""
        c = cursor.c
        query = select(c.collector, func.min(c.updated_at).label("at"))
        complete = query.where(c.position.contains('"complete": true'))
        found = self.rows(complete.group_by(c.collector).order_by(c.collector))
        return {row.collector: row.at for row in found}

    def set_cursor(self, repository_id: int, collector: str, position: dict[str, Any], at: datetime) -> None:
        """Remember where a collector stands; in the same transaction as the page it stands behind."""
        self.set_cursors([(repository_id, collector, position, at)])

    def set_cursors(self, all_: Iterable[tuple[int, str, dict[str, Any], datetime]]) -> None:
        """The same for many repositories in one statement: (repository, collector, position, time)."""
        rows = [(i, name, json.dumps(position, sort_keys=True), at) for i, name, position, at in all_]
        columns = ("repository_id", "collector", "position", "updated_at")
        with self.database.transaction() as connection:
            upsert(connection, "cursor", columns, columns[:2], rows)

    def validator(self, key: str) -> tuple[str, str | None] | None:
        """The ETag and Link header stored for a request, or None."""
        with self.database.view() as connection:
            row = connection.execute(
                select(validator.c.etag, validator.c.link).where(validator.c.key == key)
            ).first()
            return (row.etag, row.link) if row else None

    def set_validator(self, key: str, etag: str, link: str | None, at: datetime) -> None:
        """Remember an ETag; in the same transaction as the data it vouches for."""
        with self.database.transaction() as connection:
            upsert(
                connection,
                "validator",
                ("key", "etag", "link", "fetched_at"),
                ("key",),
                [(key, etag, link, at)],
            )
