"""Mutes, snoozes and acknowledgements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from tracker.store.models import silence
from tracker.store.turn import Turn


class Silences(Turn):
    """What people do not want to hear, or have heard."""

    def add_silence(
        self,
        kind: str,
        repository_id: int | None,
        rule: str | None,
        until: datetime | None,
        reason: str,
        at: datetime,
    ) -> int:
        """Mute, snooze or acknowledge; returns the silence's id."""
        with self.alone() as connection:
            number = int(connection.execute(select(func.max(silence.c.id))).scalar() or 0) + 1
            row = {"id": number, "kind": kind, "repository_id": repository_id, "rule": rule}
            connection.execute(insert(silence).values(**row, until=until, reason=reason, created_at=at))
            return number

    def end_silence(self, number: int, at: datetime) -> bool:
        """Lift a silence; False when there is none of that id in force."""
        with self._writer.transaction() as connection:
            lift = update(silence).where(silence.c.id == number, silence.c.ended_at.is_(None))
            return connection.execute(lift.values(ended_at=at)).rowcount == 1

    def silences(self, connection: Connection, now: datetime) -> Sequence[Row[Any]]:
        """The silences in force."""
        s = silence.c
        in_force = and_(s.ended_at.is_(None), or_(s.until.is_(None), s.until > now))
        return connection.execute(select(silence).where(in_force).order_by(s.id)).all()

    def end_acks(self, connection: Connection, keys: Iterable[tuple[int, str]], at: datetime) -> None:
        """An alert that is over is no longer acknowledged."""
        over, s = set(keys), silence.c
        acked = select(s.id, s.repository_id, s.rule).where(s.kind == "ack", s.ended_at.is_(None))
        ended = [row.id for row in connection.execute(acked) if (row.repository_id, row.rule) in over]
        if ended:
            connection.execute(update(silence).where(s.id.in_(ended)).values(ended_at=at))
