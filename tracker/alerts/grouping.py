"""Forming messages: undecided notifications go through the pipeline and are grouped, a message a channel."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tracker.alerts.calendar import Slot, last_slot
from tracker.alerts.pipeline import MUTED, SEND, WAIT, Decision, Moment, Note, Silence, decide
from tracker.alerts.settings import AlertSettings, Channel
from tracker.store.database import Connection
from tracker.store.store import Store

MOST = 500  # items in one message; a worse night takes several


def group_messages(store: Store, settings: AlertSettings, now: datetime) -> int:
    """Decide every undecided notification and put what is to be sent into messages; how many were made."""
    channels = {channel.name: channel for channel in settings.channels}
    made = 0
    with store.alone() as connection:
        by_channel: defaultdict[str, list[Any]] = defaultdict(list)
        for row in store.messages.queued(connection):
            by_channel[row.channel].append(row)
        if not by_channel:
            return 0
        silences = [
            Silence(s.kind, s.repository_id, s.rule, s.until, s.reason) for s in store.silences.in_force(now)
        ]
        lately = store.messages.formed_since(connection, now - timedelta(hours=1))
        for name, rows in by_channel.items():
            notes = [_note(row) for row in rows]
            if name not in channels:
                reason = "the channel is no longer in tracker.toml"
                store.messages.decide(connection, name, [n.transition for n in notes], MUTED, reason)
                continue
            channel = channels[name]
            slot = _slot(channel, settings, now)
            moment = Moment(now, settings.zone, channel, silences, slot, lately.get(name, 0))
            made += _channel(store, connection, notes, moment)
    return made


def _channel(store: Store, connection: Connection, notes: Sequence[Note], moment: Moment) -> int:
    outcomes: defaultdict[Decision, list[Note]] = defaultdict(list)
    for note in notes:
        outcomes[decide(note, moment)].append(note)
    name = moment.channel.name
    for decision, decided in outcomes.items():
        if decision.state in (WAIT, MUTED):
            ids = [n.transition for n in decided]
            store.messages.decide(connection, name, ids, decision.state, decision.reason)
    ready = [note for d, decided in outcomes.items() if d.state == SEND for note in decided]
    made = _make(store, connection, [n for n in ready if not n.digest], moment, "alert")
    return made + _make(store, connection, [n for n in ready if n.digest], moment, "digest")


def _make(store: Store, connection: Connection, notes: Sequence[Note], moment: Moment, kind: str) -> int:
    """Messages of up to MOST items. A digest is named by its slot: told once, whatever the clock does."""
    made = 0
    name, ordered = moment.channel.name, sorted(n.transition for n in notes)
    here = store.alerts.instance(connection)
    for part in range(0, len(ordered), MOST):
        ids = ordered[part : part + MOST]
        what = f"{moment.slot.name} {part}" if kind == "digest" else f"{ids[0]}-{ids[-1]}-{len(ids)}"
        key = hashlib.sha256("\n".join((here, name, kind, what)).encode()).hexdigest()[:48]
        made += store.messages.form(connection, key, name, kind, moment.now, ids)
    return made


def _note(row: Any) -> Note:
    tells = f"{row.to_state}:{row.value}"
    return Note(row.id, row.repository_id, row.rule, tells, row.queued_at, bool(row.digest), row.told)


def _slot(channel: Channel, settings: AlertSettings, now: datetime) -> Slot:
    every = "weekly" if channel.digest == "weekly" else "daily"
    return last_slot(now, every, settings.digest_at, settings.digest_weekday, settings.zone)
