"""Pinned issues and discussions in which a maintainer declares the end; many repositories to a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from tracker.collectors.base import Context, Member, Target, Told, one_of, with_token
from tracker.cursors import PinnedCursor
from tracker.github import queries
from tracker.github.batch import Batch, BatchResult, ask, in_words
from tracker.github.pinned import Pin, pins
from tracker.github.protocol import Malformed
from tracker.records import Notice

NAME = "pinned"
LOOK_EVERY = timedelta(days=7)


def together(context: Context, targets: Sequence[Target], told: Told) -> None:
    """Look at what is pinned, each week; every repository's answer is one commit with its position."""
    due = []
    for target in targets:
        if _due(context, target):
            due.append(target)
        else:
            told(target, None)
    if not context.client.authorised:
        for target in due:
            told(target, "pinned issues are read by GraphQL, which wants a token: set TRACKER_TOKEN")
        return
    for target, result in ask(context.client, due, Batch(), _query):
        context.breathe()
        reasons: list[str] = []
        with context.alone(reasons.append):
            reasons += filter(None, [_keep(context, target, result)])
        told(target, reasons[0] if reasons else None)


def _due(context: Context, target: Target) -> bool:
    looked = context.positions.of(target.id, PinnedCursor).looked
    return context.full or looked is None or context.today - looked >= LOOK_EVERY


def _query(group: Sequence[Target]) -> tuple[str, dict[str, Any], list[str]]:
    return queries.PINNED, {"ids": [t.node_id for t in group]}, [f"nodes.{n}" for n in range(len(group))]


def _keep(context: Context, target: Target, result: BatchResult) -> str | None:
    """Write what is said; returns why nothing could be."""
    if result.node is None:
        return in_words(result.error)
    try:
        found = pins(result.node)
    except Malformed as error:
        return str(error)
    with context.store.transaction():
        position = context.positions.of(target.id, PinnedCursor)
        notices, said = _notices(context, target, found, position.said or {})
        context.store.notices.add(target.id, notices)
        context.note(target.id, PinnedCursor(complete=True, looked=context.today, said=said))
    return None


def _notices(
    context: Context, target: Target, found: Sequence[Pin], known: Mapping[str, tuple[str, ...]]
) -> tuple[list[Notice], dict[str, tuple[str, ...]]]:
    """The statements of the pins, with those that were edited away since; and all that were ever made.

    What is no longer pinned is still said there: it is closed or edited, or it stands.
    """
    said = dict(known)
    notices = []
    for pin in found:
        url = f"https://github.com/{target.full_name}/{pin.where}s/{pin.number}"
        now, before = _declares(context, target, pin), said.pop(url, None)
        if before and (now is None or now[0] != before[0]):
            ends = pin.edited or context.now()
            notices.append(Notice(before[0], pin.where, before[1], url, _time(before[2]), ends))
        if now:
            since = _time(before[2]) if before and before[0] == now[0] else now[2]
            closed = max(pin.closed, since) if pin.closed else None
            notices.append(Notice(now[0], pin.where, now[1], url, since, closed))
            said[url] = (now[0], now[1], since.isoformat())
    return notices, said


def _declares(context: Context, target: Target, pin: Pin) -> tuple[str, str, datetime] | None:
    """What a pin declares, its words, and since when: a body may have been edited to say so."""
    if titled := context.declared(target, pin.title):
        return *titled, pin.opened
    if found := context.declared(target, pin.title, pin.body):
        return *found, pin.edited or pin.opened
    return None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


member = Member(NAME, one_of(together), "pinned issues and discussions", together, with_token)
