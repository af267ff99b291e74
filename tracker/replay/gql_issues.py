"""Issues and pull requests as GraphQL sees them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
from graphql import GraphQLError

from tracker.replay.gql_connections import Node, connect
from tracker.replay.gql_context import QueryContext
from tracker.replay.issue_log import IssueView, page
from tracker.replay.world import Discussion, ReplayRepository, iso, seconds


def issues(repository: ReplayRepository, context: QueryContext, arguments: dict[str, Any]) -> Node:
    """Issues without pull requests. Unfiltered totals are the repository's own counters."""
    view = repository.issues.view(seconds(context.now))
    filters = arguments.get("filterBy") or {}
    states = arguments.get("states") or filters.get("states") or []
    keep = ~np.isin(view.index, list(repository.issues.pulls))
    if states and len(set(states)) == 1:
        keep &= (view.closed > 0) == (states[0] == "CLOSED")
    if since := filters.get("since"):
        keep &= view.updated >= seconds(datetime.fromisoformat(since))
    rows = _ordered(view, keep, arguments)
    total = None if filters.get("since") else _total(repository, context, states)
    return connect(rows, lambda p: _issue_node(repository, context, view, p), arguments, total)


def _total(repository: ReplayRepository, context: QueryContext, states: list[str]) -> int:
    wanted = set(states) or {"OPEN", "CLOSED"}
    names = {"OPEN": "open_issues", "CLOSED": "closed_issues"}
    return sum(repository.total(names[state], context.now) for state in wanted)


def _ordered(view: IssueView, keep: Any, arguments: dict[str, Any]) -> list[int]:
    order = arguments.get("orderBy") or {"field": "CREATED_AT", "direction": "ASC"}
    newest, by_update = order["direction"] == "DESC", order["field"] == "UPDATED_AT"
    return [int(p) for p in page(view, keep, None, newest=newest, by_update=by_update)]


def pulls(repository: ReplayRepository, context: QueryContext, arguments: dict[str, Any]) -> Node:
    """Pull requests; there is no filter by date here."""
    log, now = repository.issues, seconds(context.now)
    view = log.view(now)
    keep = np.isin(view.index, list(log.pulls))
    states = arguments.get("states") or []
    rows = [
        p for p in _ordered(view, keep, arguments) if not states or _state(repository, view, p, now) in states
    ]
    names = {"OPEN": "open_pulls", "MERGED": "merged_pulls", "CLOSED": "closed_pulls"}
    total = sum(repository.total(names[s], context.now) for s in set(states) or set(names))
    return connect(rows, lambda p: _pull_node(repository, context, view, p), arguments, total)


def issue(repository: ReplayRepository, context: QueryContext, number: int) -> Node | None:
    """One issue by its number."""
    view = repository.issues.view(seconds(context.now))
    found = np.flatnonzero(view.index == number - 1)
    return _issue_node(repository, context, view, int(found[0])) if len(found) else None


def either(repository: ReplayRepository, context: QueryContext, number: int) -> Node:
    """One issue or pull request by its number. Raises what GitHub says of a number that is neither."""
    view = repository.issues.view(seconds(context.now))
    found = np.flatnonzero(view.index == number - 1)
    if not len(found):
        text = f"Could not resolve to an issue or pull request with the number of {number}."
        raise GraphQLError(text, extensions={"type": "NOT_FOUND"})
    node = _pull_node if number - 1 in repository.issues.pulls else _issue_node
    return node(repository, context, view, int(found[0]))


def pinned(repository: ReplayRepository, context: QueryContext, arguments: dict[str, Any]) -> Node:
    """The issues pinned to the top of the list."""
    rows = [n for n in repository.attributes.pinned if issue(repository, context, n) is not None]
    return connect(rows, lambda n: {"id": f"PI_{n}", "issue": issue(repository, context, n)}, arguments)


def discussions(repository: ReplayRepository, context: QueryContext, arguments: dict[str, Any]) -> Node:
    """The discussions pinned to the top."""
    rows = [d for d in repository.attributes.pinned_discussions if d.when <= context.now]
    return connect(
        rows, lambda d: {"id": f"PD_{d.number}", "discussion": _discussion(repository, d)}, arguments
    )


def _discussion(repository: ReplayRepository, discussion: Discussion) -> Node:
    return {
        "__typename": "Discussion",
        "id": f"D_{repository.github_id}_{discussion.number}",
        "number": discussion.number,
        "title": discussion.title,
        "body": discussion.body,
        "url": f"https://github.com/{repository.full_name}/discussions/{discussion.number}",
        "createdAt": iso(discussion.when),
        "lastEditedAt": iso(discussion.edited),
        "closedAt": iso(discussion.closed),
        "authorAssociation": discussion.association,
    }


def _state(repository: ReplayRepository, view: IssueView, position: int, now: int) -> str:
    if not view.closed[position]:
        return "OPEN"
    merged = repository.issues.merged.get(int(view.index[position]), 0)
    return "MERGED" if 0 < merged <= now else "CLOSED"


def _common(repository: ReplayRepository, view: IssueView, position: int) -> Node:
    log, index = repository.issues, int(view.index[position])
    text, closed = log.text(index), int(view.closed[position])
    return {
        "id": f"I_{repository.github_id}_{index + 1}",
        "number": index + 1,
        "title": text.title or f"Issue {index + 1}",
        "url": f"https://github.com/{repository.full_name}/issues/{index + 1}",
        "fullDatabaseId": str(repository.github_id * 100_000 + index + 1),
        "createdAt": iso(int(log.arrays()[0][index])),
        "updatedAt": iso(int(view.updated[position])),
        "closedAt": iso(closed) if closed else None,
        "author": _actor(text.bot),
        "authorAssociation": text.association,
    }


def _issue_node(repository: ReplayRepository, context: QueryContext, view: IssueView, position: int) -> Node:
    text = repository.issues.text(int(view.index[position]))
    closed = int(view.closed[position])
    return _common(repository, view, position) | {
        "__typename": "Issue",
        "body": text.body or "",
        "lastEditedAt": iso(text.edited),
        "state": "CLOSED" if closed else "OPEN",
        "stateReason": (text.state_reason or "completed").upper() if closed else None,
        "comments": lambda info, **arguments: _comments(repository, context, view, position, arguments),
        "timelineItems": lambda info, **arguments: connect([], lambda row: {}, arguments),
    }


def _pull_node(repository: ReplayRepository, context: QueryContext, view: IssueView, position: int) -> Node:
    now = seconds(context.now)
    index = int(view.index[position])
    merged = repository.issues.merged.get(index, 0)
    return _common(repository, view, position) | {
        "__typename": "PullRequest",
        "id": f"PR_{repository.github_id}_{index + 1}",
        "isDraft": repository.issues.text(index).draft,
        "state": _state(repository, view, position, now),
        "mergedAt": iso(merged) if 0 < merged <= now else None,
        "reviews": lambda info, **arguments: _reviews(repository, context, view, position, arguments),
        "comments": lambda info, **arguments: _comments(repository, context, view, position, arguments),
    }


def _comments(
    repository: ReplayRepository,
    context: QueryContext,
    view: IssueView,
    position: int,
    arguments: dict[str, Any],
) -> Node:
    text = repository.issues.text(int(view.index[position]))
    rows = [r for r in text.replies if r[0] <= seconds(context.now)]
    return connect(rows, _comment, arguments, max(text.comments, len(rows)))


def _reviews(
    repository: ReplayRepository,
    context: QueryContext,
    view: IssueView,
    position: int,
    arguments: dict[str, Any],
) -> Node:
    text = repository.issues.text(int(view.index[position]))
    rows = [r for r in text.reviews if r[0] <= seconds(context.now)]
    return connect(rows, lambda r: {**_comment(r), "submittedAt": iso(r[0])}, arguments)


def _comment(reply: tuple[int, str, str]) -> Node:
    when, association, who = reply
    actors: dict[str, Node | None] = {"robot": _actor(True), "opener": _actor(False), "ghost": None}
    helper = {"__typename": "User", "id": "U_9", "login": "demo-helper", "databaseId": 9}
    author = actors.get(who, helper)
    return {"id": f"IC_{when}", "createdAt": iso(when), "authorAssociation": association, "author": author}


def _actor(bot: bool) -> Node:
    """A made-up account."""
    if bot:
        return {"__typename": "Bot", "id": "B_2", "login": "demo-robot[bot]", "databaseId": 2}
    return {"__typename": "User", "id": "U_1", "login": "demo-user", "databaseId": 1}
