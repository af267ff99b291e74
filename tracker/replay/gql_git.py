"""Branches, commits, tags and files as GraphQL sees them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from tracker.replay import gql_readmes
from tracker.replay.commit_log import object_name
from tracker.replay.gql_connections import Node, connect
from tracker.replay.gql_context import QueryContext
from tracker.replay.rest_lists import published
from tracker.replay.world import Readme, ReplayRelease, ReplayRepository, iso, seconds


def branch(repository: ReplayRepository, context: QueryContext) -> Node | None:
    """The default branch; None while the repository is empty."""
    if context.tip(repository) is None:
        return None
    name = repository.attributes.default_branch
    last = repository.commits.count(seconds(context.now)) - 1
    target = commit_node(repository, context, last)
    return {"id": f"REF_{name}", "name": name, "prefix": "refs/heads/", "target": target}


def commit_node(repository: ReplayRepository, context: QueryContext, index: int) -> Node:
    """The commit at a position of the history."""
    log = repository.commits
    row, oid = log.row(index), log.oid(index)
    actor = {"name": row.author, "email": row.email, "date": iso(row.when), "user": None}
    parents = [i for i in (index - 1, index - 2 if row.merge else -1) if i >= 0]
    return {
        "__typename": "Commit",
        "id": f"C_{oid}",
        "oid": oid,
        "committedDate": iso(row.when),
        "authoredDate": iso(row.when),
        "messageHeadline": row.subject,
        "author": actor,
        "committer": actor,
        "parents": lambda info, **a: connect(parents, lambda i: commit_node(repository, context, i), a),
        "history": lambda info, **arguments: _history(repository, context, index, arguments),
    }


def _history(
    repository: ReplayRepository, context: QueryContext, index: int, arguments: dict[str, Any]
) -> Node:
    """A commit and all before it, newest first, within `since` and `until` (committer dates).

    With a `path`, those that changed it.
    """
    if arguments.get("path"):
        rows = gql_readmes.standing(repository, context.now, None)
        return gql_readmes.history(repository, rows, arguments)
    times = repository.commits.times[: index + 1]
    low, high = 0, index + 1
    if since := arguments.get("since"):
        low = int(np.searchsorted(times, _unix(since), side="left"))
    if until := arguments.get("until"):
        high = int(np.searchsorted(times, _unix(until), side="right"))
    chosen = range(high - 1, low - 1, -1)
    return connect(chosen, lambda i: commit_node(repository, context, i), arguments)


def _unix(text: str) -> int:
    when = datetime.fromisoformat(text)
    return seconds(when if when.tzinfo else when.replace(tzinfo=UTC))


def refs(repository: ReplayRepository, context: QueryContext, arguments: dict[str, Any]) -> Node:
    """Tags, newest first when asked by date, else by name; no other refs are kept."""
    if arguments["refPrefix"] != "refs/tags/":
        return connect([], lambda row: {}, arguments)
    context.tip(repository)
    rows = published(repository, context.now, tag_only=True)
    order = arguments.get("orderBy") or {}
    if order.get("field") != "TAG_COMMIT_DATE":
        rows.sort(key=lambda r: r.tag)
    elif order.get("direction") == "ASC":
        rows = rows[::-1]
    return connect(rows, lambda r: _tag_ref(repository, context, r), arguments)


def _tag_ref(repository: ReplayRepository, context: QueryContext, release: ReplayRelease) -> Node:
    """An annotated tag: its date is the tagger's, which the commit under it need not share."""
    commit = tag_commit(repository, context, release)
    oid = object_name("tag", f"{repository.github_id} {release.tag}".encode()).hex()
    actor = {"name": None, "email": None, "date": iso(release.when), "user": None}
    return {
        "id": f"REF_{release.tag}",
        "name": release.tag,
        "prefix": "refs/tags/",
        "target": commit
        and {
            "__typename": "Tag",
            "id": f"T_{oid}",
            "oid": oid,
            "name": release.tag,
            "tagger": actor,
            "target": commit,
        },
    }


def tag_commit(repository: ReplayRepository, context: QueryContext, release: ReplayRelease) -> Node | None:
    """The last commit before the tag was set; None where there was none."""
    context.tip(repository)
    count = repository.commits.count(seconds(release.when))
    return commit_node(repository, context, count - 1) if count else None


def git_object(repository: ReplayRepository, context: QueryContext, arguments: dict[str, Any]) -> Node | None:
    """HEAD or OID, HEAD: (the only folder), HEAD:README.md; OID and OID^ for an earlier revision."""
    revision, colon, path = (arguments.get("expression") or "HEAD").partition(":")
    own = gql_readmes.is_revision(repository, context.now, revision)
    rows = gql_readmes.standing(repository, context.now, revision if own else None)
    if not colon:
        return _commit(repository, context, revision, rows if own else ())
    if not own and not _known(repository, context, revision):
        return None
    if path == "":
        return gql_readmes.folder(rows)
    if not rows or rows[-1].text is None or path != rows[-1].path:
        return None
    return gql_readmes.blob(rows[-1].text)


def _commit(
    repository: ReplayRepository, context: QueryContext, revision: str, own: Sequence[Readme]
) -> Node | None:
    """A commit by HEAD, by the branch or by its name; `own` is the README up to one that changed it."""
    if own:
        return gql_readmes.commit(repository, own[-1], own)
    if _known(repository, context, revision):
        found = branch(repository, context)
        return found["target"] if found else None
    return None


def _known(repository: ReplayRepository, context: QueryContext, revision: str) -> bool:
    """Whether a name leads to the branch: its own, HEAD, or that of a commit on it."""
    if revision in ("HEAD", repository.attributes.default_branch):
        return True
    count = repository.commits.count(seconds(context.now))
    return repository.commits.find(revision, count) is not None
