"""The alerts' writing desk: standings, transitions, the outbox, and who may send what.

Everything that must hold together happens inside `alone()`: one transaction, one process at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from tracker.store.bulk import upsert
from tracker.store.models import alert, baseline, delivery, notification, silence, transition
from tracker.store.writer import Writer

STANDING = ("repository_id", "rule", "state", "value", "since", "as_of", "turning_since", "number")
TRANSITION = (
    "id", "repository_id", "rule", "number", "from_state", "to_state", "value", "at", "as_of", "reason",
    "payload",
)  # fmt: skip
NOTIFICATION = ("transition_id", "channel", "state", "reason", "queued_at", "digest")


class AlertBook:
    """Writes alerts through a Writer's transactions."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """One transaction in which nobody else evaluates or forms messages."""
        with self._writer.transaction() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's writers are alone already
                connection.exec_driver_sql("LOCK TABLE alert IN SHARE ROW EXCLUSIVE MODE")
            yield connection

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
        for block in _blocks(transitions):
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
        for block in _blocks(ids):
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

    def due(self, now: datetime, machine: datetime) -> Sequence[Row[Any]]:
        """Messages to try now: fresh ones first. Those claimed by others are there when their time ran out."""
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
            for block in _blocks(keys):
                again = {"state": "queued", "attempts": 0, "next_try_at": at}
                connection.execute(update(delivery).where(delivery.c.key.in_(block)).values(**again))
                connection.execute(
                    update(notification)
                    .where(notification.c.delivery_key.in_(block))
                    .values(state="queued", reason="tried again by hand")
                )
            return len(keys)

    # -- silences -----------------------------------------------------------------------------------

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
        for repository_id, rule in keys:
            connection.execute(
                update(silence)
                .where(
                    silence.c.kind == "ack",
                    silence.c.repository_id == repository_id,
                    silence.c.rule == rule,
                    silence.c.ended_at.is_(None),
                )
                .values(ended_at=at)
            )


def _blocks(items: Collection[Any], size: int = 500) -> Iterator[list[Any]]:
    ordered = list(items)
    return (ordered[n : n + size] for n in range(0, len(ordered), size))
