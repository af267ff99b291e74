"""Letting go of old rows: what can be fetched again, and the rest only when told so in so many words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, Executable, Select, delete, func, select

from tracker.store.models import delivery, notification, revision, run, run_gap, validator
from tracker.store.session import StoreError

Chosen = Select[tuple[object]]


@dataclass(frozen=True)
class Keeping:
    """One kind of rows that may go when they are old."""

    name: str
    words: str
    again: bool  # whether what is dropped can be fetched again
    old: Callable[[datetime], Chosen]  # the keys of the rows older than that
    drop: Callable[[datetime], list[Executable]]


def _runs(before: datetime) -> Chosen:
    return select(run.c.id).where(run.c.started_at < before, run.c.finished_at.is_not(None))


def _messages(before: datetime) -> Chosen:
    return select(delivery.c.key).where(
        delivery.c.created_at < before, delivery.c.state.in_(("sent", "dead"))
    )


def _validators(before: datetime) -> Chosen:
    return select(validator.c.key).where(validator.c.fetched_at < before)


def _revisions(before: datetime) -> Chosen:
    return select(revision.c.seen_at).where(revision.c.seen_at < int(before.timestamp()))


KEEPINGS: dict[str, Keeping] = {
    keeping.name: keeping
    for keeping in (
        Keeping(
            "validators", "the ETags of GitHub's answers; asking anew costs one request each",
            True, _validators, lambda t: [delete(validator).where(validator.c.key.in_(_validators(t)))],
        ),
        Keeping(
            "runs", "what the tracker did when, what it cost and missed", False, _runs,
            lambda t: [
                delete(run_gap).where(run_gap.c.run_id.in_(_runs(t))),
                delete(run).where(run.c.id.in_(_runs(t))),
            ],
        ),
        Keeping(
            "messages", "which messages were sent; the changes they told of stay", False, _messages,
            lambda t: [
                delete(notification).where(notification.c.delivery_key.in_(_messages(t))),
                delete(delivery).where(delivery.c.key.in_(_messages(t))),
            ],
        ),
        Keeping(
            "revisions", "how past values changed; exports as of a day before that become wrong", False,
            _revisions, lambda t: [delete(revision).where(revision.c.seen_at < int(t.timestamp()))],
        ),
    )
}  # fmt: skip


def prune(
    engine: Engine,
    days: Mapping[str, int],
    now: datetime,
    *,
    even_what_is_lost: bool = False,
    rehearse: bool = False,
) -> dict[str, int]:
    """Drop rows older than so many days, by kind: {'validators': 90}; returns how many of each.

    Kinds that cannot be fetched again are refused unless `even_what_is_lost`. With `rehearse` nothing is
    dropped. Observations, issues, releases and notices are never dropped. Raises StoreError.
    """
    for name, many in days.items():
        keeping = KEEPINGS.get(name)
        if keeping is None:
            raise StoreError(f"nothing is called {name!r} here; there are {', '.join(KEEPINGS)}")
        if many < 1:
            raise StoreError(f"{name}: keep at least one day, not {many}")
        if not keeping.again and not even_what_is_lost:
            raise StoreError(
                f"{name} ({keeping.words}) cannot be fetched again: nothing was dropped. To drop them, set "
                "even_what_is_lost = true in [retention], or give --even-what-is-lost"
            )
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        return {name: _prune(connection, KEEPINGS[name], now - timedelta(days=many), rehearse)
                for name, many in days.items()}  # fmt: skip


def _prune(connection: Connection, keeping: Keeping, before: datetime, rehearse: bool) -> int:
    many = connection.execute(select(func.count()).select_from(keeping.old(before).subquery())).scalar() or 0
    if many and not rehearse:
        for statement in keeping.drop(before):
            connection.execute(statement)
    return int(many)
