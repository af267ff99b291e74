"""Pinned issues and discussions as GraphQL gives them: what maintainers put at the top for all to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.github.fields import moment, number, part, required, rows, text
from tracker.github.items import MAINTAINERS
from tracker.github.protocol import reading

LONGEST = 1_000  # characters of a body: an announcement says it at once


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinned issue or discussion by a maintainer; its words are looked at and dropped."""

    where: str  # 'issue' or 'discussion'
    number: int
    title: str
    body: str
    opened: datetime
    edited: datetime | None
    closed: datetime | None


def pins(node: Mapping[str, Any]) -> list[Pin]:
    """Those of a Repository node that a maintainer wrote. Raises Malformed."""
    with reading("pinned issues"):
        return [*_pins(node, "issue", "pinnedIssues"), *_pins(node, "discussion", "pinnedDiscussions")]


def _pins(node: Mapping[str, Any], where: str, connection: str) -> Iterator[Pin]:
    for entry in rows(part(node, connection), "nodes"):
        said = part(entry, where)
        if said and text(said, "authorAssociation") in MAINTAINERS:
            yield Pin(
                where,
                number(said, "number"),
                text(said, "title") or "",
                (text(said, "body") or "")[:LONGEST],
                required(said, "createdAt"),
                moment(said, "lastEditedAt"),
                moment(said, "closedAt"),
            )
