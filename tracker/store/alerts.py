"""The alerts' writing desk: standings, transitions, and which notifications go into which message.

Everything that must hold together happens inside `alone()`: one transaction, one process at a time.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from tracker.store.bulk import upsert
from tracker.store.models import alert, baseline, delivery, meta, notification, transition
from tracker.store.outbox import Outbox, blocks
from tracker.store.silences import Silences

STANDING = ("repository_id", "rule", "state", "value", "since", "as_of", "turning_since", "number")
TRANSITION = (
    "id", "repository_id", "rule", "number", "from_state", "to_state", "value", "at", "as_of", "reason",
    "payload",
)  # fmt: skip
NOTIFICATION = ("transition_id", "channel", "state", "reason", "queued_at", "digest")


class AlertBook(Outbox, Silences):
    """Writes alerts: standings and decisions here, sending and silencing in the desks it stands on."""

    # -- evaluating: all inside alone() --------------------------------------------------------------

    def standings(self, connection: Connection) -> Sequence[Row[Any]]:
        """All standings."""
        return connection.execute(select(alert)).all()

    def save_standings(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Write standings (tuples in the order of STANDING)."""
        upsert(connection, "alert", STANDING, STANDING[:2], rows)

    def forget(self, connection: Connection, keys: Iterable[tuple[int, str]]) -> None:
        """Drop the standings of rules that no longer are, or repositories no longer followed."""
        for repository_id, rule in keys:
            connection.execute(
                alert.delete().where(alert.c.repository_id == repository_id, alert.c.rule == rule)
            )

    def add_transitions(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> list[int]:
        """Write transitions (TRANSITION without its id); returns their ids."""
        first = int(connection.execute(select(func.max(transition.c.id))).scalar() or 0) + 1
        ids = list(range(first, first + len(rows)))
        numbered = [(number, *row) for number, row in zip(ids, rows, strict=True)]
        upsert(connection, "transition", TRANSITION, TRANSITION[:1], numbered)
        return ids

    def add_notifications(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Write notifications (tuples in the order of NOTIFICATION); one that exists stays as it is."""
        upsert(connection, "notification", NOTIFICATION, NOTIFICATION[:2], rows, keep=NOTIFICATION[2:])

    def last_number(self, connection: Connection) -> dict[tuple[int, str], int]:
        """The highest transition number of every alert, whether it still stands or not."""
        t = transition.c
        query = select(t.repository_id, t.rule, func.max(t.number)).group_by(t.repository_id, t.rule)
        return {(row[0], row[1]): int(row[2]) for row in connection.execute(query)}

    def instance(self, connection: Connection) -> str:
        """This database's own name: another one's messages must not share keys with ours."""
        known = connection.execute(select(meta.c.value).where(meta.c.key == "instance")).scalar()
        if known is None:
            known = uuid.uuid4().hex
            connection.execute(insert(meta).values(key="instance", value=known))
        return str(known)

    def until(self, connection: Connection) -> date | None:
        """The last day that was evaluated."""
        known = connection.execute(select(meta.c.value).where(meta.c.key == "alerts_until")).scalar()
        return date.fromisoformat(known) if known else None

    def reached(self, day: date) -> bool:
        """Whether a day (or a later one) was evaluated."""
        with self._writer.transaction() as connection:
            last = self.until(connection)
        return last is not None and last >= day

    def advance(self, connection: Connection, day: date) -> bool:
        """Remember that a day is evaluated; False when a later one was already."""
        last = self.until(connection)
        if last is not None and day < last:
            return False
        if last != day:
            upsert(connection, "meta", ("key", "value"), ("key",), [("alerts_until", day.isoformat())])
        return True

    # -- forming messages: all inside alone() ---------------------------------------------------------

    def queued(self, connection: Connection) -> Sequence[Row[Any]]:
        """Notifications on which nothing is decided yet, oldest first, with their transitions."""
        n, t = notification.c, transition.c
        query = (
            select(n.channel, n.queued_at, n.digest, transition, baseline.c.told)
            .join_from(notification, transition, n.transition_id == t.id)
            .outerjoin(
                baseline,
                and_(
                    baseline.c.repository_id == t.repository_id,
                    baseline.c.rule == t.rule,
                    baseline.c.channel == n.channel,
                ),
            )
            .where(n.state == "queued", n.delivery_key.is_(None))
            .order_by(t.id)
        )
        return connection.execute(query).all()

    def decide(
        self, connection: Connection, channel: str, transitions: Collection[int], state: str, reason: str
    ) -> None:
        """Say what becomes of notifications, and why."""
        for block in blocks(transitions):
            connection.execute(
                update(notification)
                .where(notification.c.channel == channel, notification.c.transition_id.in_(block))
                .values(state=state, reason=reason)
            )

    def form(
        self, connection: Connection, key: str, channel: str, kind: str, at: datetime, ids: Collection[int]
    ) -> bool:
        """Put notifications into one message; False when a message of this key was made before."""
        if connection.execute(select(delivery.c.key).where(delivery.c.key == key)).first():
            return False
        values = {"key": key, "channel": channel, "kind": kind, "state": "queued"}
        connection.execute(insert(delivery).values(**values, created_at=at, next_try_at=at))
        for block in blocks(ids):
            connection.execute(
                update(notification)
                .where(notification.c.channel == channel, notification.c.transition_id.in_(block))
                .values(delivery_key=key, reason=f"in {kind} {key[:12]}")
            )
        return True

    def formed_since(self, connection: Connection, moment: datetime) -> dict[str, int]:
        """How many messages were made for each channel since then (tests do not count)."""
        query = (
            select(delivery.c.channel, func.count())
            .where(delivery.c.created_at > moment, delivery.c.kind != "test")
            .group_by(delivery.c.channel)
        )
        return {row[0]: int(row[1]) for row in connection.execute(query)}
