"""Pull requests of a repository whose issues are switched off: they have a list of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from tracker.collectors.base import Context, Target, must
from tracker.collectors.changes import issue_counts
from tracker.cursors import PullsCursor
from tracker.github.fields import row
from tracker.github.items import issue, stamp
from tracker.github.paging import Trail
from tracker.github.protocol import reading


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
        since = max([position.since or "", *(stamp(issue(_marked(e)).updated_at) for e in entries)])
        position = replace(position, next=url, since=since, complete=url is None)
        if url is None:
            position = replace(position, counts=issue_counts(target))
        _save(context, target, entries, position, done=url is None)


def _refresh(context: Context, target: Target, position: PullsCursor) -> None:
    """Newest change first, to where the last look ended, written together: a part would hide the rest."""
    since, entries = _time(position.since), []
    url: str | None = f"{target.path}/pulls"
    parameters: dict[str, Any] | None = _parameters("desc")
    trail = Trail()
    while url is not None:
        context.breathe()
        answer = context.client.get(url, parameters, expect=list, owner=target.owner)
        page = must(answer, "pull requests").body
        newer = [e for e in page if since is None or issue(_marked(e)).updated_at >= since]
        entries += newer
        url, parameters = (trail.next(answer) if len(newer) == len(page) else None), None
    latest = max((issue(_marked(e)).updated_at for e in entries), default=None)
    kept = replace(position, counts=issue_counts(target), since=stamp(latest) if latest else position.since)
    _save(context, target, entries, kept, done=True)


def _parameters(direction: str) -> dict[str, Any]:
    return {"state": "all", "sort": "updated", "direction": direction, "per_page": 100}


def _marked(entry: Any) -> dict[str, Any]:
    """A row of this list as the list of issues shows it. Raises Malformed."""
    with reading("pull requests"):
        return {**row(entry, "pull requests"), "pull_request": {"merged_at": entry.get("merged_at")}}


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _save(
    context: Context, target: Target, entries: list[dict[str, Any]], position: PullsCursor, *, done: bool
) -> None:
    with context.store.transaction():
        context.store.issues.save(target.id, [issue(_marked(e)) for e in entries], context.now())
        context.note(target.id, position, done=done)
