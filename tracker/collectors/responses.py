"""First responses: who answered issues and pull requests when, fifty of any repositories to a query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from tracker.collectors.base import Context, Member, Target, Told, one_of, with_token
from tracker.cursors import IssuesCursor, ResponsesCursor
from tracker.github import queries
from tracker.github.batch import Batch, ask, in_words
from tracker.github.protocol import Malformed
from tracker.github.responses import Responses, responses

NAME = "responses"
AT_ONCE = 50
FEW, MANY = 10, 100  # answers read at first; and of what nobody else had answered among those
LONG_AT_ONCE = 10


class Asked(NamedTuple):
    """One issue or pull request to be asked about."""

    target: Target
    number: int
    updated: datetime


Found = dict[tuple[int, int], Responses]  # by repository and number


def together(context: Context, targets: Sequence[Target], told: Told) -> None:
    """Ask about what has comments, changed since the last look and no maintainer is known to have answered.

    Every query's answers are kept with the position behind them. Without a token nothing is asked.
    """
    waiting = list(targets)
    if not context.client.authorised:
        for target in waiting:
            told(target, "answers are read by GraphQL, which wants a token: set TRACKER_TOKEN")
        return
    batch = Batch(size=AT_ONCE)
    failed: dict[int, str] = {}
    while waiting:
        context.breathe()
        group, done = _gather(context, waiting)
        found = _ask(context, group, batch, failed)
        if group and not found and failed.keys() & {a.target.id for a in group}:
            done = list({a.target.id: a.target for a in group}.values())  # no position moves on
        else:
            _save_all(context, group, done, found)
        over = {target.id for target in done}
        waiting = [target for target in waiting if target.id not in over]
        for target in done:
            told(target, failed.get(target.id))


def _gather(context: Context, waiting: Sequence[Target]) -> tuple[list[Asked], list[Target]]:
    """As many as go into a query, and the targets of which no more are left after them."""
    group: list[Asked] = []
    done: list[Target] = []
    for target in waiting:
        room = AT_ONCE - len(group)
        more = _unanswered(context, target, room)
        group += more
        if len(more) == room:
            break
        done.append(target)
    return group, done


def _save_all(context: Context, group: Sequence[Asked], done: Sequence[Target], found: Found) -> None:
    touched = {asked.target.id: asked.target for asked in group} | {t.id: t for t in done}
    over = {target.id for target in done}
    asked = {a.target.id for a in group}
    for target in (t for t in touched.values() if t.id not in asked):
        context.quiet(target.id, _seen(context, target, _position(context, target)))
    if not asked:
        return
    with context.store.transaction():
        for target in (t for t in touched.values() if t.id in asked):
            own = [a for a in group if a.target.id == target.id]
            _save(context, target, own, found, done=target.id in over)


def _unanswered(context: Context, target: Target, limit: int) -> list[Asked]:
    """What comes after the position; nothing at all while the issues are as they were at the last look."""
    position = _position(context, target)
    if position.complete and position.issues == _issues(context, target):
        return []
    rows = context.store.issues.unanswered(target.id, position.after, limit)
    return [Asked(target, number, updated) for number, updated in rows]


def _position(context: Context, target: Target) -> ResponsesCursor:
    """Where this stands; from the beginning in the first part of a full look."""
    position = context.positions.of(target.id, ResponsesCursor)
    if context.full and position.full != context.today:
        return ResponsesCursor(full=context.today)
    return position


def _issues(context: Context, target: Target) -> str | None:
    """Up to when the issues are read."""
    return context.positions.of(target.id, IssuesCursor).since


def _ask(context: Context, group: Sequence[Asked], batch: Batch, failed: dict[int, str]) -> Found:
    """The answers to each; where they lie deeper, with more of them."""
    found = _round(context, group, batch, FEW, failed)
    deep = [a for a in group if not found.get((a.target.id, a.number), Responses(None, None)).whole]
    for start in range(0, len(deep), LONG_AT_ONCE):
        found |= _round(context, deep[start : start + LONG_AT_ONCE], batch, MANY, failed)
    return found


def _round(
    context: Context, group: Sequence[Asked], batch: Batch, most: int, failed: dict[int, str]
) -> Found:
    found: Found = {}
    for asked, result in ask(context.client, group, batch, _query(most)):
        if result.node is None:
            if result.error != "NOT_FOUND":  # an issue may have moved elsewhere since it was listed
                failed[asked.target.id] = f"answers to issue {asked.number}: {in_words(result.error)}"
            continue
        try:
            found[asked.target.id, asked.number] = responses(result.node)
        except Malformed as error:
            failed[asked.target.id] = str(error)
    return found


def _query(most: int) -> Callable[[Sequence[Asked]], tuple[str, dict[str, Any], list[str]]]:
    def heavy(group: Sequence[Asked]) -> tuple[str, dict[str, Any], list[str]]:
        variables: dict[str, Any] = {"most": most}
        for n, asked in enumerate(group):
            variables[f"n{n}"], variables[f"k{n}"] = asked.target.node_id, asked.number
        return queries.answers(len(group)), variables, [f"q{n}.issueOrPullRequest" for n in range(len(group))]

    return heavy


def _seen(context: Context, target: Target, position: ResponsesCursor) -> ResponsesCursor:
    """The position after all issues that are read have been asked about."""
    return replace(position, complete=True, issues=_issues(context, target))


def _save(context: Context, target: Target, group: Sequence[Asked], found: Found, *, done: bool) -> None:
    rows = [(a.number, r.first, r.by_maintainer) for a in group if (r := found.get((target.id, a.number)))]
    context.store.issues.save_responses(target.id, rows, context.now())
    position = _position(context, target)
    position = replace(position, after=(group[-1].updated, group[-1].number))
    if done:
        position = _seen(context, target, position)
    context.note(target.id, position, done=done)


member = Member(NAME, one_of(together), "first responses", together, with_token)
