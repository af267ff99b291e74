"""Evaluating and queueing in one transaction: a change of state and its notifications exist together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tracker.alerts.evaluate import Key, Move, evaluate
from tracker.alerts.settings import AlertSettings
from tracker.alerts.state import Standing, State
from tracker.alerts.views import AlertView
from tracker.store.database import Connection
from tracker.store.store import Store

STATES = {state.value: state for state in State}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one evaluation wrote."""

    changes: int
    notifications: int
    firing: int


def record(store: Store, views: Sequence[AlertView], settings: AlertSettings, at: datetime) -> Recorded:
    """Evaluate all rules and keep what changed. Two processes doing it at once change nothing twice."""
    with store.alone() as connection:
        today = max((view.as_of for view in views), default=None)
        if today is None or not store.alerts.advance(connection, today):
            return Recorded(0, 0, 0)  # a clock that was set back must not evaluate the past again
        standings = load(store, connection)
        standings = _retire(store, connection, standings, views, settings)
        moves = [
            _numbered(move, standings, last)
            for last in [store.alerts.last_number(connection)]
            for move in evaluate(views, settings.rules, standings)
        ]
        changed = [move for move in moves if move.change]
        store.alerts.save_standings(connection, [_standing_row(move) for move in moves])
        ids = store.alerts.add_transitions(connection, [_transition_row(move, at) for move in changed])
        notes = [
            row
            for number, move in zip(ids, changed, strict=True)
            if move.tell
            for row in _notifications(number, move, settings, at)
        ]
        store.messages.add_notifications(connection, notes)
        over = [(m.repository_id, m.rule.name) for m in changed if m.standing.state is State.RESOLVED]
        store.silences.end_acks(connection, over, at)
    firing = sum(1 for move in changed if move.standing.state is State.FIRING)
    return Recorded(len(changed), len(notes), firing)


def load(store: Store, connection: Connection) -> dict[Key, Standing]:
    """Every standing, as the state machine knows it."""
    return {
        (row.repository_id, row.rule): Standing(
            STATES[row.state], row.value, row.since, row.as_of, row.number, row.turning_since
        )
        for row in store.alerts.standings(connection)
    }


def _retire(
    store: Store,
    connection: Connection,
    standings: dict[Key, Standing],
    views: Sequence[AlertView],
    settings: AlertSettings,
) -> dict[Key, Standing]:
    """Forget alerts whose rule is gone or no longer covers the repository; nobody is told."""
    seen = {view.github_id: view for view in views}
    rules = {rule.name: rule for rule in settings.rules}
    gone = [
        (repository, name)
        for repository, name in standings
        if name not in rules or (repository in seen and not rules[name].covers(seen[repository]))
    ]
    store.alerts.forget(connection, gone)
    return {key: standing for key, standing in standings.items() if key not in set(gone)}


def _numbered(move: Move, standings: dict[Key, Standing], last: dict[Key, int]) -> Move:
    """A forgotten alert that comes back goes on with its old numbering."""
    key = (move.repository_id, move.rule.name)
    base = 0 if key in standings else last.get(key, 0)
    if not base:
        return move
    change = replace(move.change, number=move.change.number + base) if move.change else None
    return replace(move, standing=replace(move.standing, number=move.standing.number + base), change=change)


def _standing_row(move: Move) -> tuple[Any, ...]:
    s = move.standing
    return (
        move.repository_id, move.rule.name, s.state.value, s.value, s.since, s.as_of, s.turning_since,
        s.number,
    )  # fmt: skip


def _transition_row(move: Move, at: datetime) -> tuple[Any, ...]:
    change = move.change
    assert change is not None
    assert move.payload is not None
    return (
        move.repository_id, move.rule.name, change.number, change.from_state.value, change.to_state.value,
        change.value, at, change.as_of, change.reason, move.payload.to_text(),
    )  # fmt: skip


def _notifications(number: int, move: Move, settings: AlertSettings, at: datetime) -> list[tuple[Any, ...]]:
    """One notification a channel: queued, or muted from birth with the reason why."""
    assert move.payload is not None
    silent = move.payload.silent
    digests = {channel.name: channel.digest != "none" for channel in settings.channels}
    known = move.standing.state is State.KNOWN
    return [
        (number, name, "muted" if silent else "queued", silent or "new", at, known or digests[name])
        for name in settings.channels_of(move.rule)
    ]
