"""Pull requests of a repository whose issues are switched off: they have a list of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from tracker.collectors.base import Context, Target, must
from tracker.collectors.changes import issue_counts
from tracker.collectors.times import refuse_ahead
from tracker.cursors import PullsCursor
from tracker.github.fields import row
from tracker.github.items import issue, stamp
from tracker.github.paging import Trail
from tracker.github.protocol import reading
from tracker.records import Issue


def read(context: Context, target: Target) -> None:
    """All of them at first, page by page; then the newest, as far as the last look. Raises Missed."""
    position = context.positions.of(target.id, PullsCursor)
    counts = issue_counts(target)
    if context.full:
        position = PullsCursor(seen=position.seen)
    if not position.complete:
        _walk(context, target, position)
    elif counts is None or counts != position.counts:
        _refresh(context, target, position)
    else:
        context.quiet(target.id, position)


def _walk(context: Context, target: Target, position: PullsCursor) -> None:
    """Oldest change first. What is changed meanwhile moves to the end and is seen there once more."""
    url, parameters = position.next, None
    if url is None:
        url, parameters = f"{target.path}/pulls", _parameters("asc")
    trail = Trail()
    while url is not None:
        context.breathe()
        answer = context.client.get(url, parameters, expect=list, owner=target.owner)
        entries = must(answer, "pull requests").body
        url, parameters = trail.next(answer), None
        found = _read(context, entries)
        since = max([position.since or "", *(stamp(pull.updated_at) for pull in found)])
        position = replace(position, next=url, since=since, complete=url is None)
        if url is None:
            position = replace(position, counts=issue_counts(target))
        _save(context, target, found, position, done=url is None)


def _refresh(context: Context, target: Target, position: PullsCursor) -> None:
    """Newest change first, to where the last look ended, written together: a part would hide the rest."""
    since, found = _time(position.since), list[Issue]()
    url: str | None = f"{target.path}/pulls"
    parameters: dict[str, Any] | None = _parameters("desc")
    trail = Trail()
    while url is not None:
        context.breathe()
        answer = context.client.get(url, parameters, expect=list, owner=target.owner)
        page = must(answer, "pull requests").body
        newer = [pull for pull in _read(context, page) if since is None or pull.updated_at >= since]
        found += newer
        url, parameters = (trail.next(answer) if len(newer) == len(page) else None), None
    latest = max((pull.updated_at for pull in found), default=None)
    kept = replace(position, counts=issue_counts(target), since=stamp(latest) if latest else position.since)
    _save(context, target, found, kept, done=True)


def _parameters(direction: str) -> dict[str, Any]:
    return {"state": "all", "sort": "updated", "direction": direction, "per_page": 100}


def _marked(entry: Any) -> dict[str, Any]:
    """A row of this list as the list of issues shows it. Raises Malformed."""
    with reading("pull requests"):
        return {**row(entry, "pull requests"), "pull_request": {"merged_at": entry.get("merged_at")}}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _read(context: Context, entries: Sequence[Any]) -> list[Issue]:
    found = [issue(_marked(entry)) for entry in entries]
    refuse_ahead(context, "a pull request", chain.from_iterable(pull.times for pull in found))
    return found


def _save(
    context: Context, target: Target, found: Sequence[Issue], position: PullsCursor, *, done: bool
) -> None:
    with context.store.transaction():
        context.store.issues.save(target.id, found, context.now())
        context.note(target.id, position, done=done)
