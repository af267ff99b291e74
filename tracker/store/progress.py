"""Writing how far the collectors are: cursors, validators, gaps, and series whose source misbehaved."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from tracker.records import Gap
from tracker.store import versions
from tracker.store.bulk import upsert
from tracker.store.models import cursor, degraded, validator
from tracker.store.names import Names


def get_cursor(connection: Connection, repository_id: int, collector: str) -> dict[str, Any] | None:
    """Where a collector stands with a repository; None before its first page."""
    query = select(cursor.c.position).where(
        cursor.c.repository_id == repository_id, cursor.c.collector == collector
    )
    text = connection.execute(query).scalar()
    return None if text is None else dict(json.loads(text))


def set_cursor(
    connection: Connection, repository_id: int, collector: str, position: dict[str, Any], at: datetime
) -> None:
    """Remember where a collector stands; in the same transaction as the page it stands behind."""
    row = (repository_id, collector, json.dumps(position, sort_keys=True), at)
    columns = ("repository_id", "collector", "position", "updated_at")
    upsert(connection, "cursor", columns, columns[:2], [row])


def get_validator(connection: Connection, key: str) -> tuple[str, str | None] | None:
    """The ETag and Link header stored for a request, or None."""
    row = connection.execute(select(validator.c.etag, validator.c.link).where(validator.c.key == key)).first()
    return (row.etag, row.link) if row else None


def set_validator(connection: Connection, key: str, etag: str, link: str | None, at: datetime) -> None:
    """Remember an ETag; in the same transaction as the data it vouches for."""
    upsert(connection, "validator", ("key", "etag", "link", "fetched_at"), ("key",), [(key, etag, link, at)])


def save_gap(connection: Connection, names: Names, repository_id: int, gap: Gap) -> None:
    """Declare days of a metric unknown, with the reason."""
    row = (repository_id, names.metric(connection, gap.metric), gap.start, gap.end, gap.reason)
    columns = ("repository_id", "metric_id", "start_day", "end_day", "reason")
    upsert(connection, "gap", columns, columns[:3], [row])
    versions.judged(connection, [repository_id])


def mark_degraded(
    connection: Connection, names: Names, repository_id: int, metric: str, reason: str, at: datetime
) -> None:
    """Say that a source broke its contract; the last good values are kept. The first date stands."""
    row = (repository_id, names.metric(connection, metric), at, reason)
    columns = ("repository_id", "metric_id", "since", "reason")
    upsert(connection, "degraded", columns, columns[:2], [row], keep=("since",))


def clear_degraded(connection: Connection, names: Names, repository_id: int, metric: str) -> None:
    """The source keeps its contract again."""
    metric_id = names.metric(connection, metric)
    connection.execute(
        delete(degraded).where(degraded.c.repository_id == repository_id, degraded.c.metric_id == metric_id)
    )
