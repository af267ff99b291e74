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
            row = {"kind": kind, "repository_id": repository_id, "rule": rule}
            return _add(connection, [{**row, "until": until, "reason": reason, "created_at": at}])

    def add_all(
        self,
        kind: str,
        alerts: Iterable[tuple[int, str]],
        until: datetime | None,
        reason: str,
        at: datetime,
    ) -> None:
        """The same for many (repository id, rule) at once, all or none; what is so quieted already stays as
        it is, so that a button pressed twice does nothing twice."""
        with self.database.alone() as connection:
            s = silence.c
            same = select(s.repository_id, s.rule, s.until).where(s.kind == kind, s.ended_at.is_(None))
            so = {
                (row.repository_id, row.rule)
                for row in connection.execute(same)
                if row.until is None or (until is not None and row.until >= until)
            }
            rows = [
                {"kind": kind, "repository_id": number, "rule": rule, "until": until, "reason": reason,
                 "created_at": at}
                for number, rule in alerts
                if (number, rule) not in so
            ]  # fmt: skip
            if rows:
                _add(connection, rows)

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


def _add(connection: Connection, rows: Sequence[dict[str, Any]]) -> int:
    """Write silences under the next numbers; returns the first of them."""
    number = int(connection.execute(select(func.max(silence.c.id))).scalar() or 0) + 1
    connection.execute(insert(silence), [{"id": number + n, **row} for n, row in enumerate(rows)])
    return number
