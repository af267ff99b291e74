"""Messages: which notifications go into which, who may send one, and what became of it.

At least once, by one process at a time; what forms messages happens inside `Database.alone()`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import baseline, delivery, notification, transition

NOTIFICATION = ("transition_id", "channel", "state", "reason", "queued_at", "digest")


class Messages(Part):
    """The tables `notification`, `delivery` and `baseline`."""

    def notifications(self, numbers: Collection[int]) -> Sequence[Row[Any]]:
        """Who was told of transitions: notification columns and, of the message, attempts, error, sent_at."""
        query = (
            select(
                notification,
                delivery.c.attempts,
                delivery.c.error,
                delivery.c.sent_at,
                delivery.c.next_try_at,
            )
            .outerjoin(delivery, delivery.c.key == notification.c.delivery_key)
            .where(notification.c.transition_id.in_(numbers))
            .order_by(notification.c.transition_id, notification.c.channel)
        )
        return self.rows(query)

    def channels(self) -> Sequence[Row[Any]]:
        """By channel: `sent`, `waiting`, `dead` messages, `last_sent` and the latest `error`."""
        d = delivery.c
        return self.rows(
            select(
                d.channel,
                func.count().filter(d.state == "sent").label("sent"),
                func.count().filter(or_(d.state == "queued", d.state == "sending")).label("waiting"),
                func.count().filter(d.state == "dead").label("dead"),
                func.max(d.sent_at).label("last_sent"),
                func.max(d.error).filter(d.state != "sent").label("error"),
            )
            .group_by(d.channel)
            .order_by(d.channel)
        )

    # -- forming messages: all inside alone() ---------------------------------------------------------

    def add_notifications(self, connection: Connection, rows: Iterable[Sequence[Any]]) -> None:
        """Write notifications (tuples in the order of NOTIFICATION); one that exists stays as it is."""
        upsert(connection, "notification", NOTIFICATION, NOTIFICATION[:2], rows, keep=NOTIFICATION[2:])

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

    # -- sending ------------------------------------------------------------------------------------

    def due(self, now: datetime) -> Sequence[Row[Any]]:
        """Messages to try now, fresh ones first, and those that somebody is (or was) sending."""
        d = delivery.c
        waiting = and_(d.state == "queued", d.next_try_at <= now)
        query = select(delivery).where(or_(waiting, d.state == "sending"))
        with self.database.transaction() as connection:
            return connection.execute(query.order_by(d.attempts, d.created_at, d.key)).all()

    def claim(
        self,
        key: str,
        holder: str,
        now: datetime,
        machine: datetime,
        until: datetime,
        gone: str | None = None,
    ) -> bool:
        """Take the right to send a message, by compare-and-set. `gone`: a holder that certainly died."""
        d = delivery.c
        free = or_(
            and_(d.state == "queued", d.next_try_at <= now),
            and_(d.state == "sending", or_(d.claimed_until <= machine, d.claimed_by == (gone or ""))),
        )
        taken = {"state": "sending", "claimed_by": holder, "claimed_until": until}
        with self.database.transaction() as connection:
            statement = update(delivery).where(d.key == key, free).values(**taken, attempts=d.attempts + 1)
            return connection.execute(statement).rowcount == 1

    def contents(self, key: str) -> Sequence[Row[Any]]:
        """The transitions of a message."""
        query = (
            select(transition)
            .join(notification, notification.c.transition_id == transition.c.id)
            .where(notification.c.delivery_key == key)
            .order_by(transition.c.id)
        )
        with self.database.transaction() as connection:
            return connection.execute(query).all()

    def sent(self, key: str, holder: str, at: datetime) -> bool:
        """It arrived: the message, its notifications and the baseline move together. False: claim lost."""
        with self.database.transaction() as connection:
            mine = update(delivery).where(
                delivery.c.key == key, delivery.c.claimed_by == holder, delivery.c.state == "sending"
            )
            done = {"state": "sent", "sent_at": at, "error": None, "claimed_by": None, "claimed_until": None}
            if connection.execute(mine.values(**done)).rowcount != 1:
                return False
            channel = connection.execute(select(delivery.c.channel).where(delivery.c.key == key)).scalar_one()
            of_key = notification.c.delivery_key == key
            rows = connection.execute(
                select(transition)
                .join(notification, notification.c.transition_id == transition.c.id)
                .where(of_key)
                .order_by(transition.c.id)
            ).all()
            connection.execute(update(notification).where(of_key).values(state="sent"))
            told = [(r.repository_id, r.rule, channel, f"{r.to_state}:{r.value}", r.id, at) for r in rows]
            columns = ("repository_id", "rule", "channel", "told", "transition_id", "at")
            upsert(connection, "baseline", columns, columns[:3], told)
            return True

    def failed(self, key: str, holder: str, error: str, retry_at: datetime | None) -> None:
        """It did not arrive: try again at a time, or never (the notifications say so)."""
        with self.database.transaction() as connection:
            mine = (delivery.c.key == key, delivery.c.claimed_by == holder, delivery.c.state == "sending")
            values: dict[str, Any] = {"error": error, "claimed_by": None, "claimed_until": None}
            values |= {"state": "queued", "next_try_at": retry_at} if retry_at else {"state": "dead"}
            changed = connection.execute(update(delivery).where(*mine).values(**values)).rowcount
            if changed and retry_at is None:
                of_key = notification.c.delivery_key == key
                connection.execute(update(notification).where(of_key).values(state="dead", reason=error))

    def revive(self, channel: str, at: datetime) -> int:
        """Try the dead messages of a channel again; how many there were."""
        with self.database.transaction() as connection:
            dead = (delivery.c.channel == channel, delivery.c.state == "dead")
            keys = [row[0] for row in connection.execute(select(delivery.c.key).where(*dead))]
            for block in blocks(keys):
                again = {"state": "queued", "attempts": 0, "next_try_at": at}
                connection.execute(update(delivery).where(delivery.c.key.in_(block)).values(**again))
                connection.execute(
                    update(notification)
                    .where(notification.c.delivery_key.in_(block))
                    .values(state="queued", reason="tried again by hand")
                )
            return len(keys)


def blocks(items: Collection[Any], size: int = 500) -> Iterator[list[Any]]:
    """Pieces small enough for one statement."""
    ordered = list(items)
    return (ordered[n : n + size] for n in range(0, len(ordered), size))
