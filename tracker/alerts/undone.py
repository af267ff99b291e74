"""Alerts that a clock ahead of its time has raised: taken back, and those told of them are told so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tracker.alerts.payload import AlertPayload
from tracker.alerts.state import State
from tracker.store.database import Connection
from tracker.store.store import Store

REASON = "this machine's clock stood at {}: it was not so"
MUTED = "the clock was ahead: it was not so"
STANDS = {State.FIRING.value, State.KNOWN.value}


def undo(store: Store, now: datetime) -> int:
    """Bring alerts of days to come back to where they honestly stood; how many.

    A repository that was never judged before is forgotten, so that its first true look is its first. Of the
    others each false alert gets a change that takes it back, which goes to whoever heard of it.
    """
    today = now.date()
    with store.alone() as connection:
        honest, false = {}, []
        for row in store.alerts.every_transition(connection):
            key = (row.repository_id, row.rule)
            if row.as_of <= today:
                honest[key] = row
            else:
                false.append(row)
        standings = store.alerts.standings(connection)
        judged = {row.repository_id for row in standings if row.as_of <= today} | {key[0] for key in honest}
        told = store.alerts.pull_back(connection, [row.id for row in false], today, now, MUTED)
        wrong = [row for row in standings if row.as_of > today]
        unknown = [(row.repository_id, row.rule) for row in wrong if row.repository_id not in judged]
        store.alerts.forget(connection, unknown)
        last = {(row.repository_id, row.rule): row for row in false}
        for row in wrong:
            if row.repository_id in judged:
                key = (row.repository_id, row.rule)
                _take_back(store, connection, row, honest.get(key), last.get(key), told, now)
        store.alerts.set_until(connection, today)
    return len(wrong)


def _take_back(
    store: Store,
    connection: Connection,
    row: Any,
    honest: Any | None,
    false: Any | None,
    told: dict[int, list[str]],
    now: datetime,
) -> None:
    """One alert at its honest state again, by a change of its own where the false one was a change."""
    today: date = now.date()
    stood = row.state in STANDS
    to = honest.to_state if honest else (State.RESOLVED.value if stood else State.INACTIVE.value)
    value = honest.value if honest else ""
    since = _since(honest)
    number = row.number
    if false is not None:
        number += 1
        reason = REASON.format(row.as_of.isoformat())
        was = AlertPayload.from_text(false.payload)
        payload = AlertPayload(
            repository=was.repository, url=was.url, when="clock", before=row.value, value=value, since=since,
            silent=was.silent,
        )  # fmt: skip
        change = (
            row.repository_id, row.rule, number, row.state, to, value, now, today, reason,
            payload.to_text(),
        )  # fmt: skip
        ids = store.alerts.add_transitions(connection, [change])
        heard = told.get(false.id, []) if to != row.state else []
        notes = [(ids[0], channel, "queued", "new", now, False) for channel in heard]
        store.messages.add_notifications(connection, notes)
    turning = today if to == State.PENDING.value else None
    standing = (row.repository_id, row.rule, to, value, since, today, turning, number)
    store.alerts.save_standings(connection, [standing])


def _since(honest: Any | None) -> date | None:
    return AlertPayload.from_text(honest.payload).since if honest else None
