"""Mutes, snoozes and acknowledgements: what people do not want to hear, or have heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, update

from tracker.store.database import Part
from tracker.store.models import repository, silence

FULL_NAME = (repository.c.owner + "/" + repository.c.name).label("repository")


class Silences(Part):
    """The table `silence`."""

    def in_force(self, now: datetime) -> Sequence[Row[Any]]:
        """Mutes, snoozes and acknowledgements in force, with `repository` (None: all)."""
        s = silence.c
        query = (
            select(silence, FULL_NAME)
            .outerjoin(repository, repository.c.github_id == s.repository_id)
            .where(s.ended_at.is_(None), or_(s.until.is_(None), s.until > now))
            .order_by(s.id)
        )
        return self.rows(query)

    def add(
        self,
        kind: str,
        repository_id: int | None,
        rule: str | None,
        until: datetime | None,
        reason: str,
        at: datetime,
    ) -> int:
        """Mute, snooze or acknowledge; returns the silence's id."""
        with self.database.alone() as connection:
            number = int(connection.execute(select(func.max(silence.c.id))).scalar() or 0) + 1
            row = {"id": number, "kind": kind, "repository_id": repository_id, "rule": rule}
            connection.execute(insert(silence).values(**row, until=until, reason=reason, created_at=at))
            return number

    def end(self, number: int, at: datetime) -> bool:
        """Lift a silence; False when there is none of that id in force."""
        with self.database.transaction() as connection:
            lift = update(silence).where(silence.c.id == number, silence.c.ended_at.is_(None))
            return connection.execute(lift.values(ended_at=at)).rowcount == 1

    def end_acks(self, connection: Connection, keys: Iterable[tuple[int, str]], at: datetime) -> None:
        """An alert that is over is no longer acknowledged."""
        over, s = set(keys), silence.c
        acked = select(s.id, s.repository_id, s.rule).where(s.kind == "ack", s.ended_at.is_(None))
        ended = [row.id for row in connection.execute(acked) if (row.repository_id, row.rule) in over]
        if ended:
            connection.execute(update(silence).where(s.id.in_(ended)).values(ended_at=at))
