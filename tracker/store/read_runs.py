"""Reading what the tracker itself did: runs, what they missed, when data last changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import Row, func, or_, select

from tracker.store.desk import Desk
from tracker.store.models import cursor, meta, run, run_gap, watch


class RunReader(Desk):
    """Reads runs."""

    def runs(self, limit: int = 50, job: str | None = None, *, finished: bool = False) -> Sequence[Row[Any]]:
        """The latest runs (only those that have ended), newest first."""
        query = select(run).order_by(run.c.id.desc()).limit(limit)
        if finished:
            query = query.where(run.c.finished_at.is_not(None))
        return self.rows(query.where(run.c.job == job) if job else query)

    def run_gaps(self, run_id: int) -> Sequence[Row[Any]]:
        """What one run missed and why."""
        return self.rows(select(run_gap).where(run_gap.c.run_id == run_id).order_by(run_gap.c.number))

    def meta(self) -> dict[str, str]:
        """What this database is."""
        return {row.key: row.value for row in self.rows(select(meta))}

    def stamp(self) -> tuple[int, str]:
        """A value that changes when the data do: number of runs, the last write, and who is followed."""
        followed = select(watch.c.full_name, watch.c.repository_id, watch.c.category, watch.c.problem)
        with self.connection() as connection:
            number = connection.execute(select(func.max(run.c.id))).scalar()
            times = [
                connection.execute(select(func.max(column))).scalar()
                for column in (run.c.finished_at, cursor.c.updated_at)
            ]
            rows = connection.execute(followed.order_by(watch.c.full_name)).all()
        names = crc32(repr([tuple(row) for row in rows]).encode())
        return int(number or 0), " ".join(map(str, (*times, names)))

    def last_success(self, at_or_before: datetime | None = None) -> datetime | None:
        """When a run last ended well (outcome done or partial)."""
        query = select(func.max(run.c.finished_at)).where(
            or_(run.c.outcome == "done", run.c.outcome == "partial")
        )
        if at_or_before:
            query = query.where(run.c.finished_at <= at_or_before)
        found: datetime | None = self.rows(query)[0][0]
        return found
