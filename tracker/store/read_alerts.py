"""The alerts' reading desk: what stands, what happened, who was told, and which channels work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select

from tracker.store.desk import Desk
from tracker.store.models import alert, delivery, notification, repository, silence, transition

FULL_NAME = (repository.c.owner + "/" + repository.c.name).label("repository")


class AlertReader(Desk):
    """Reads alerts. Repository names are today's."""

    def alerts(self, states: Collection[str] | None = None) -> Sequence[Row[Any]]:
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

    def transitions(
        self, limit: int = 50, repository_id: int | None = None, rule: str | None = None
    ) -> Sequence[Row[Any]]:
        """What happened, newest first: transition columns and `repository`."""
        query = select(transition, FULL_NAME).join(
            repository, repository.c.github_id == transition.c.repository_id
        )
        if repository_id is not None:
            query = query.where(transition.c.repository_id == repository_id)
        if rule is not None:
            query = query.where(transition.c.rule == rule)
        return self.rows(query.order_by(transition.c.id.desc()).limit(limit))

    def transition(self, number: int) -> Row[Any] | None:
        """One transition with `repository`, or None."""
        query = select(transition, FULL_NAME).join(
            repository, repository.c.github_id == transition.c.repository_id
        )
        return next(iter(self.rows(query.where(transition.c.id == number))), None)

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

    def silences(self, now: datetime) -> Sequence[Row[Any]]:
        """Mutes, snoozes and acknowledgements in force, with `repository` (None: all)."""
        s = silence.c
        query = (
            select(silence, FULL_NAME)
            .outerjoin(repository, repository.c.github_id == s.repository_id)
            .where(s.ended_at.is_(None), or_(s.until.is_(None), s.until > now))
            .order_by(s.id)
        )
        return self.rows(query)
