"""Branches, commits, tags and files as GraphQL sees them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np

from tracker.replay.commit_log import TREE_OID, object_name
from tracker.replay.gql_connections import Node, connect
from tracker.replay.gql_context import Context
from tracker.replay.rest_content import readme_at, revision_oid
from tracker.replay.rest_lists import published
from tracker.replay.world import ReplayRelease, ReplayRepository, iso, seconds


def branch(repository: ReplayRepository, context: Context) -> Node | None:
    """The default branch; None while the repository is empty."""
    if context.tip(repository) is None:
        return None
    name = repository.attributes.default_branch
    last = repository.commits.count(seconds(context.now)) - 1
    target = commit_node(repository, context, last)
    return {"id": f"REF_{name}", "name": name, "prefix": "refs/heads/", "target": target}


def commit_node(repository: ReplayRepository, context: Context, index: int) -> Node:
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


def _history(repository: ReplayRepository, context: Context, index: int, arguments: dict[str, Any]) -> Node:
    """A commit and all before it, newest first, within `since` and `until` (committer dates)."""
    times = repository.commits.times[: index + 1]
    low, high = 0, index + 1
    if since := arguments.get("since"):
        low = int(np.searchsorted(times, _unix(since), side="left"))
    if until := arguments.get("until"):
        high = int(np.searchsorted(times, _unix(until), side="right"))
    rows = range(high - 1, low - 1, -1)
    return connect(rows, lambda i: commit_node(repository, context, i), arguments)


def _unix(text: str) -> int:
    when = datetime.fromisoformat(text)
    return seconds(when if when.tzinfo else when.replace(tzinfo=UTC))


def refs(repository: ReplayRepository, context: Context, arguments: dict[str, Any]) -> Node:
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


def _tag_ref(repository: ReplayRepository, context: Context, release: ReplayRelease) -> Node:
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


def tag_commit(repository: ReplayRepository, context: Context, release: ReplayRelease) -> Node | None:
    """The last commit before the tag was set; None where there was none."""
    context.tip(repository)
    count = repository.commits.count(seconds(release.when))
    return commit_node(repository, context, count - 1) if count else None


def git_object(repository: ReplayRepository, context: Context, arguments: dict[str, Any]) -> Node | None:
    """HEAD, HEAD: (the only folder), HEAD:README.md, or OID:README.md for an earlier revision."""
    revision, colon, path = (arguments.get("expression") or "HEAD").partition(":")
    if not colon:
        found = branch(repository, context)
        return found["target"] if found else None
    text = _readme(repository, context, revision)
    if path == "":
        return _tree(text)
    if path != "README.md" or text is None:
        return None
    content = text.encode()
    oid = object_name("blob", content).hex()
    return {
        "__typename": "Blob",
        "id": f"B_{oid}",
        "oid": oid,
        "byteSize": len(content),
        "isBinary": False,
        "isTruncated": False,
        "text": text,
    }


def _tree(text: str | None) -> Node:
    entries = []
    if text is not None:
        oid = object_name("blob", text.encode()).hex()
        entries.append({"name": "README.md", "path": "README.md", "type": "blob", "oid": oid})
    return {"__typename": "Tree", "id": "T_root", "oid": TREE_OID.hex(), "entries": entries}


def _readme(repository: ReplayRepository, context: Context, revision: str) -> str | None:
    if revision in ("HEAD", repository.attributes.default_branch):
        return readme_at(repository, context.now)
    for readme in repository.readmes():
        if readme.when <= context.now and revision_oid(repository, readme) == revision:
            return readme.text
    return None
