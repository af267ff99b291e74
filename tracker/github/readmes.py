"""The README's history: which commits changed it, and what it said after each. A point for each page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.github import queries
from tracker.github.batch import Batch, ask, in_words
from tracker.github.client import GitHubClient
from tracker.github.fields import flag, part, required, rows, text, word
from tracker.github.protocol import reading

AT_ONCE = 25  # revisions a page: their whole texts come with them
README = re.compile(r"readme(?:\.[a-z]+)?", re.I)


class Unwalkable(Exception):
    """The history cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class WalkStart:
    """Where a walk goes: a repository, the commit to begin at, and the file's path there."""

    node_id: str
    start: str
    path: str


@dataclass(frozen=True, slots=True)
class ReadmeRevision:
    """A commit that changed the README; `text` is what it said from then on, None when it was removed."""

    oid: str
    when: datetime
    text: str | None


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """Revisions, newest first, and the cursor of those before; None when there are none."""

    revisions: tuple[ReadmeRevision, ...]
    after: str | None


def page(client: GitHubClient, place: WalkStart, after: str | None) -> RevisionPage:
    """The next revisions; fewer at once where GitHub cannot bear more. Raises Unwalkable, Malformed."""
    size, reason = AT_ONCE, ""
    while size:
        node, reason = _ask(client, queries.README_HISTORY, place, after=after, first=size, path=place.path)
        if node is not None:
            return _page(node)
        if reason != "HEAVY":
            break
        size //= 2
    raise Unwalkable(f"the README's history: {in_words(reason)}")


def name_before(client: GitHubClient, place: WalkStart) -> str | None:
    """What the README was called in the folder `place.start` (a revision ending in '^:'); None without one.

    Raises Unwalkable, Malformed.
    """
    node, reason = _ask(client, queries.FOLDER, place)
    if node is None:
        if reason == "UNKNOWN":  # there was nothing before the first commit
            return None
        raise Unwalkable(f"the README's former name: {in_words(reason)}")
    with reading("a folder"):
        names = [word(entry, "name") for entry in rows(node, "entries")]
    return next((name for name in names if README.fullmatch(name) and name != place.path), None)


def _ask(
    client: GitHubClient, query: str, place: WalkStart, **more: Any
) -> tuple[Mapping[str, Any] | None, str]:
    """The object at the place's commit, or the reason why there is none."""

    def asking(_group: Sequence[WalkStart]) -> tuple[str, dict[str, Any], list[str]]:
        return query, {"id": place.node_id, "start": place.start, **more}, ["node.object"]

    _, result = next(iter(ask(client, [place], Batch(), asking)))
    return result.node, result.error or ""


def _page(node: Mapping[str, Any]) -> RevisionPage:
    with reading("the README's revisions"):
        history = part(node, "history")
        revisions = tuple(
            ReadmeRevision(word(node, "oid"), required(node, "committedDate"), _text(node))
            for node in rows(history, "nodes")
        )
        info = part(history, "pageInfo")
        return RevisionPage(revisions, word(info, "endCursor") if flag(info, "hasNextPage") else None)


def _text(node: Mapping[str, Any]) -> str | None:
    if node.get("file") is None:
        return None
    return text(part(part(node, "file"), "object"), "text") or ""
