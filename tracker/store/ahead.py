"""What claims to be from days still to come: left by a clock that was ahead, found and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, func, select, update

from tracker.store import models as m
from tracker.store import versions
from tracker.store.bulk import upsert
from tracker.store.database import Part

AGREED = timedelta(minutes=5)  # two clocks that differ by less agree
HEARD = "github_date"
DAYS = ((m.observation, "day"), (m.revision, "day"), (m.author_day, "day"), (m.gap, "start_day"),
        (m.forecast, "made_on"))  # fmt: skip
# Our own times that are in no key. GitHub's words (when an issue was closed) are not ours to change.
TIMES = (
    (m.repository, "seen_at"), (m.repository, "presence_since"), (m.repository_name, "last_seen"),
    (m.notice, "withdrawn_at"), (m.release, "first_seen"), (m.degraded, "since"), (m.watch, "added_at"),
    (m.watch_list, "read_at"), (m.watch_list_entry, "added_at"),
    (m.run, "started_at"), (m.run, "finished_at"), (m.notification, "queued_at"), (m.baseline, "at"),
    (m.delivery, "claimed_until"), (m.delivery, "sent_at"),
    (m.silence, "created_at"), (m.silence, "ended_at"), (m.transition, "at"), (m.forecast, "said_at"),
)  # fmt: skip
KEYED = ((m.attribute, "seen_at"), (m.repository_name, "first_seen"), (m.notice, "first_seen"))


class Ahead(Part):
    """What no row may say: that it was seen or done in the future; and what GitHub's clock said last."""

    def heard(self) -> tuple[datetime, datetime] | None:
        """(this machine's time, GitHub's) when GitHub last answered a sync; None before one did."""
        found = self.rows(select(m.meta.c.value).where(m.meta.c.key == HEARD))
        if not found:
            return None
        ours, theirs = found[0].value.split(" ")
        return datetime.fromisoformat(ours), datetime.fromisoformat(theirs)

    def hear(self, ours: datetime, theirs: datetime) -> None:
        """Remember what both clocks said at the same moment."""
        with self.database.transaction() as connection:
            row = (HEARD, f"{ours.isoformat()} {theirs.isoformat()}")
            upsert(connection, "meta", ("key", "value"), ("key",), [row])

    def until(self, now: datetime) -> datetime | None:
        """The furthest time at which something says it was done; None when all of it lies in the past."""
        late = now + AGREED
        times = (m.run.c.started_at, m.run.c.finished_at, m.cursor.c.updated_at, m.transition.c.at)
        with self.database.view() as connection:
            found = [connection.execute(select(func.max(column))).scalar() for column in times]
            word = connection.execute(select(m.meta.c.value).where(m.meta.c.key == "alerts_until")).scalar()
        if word:
            found.append(datetime.combine(datetime.fromisoformat(word).date(), time(), tzinfo=now.tzinfo))
        return max((at for at in found if at is not None and at > late), default=None)

    def undo(self, now: datetime) -> None:
        """Take back what lies ahead of `now`, but for alerts; all is asked for again by the next sync.

        Rows for days to come go; what was seen "then" was seen by now. Nobody knows how far the collectors
        read before the clock went wrong, so those who stand in the future begin anew.
        """
        late = now + AGREED
        with self.database.transaction() as connection:
            for table, name in DAYS:
                connection.execute(delete(table).where(table.c[name] > late.date()))
            for table, name in KEYED:
                _pull_keyed(connection, table, table.c[name], now, late)
            tries = m.delivery.c.created_at > late
            connection.execute(update(m.delivery).where(tries).values(created_at=now, next_try_at=now))
            for table, name in TIMES:
                connection.execute(update(table).where(table.c[name] > late).values({name: now}))
            _pull_seconds(connection, int(now.timestamp()), int(late.timestamp()))
            connection.execute(delete(m.cursor).where(m.cursor.c.updated_at > late))
            connection.execute(delete(m.validator))  # none may vouch for what was taken back
            state = m.job_state.c
            wrong = (state.last_success_at > late) | (state.next_due_at > now + timedelta(days=40))
            due = {"last_success_at": None, "next_due_at": now}
            connection.execute(update(m.job_state).where(wrong).values(due))
            for table in m.READ_MODEL:
                connection.execute(delete(table))
            versions.judged(connection, connection.execute(select(m.repository.c.github_id)).scalars().all())


def _pull_keyed(
    connection: Connection, table: Table, column: Column[Any], now: datetime, late: datetime
) -> None:
    """A time within a key: of several rows that would become one, the last stays."""
    rows = connection.execute(select(table).where(column > late).order_by(column)).all()
    if not rows:
        return
    connection.execute(delete(table).where(column > late))
    names, keys = [c.name for c in table.columns], [c.name for c in table.primary_key.columns]
    at = names.index(column.name)
    pulled = [(*row[:at], now, *row[at + 1 :]) for row in rows]
    upsert(connection, table.name, names, keys, pulled)


def _pull_seconds(connection: Connection, now: int, late: int) -> None:
    """Times in Unix seconds: of readings, and of changes of past values, two of which become one."""
    o, r = m.observation.c, m.revision.c
    for column in (o.first_seen, o.fetched_at):
        connection.execute(update(m.observation).where(column > late).values({column.name: now}))
    rows: Sequence[Any] = connection.execute(
        select(m.revision).where(r.seen_at > late).order_by(r.seen_at)
    ).all()
    if not rows:
        return
    connection.execute(delete(m.revision).where(r.seen_at > late))
    merged: dict[tuple[Any, ...], tuple[float, float]] = {}
    for row in rows:
        key = (row.repository_id, row.metric_id, row.day)
        merged[key] = (merged.get(key, (row.old_value,))[0], row.new_value)
    columns = ("repository_id", "metric_id", "day", "seen_at", "old_value", "new_value")
    changed = [(*key, now, *values) for key, values in merged.items() if values[0] != values[1]]
    upsert(connection, "revision", columns, columns[:4], changed, keep=("old_value",))
