"""Issues and pull requests: one stream of both, by the time they were last changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from tracker.collectors import pulls
from tracker.collectors.base import CollectorMissed, Context, Member, Target, must
from tracker.collectors.changes import WEEK, issue_counts
from tracker.collectors.times import refuse_ahead
from tracker.cursors import IssuesCursor
from tracker.github.fields import text
from tracker.github.items import MAINTAINERS, issue, stamp
from tracker.github.paging import Trail
from tracker.github.protocol import AnswerKind
from tracker.records import Issue, Notice

NAME = "issues"
EPOCH = "1970-01-01T00:00:00Z"
DECLARING = ("end-of-life", "archived", "maintenance-only")
SWITCHED_OFF = "issues are switched off: pull requests alone were read"


def collect(context: Context, target: Target) -> int:
    """Everything changed since the last look, a commit per page; nothing when no count has moved.

    Once a week even so: titles and answers may have. What a glance has shown is not asked for again.
    """
    position = context.positions.of(target.id, IssuesCursor)
    if context.full:
        position = replace(position, since=EPOCH, counts=None)
    counts = issue_counts(target)
    if target.facts and target.facts.has_issues is False:
        pulls.read(context, target)
        raise CollectorMissed(SWITCHED_OFF)
    if position.complete and counts and counts == position.counts and _recent(context, position):
        context.quiet(target.id, position)
        return 0
    if (seen := context.glance(target).issues) is not None and not context.full:
        _keep(context, target, position, seen, last=True)
    else:
        _walk(context, target, position)
    return 0


def _walk(context: Context, target: Target, position: IssuesCursor) -> None:
    since, deep = position.since or EPOCH, ""
    url: str | None = f"{target.path}/issues"
    parameters: dict[str, Any] | None = _parameters(since)
    trail = Trail()
    while url is not None:
        context.breathe()
        answer = context.client.get(url, parameters, expect=list, owner=target.owner)
        if answer.outcome is AnswerKind.REFUSED and parameters is None and since > deep:
            deep = since
            url, parameters = f"{target.path}/issues", _parameters(since)  # too deep: begin at the last row
            continue
        if answer.outcome is AnswerKind.DISABLED:
            pulls.read(context, target)
            raise CollectorMissed(SWITCHED_OFF)
        entries = must(answer, "issues").body
        url, parameters = trail.next(answer), None
        position = _keep(context, target, position, entries, last=url is None)
        since = position.since or EPOCH


def _keep(
    context: Context, target: Target, position: IssuesCursor, entries: Sequence[Any], *, last: bool
) -> IssuesCursor:
    """Write rows with the position behind them, and return that."""
    found = [issue(e, context.asks_if_alive) for e in entries]
    refuse_ahead(context, "an issue", chain.from_iterable(i.times for i in found))
    since = max([position.since or EPOCH, *(stamp(i.updated_at) for i in found)])
    position = replace(position, since=since, complete=position.complete or last)
    if last:
        position = replace(position, counts=issue_counts(target), looked=context.today)
    with context.store.transaction():
        context.store.issues.save(target.id, found, context.now())
        _save_notices(context, target, entries)
        context.note(target.id, position, done=last)
    return position


def _parameters(since: str) -> dict[str, Any]:
    """The stream from one second before a time on, so that nothing of that second is lost."""
    start = datetime.fromisoformat(since).astimezone(UTC)
    if start.year > 1970:
        start -= timedelta(seconds=1)
    query = {"state": "all", "sort": "updated", "direction": "asc", "per_page": 100}
    return {**query, "since": stamp(start)}


def _recent(context: Context, position: IssuesCursor) -> bool:
    return position.looked is not None and context.today - position.looked < WEEK


def _save_notices(context: Context, target: Target, entries: Sequence[Any]) -> None:
    """A maintainer's issue whose title declares the end is a notice; its words are the title's.

    It stands from the day it was opened until the day it was closed.
    """
    found = []
    for entry in entries:  # each was read as an issue before
        if entry.get("author_association") not in MAINTAINERS or entry.get("pull_request") is not None:
            continue
        said = context.declared(target, text(entry, "title") or "")
        if said and said[0] in DECLARING:
            read: Issue = issue(entry)
            url = f"https://github.com/{target.full_name}/issues/{read.number}"
            found.append(Notice(said[0], "issue", said[1], url, read.created_at, read.closed_at))
    context.store.notices.add(target.id, found)


member = Member(NAME, collect, "issues and pull requests")
