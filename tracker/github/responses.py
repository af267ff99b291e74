"""First answers to issues and pull requests: who answered is compared in memory and dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.github.items import MAINTAINERS
from tracker.github.protocol import reading
from tracker.github.repositories import required

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
        opener = node.get("author")
        answers = sorted(_answers(node), key=lambda pair: pair[0])
        counted = [(when, answer) for when, answer in answers if _counts(answer.get("author"), opener)]
        first = counted[0][0] if counted else None
        theirs = (when for when, answer in counted if answer.get("authorAssociation") in MAINTAINERS)
        maintained = next(theirs, None)
        lists = [node["comments"], node.get("reviews") or {}]
        more = any(int(part.get("totalCount") or 0) > len(part.get("nodes") or ()) for part in lists)
    return Responses(first, maintained, whole=not more or maintained is not None)


def _answers(node: Json) -> Iterator[tuple[datetime, Json]]:
    for comment in node["comments"]["nodes"] or ():
        if comment:
            yield required(comment, "createdAt"), comment
    for review in (node.get("reviews") or {}).get("nodes") or ():
        if review and review.get("submittedAt"):  # one without is not yet given
            yield required(review, "submittedAt"), review


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
