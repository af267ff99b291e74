"""Alerts: what stands of every rule and repository, and every change of it.

Everything that must hold together happens inside `Database.alone()`: one transaction, one process at a time.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import alert, meta, notification, repository, transition

FULL_NAME = (repository.c.owner + "/" + repository.c.name).label("repository")
STANDING = ("repository_id", "rule", "state", "value", "since", "as_of", "turning_since", "number")
TRANSITION = (
    "id", "repository_id", "rule", "number", "from_state", "to_state", "value", "at", "as_of", "reason",
    "payload",
)  # fmt: skip


class Alerts(Part):
    """The tables `alert` and `transition`. Repository names are today's."""

    def all(self, states: Collection[str] | None = None) -> Sequence[Row[Any]]:
        """What stands: alert columns, `repository`; of the latest transition `transition_id`, `at`, `reason`
        and `payload`."""
        latest = and_(
            transition.c.repository_id == alert.c.repository_id,
            transition.c.rule == alert.c.rule,
            transition.c.number == alert.c.number,
        )
        query = (
            select(
                alert,
                FULL_NAME,
                transition.c.id.label("transition_id"),
                transition.c.at,
                transition.c.reason,
                transition.c.payload,
            )
            .join(repository, repository.c.github_id == alert.c.repository_id)
            .outerjoin(transition, latest)
            .order_by(transition.c.at.desc(), FULL_NAME, alert.c.rule)
        )
        return self.rows(query if states is None else query.where(alert.c.state.in_(states)))

    def keys(self) -> set[tuple[int, str]]:
        """(repository id, rule) of all that stands or stood."""
        found: Sequence[Row[Any]] = self.rows(select(alert.c.repository_id, alert.c.rule))
        return {(row.repository_id, row.rule) for row in found}

    def counts(self) -> Sequence[Row[Any]]:
        """How many alerts are in each state of each rule: `rule`, `state` and `many`."""
        by = (alert.c.rule, alert.c.state)
        return self.rows(select(*by, func.count().label("many")).group_by(*by))

    def transitions(
        self,
        limit: int = 50,
        repository_id: int | None = None,
        rule: str | None = None,
        before: int | None = None,
    ) -> Sequence[Row[Any]]:
        """What happened (before a transition), newest first: transition columns and `repository`."""
        query = select(transition, FULL_NAME).join(
            repository, repository.c.github_id == transition.c.repository_id
        )
        if repository_id is not None:
            query = query.where(transition.c.repository_id == repository_id)
        if rule is not None:
            query = query.where(transition.c.rule == rule)
        if before is not None:
            query = query.where(transition.c.id < before)
        return self.rows(query.order_by(transition.c.id.desc()).limit(limit))

    def transition(self, number: int) -> Row[Any] | None:
        """One transition with `repository`, or None."""
        query = select(transition, FULL_NAME).join(
            repository, repository.c.github_id == transition.c.repository_id
        )
        return next(iter(self.rows(query.where(transition.c.id == number))), None)

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
        with self.database.transaction() as connection:
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

    # -- taking back what a clock ahead of its time has written ----------------------------------------

    def every_transition(self, connection: Connection) -> Sequence[Row[Any]]:
        """All transitions in the order in which they were written."""
        return connection.execute(select(transition).order_by(transition.c.id)).all()

    def pull_back(
        self, connection: Connection, ids: Collection[int], day: date, at: datetime, reason: str
    ) -> dict[int, list[str]]:
        """Date transitions back to a day, and tell nobody of them; the channels that heard already, by id."""
        heard: dict[int, list[str]] = {}
        n, t = notification.c, transition.c
        for number in ids:
            mine = (n.transition_id == number,)
            sent = select(n.channel).where(*mine, (n.state == "sent") | n.delivery_key.is_not(None))
            heard[number] = list(connection.execute(sent).scalars())
            waiting = update(notification).where(*mine, n.state == "queued", n.delivery_key.is_(None))
            connection.execute(waiting.values(state="muted", reason=reason))
            connection.execute(update(transition).where(t.id == number).values(as_of=day, at=at))
        return heard

    def set_until(self, connection: Connection, day: date) -> None:
        """Say up to which day was evaluated, be it earlier than was thought."""
        last = self.until(connection)
        if last is not None and last > day:
            upsert(connection, "meta", ("key", "value"), ("key",), [("alerts_until", day.isoformat())])
