"""First answers to issues and pull requests: who answered is compared in memory and dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.github.fields import count, moment, part, required, rows, text
from tracker.github.items import MAINTAINERS
from tracker.github.protocol import reading

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Responses:
    """When somebody else than the opener and no robot first answered, and when a maintainer did.

    `whole` is False when there are more answers than were read and one of the two may be among them.
    """

    first: datetime | None
    by_maintainer: datetime | None
    whole: bool = True


def responses(node: Json) -> Responses:
    """The answers in an issue or a pull request. Associations are those of today. Raises Malformed."""
    with reading("the answers to an issue"):
        if "comments" not in node:
            raise KeyError("comments")
        opener = part(node, "author") or None
        answers = sorted(_answers(node), key=lambda pair: pair[0])
        counted = [(w, answer) for w, answer in answers if _counts(part(answer, "author") or None, opener)]
        first = counted[0][0] if counted else None
        theirs = (when for when, answer in counted if text(answer, "authorAssociation") in MAINTAINERS)
        maintained = next(theirs, None)
        lists = [part(node, "comments"), part(node, "reviews")]
        more = any((count(each, "totalCount") or 0) > len(rows(each, "nodes")) for each in lists)
    return Responses(first, maintained, whole=not more or maintained is not None)


def _answers(node: Json) -> Iterator[tuple[datetime, Json]]:
    for comment in rows(part(node, "comments"), "nodes"):
        yield required(comment, "createdAt"), comment
    for review in rows(part(node, "reviews"), "nodes"):
        if given := moment(review, "submittedAt"):  # one without is not yet given
            yield given, review


def _counts(author: Json | None, opener: Json | None) -> bool:
    """Whether an answer is somebody else's, and a person's. Of two deleted accounts nobody can tell."""
    if author is None:
        return opener is not None
    if author.get("__typename") == "Bot":
        return False
    if opener is None:
        return True
    return (author.get("__typename"), author.get("databaseId")) != (
        opener.get("__typename"),
        opener.get("databaseId"),
    )
