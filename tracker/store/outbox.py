"""The outbox: who may send which message, and what became of it. At least once, by one process at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select, update

from tracker.store.bulk import upsert
from tracker.store.models import delivery, notification, transition
from tracker.store.turn import Turn


class Outbox(Turn):
    """Claims, contents and outcomes of messages."""

    def due(self, now: datetime) -> Sequence[Row[Any]]:
        """Messages to try now, fresh ones first, and those that somebody is (or was) sending."""
        d = delivery.c
        waiting = and_(d.state == "queued", d.next_try_at <= now)
        query = select(delivery).where(or_(waiting, d.state == "sending"))
        with self._writer.transaction() as connection:
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
        with self._writer.transaction() as connection:
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
        with self._writer.transaction() as connection:
            return connection.execute(query).all()

    def sent(self, key: str, holder: str, at: datetime) -> bool:
        """It arrived: the message, its notifications and the baseline move together. False: claim lost."""
        with self._writer.transaction() as connection:
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
        with self._writer.transaction() as connection:
            mine = (delivery.c.key == key, delivery.c.claimed_by == holder, delivery.c.state == "sending")
            values: dict[str, Any] = {"error": error, "claimed_by": None, "claimed_until": None}
            values |= {"state": "queued", "next_try_at": retry_at} if retry_at else {"state": "dead"}
            changed = connection.execute(update(delivery).where(*mine).values(**values)).rowcount
            if changed and retry_at is None:
                of_key = notification.c.delivery_key == key
                connection.execute(update(notification).where(of_key).values(state="dead", reason=error))

    def revive(self, channel: str, at: datetime) -> int:
        """Try the dead messages of a channel again; how many there were."""
        with self._writer.transaction() as connection:
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
