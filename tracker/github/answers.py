"""An answer of GitHub's as callers see it, and what its bytes say. No network here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tracker.github.fields import LARGEST
from tracker.github.protocol import AnswerKind, next_link
from tracker.network.bounds import TooLarge, read_json


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the outcome, the decoded body (or text), and what a caller may want to keep."""

    outcome: AnswerKind
    status: int
    body: Any = None
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    moved: bool = False

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def next(self) -> str | None:
        return next_link(self.headers.get("link"))

    @property
    def is_page(self) -> bool:
        """Whether it is a web page, which GitHub's front shows in place of answers on bad days."""
        return self.headers.get("content-type", "").startswith("text/html")


def decode(content: bytes, content_type: str) -> Any:
    """The JSON body, or None for anything else and for half a body. Raises TooLarge."""
    if "json" not in content_type or "raw" in content_type:
        return None
    try:
        return read_json(content)
    except TooLarge:
        raise
    except ValueError:
        return None


def is_good(answer: Answer, expect: type | None) -> bool:
    """Whether an answer can be handed on: not a fault, not HTML in place of JSON, not half a body."""
    if answer.outcome in (AnswerKind.TRANSIENT, AnswerKind.PENDING, AnswerKind.BAD_TOKEN):
        return False
    if answer.outcome is not AnswerKind.OK:
        return True
    if expect is str:
        return not answer.is_page
    return isinstance(answer.body, expect or (dict, list))


def points(body: Any) -> int:
    """The points a GraphQL query cost, as its own rateLimit field says."""
    data = body.get("data") if isinstance(body, dict) else None
    rate = data.get("rateLimit") if isinstance(data, dict) else None
    cost = rate.get("cost") if isinstance(rate, dict) else 0
    return cost if isinstance(cost, int) and 0 <= cost < LARGEST else 0


def errors(body: Any) -> list[dict[str, Any]]:
    """What a GraphQL answer calls errors, whatever else stands among them."""
    said = body.get("errors") if isinstance(body, dict) else None
    return [e for e in said if isinstance(e, dict)] if isinstance(said, list) else []


def graphql_outcome(body: Any, headers: Mapping[str, str]) -> AnswerKind | None:
    """GraphQL says 'limit' inside a 200; other errors are the batcher's to read (None)."""
    if not isinstance(body, dict):
        return AnswerKind.TRANSIENT
    said = errors(body)
    if {str(e.get("type", "")) for e in said} & {"RATE_LIMIT", "RATE_LIMITED"}:
        return AnswerKind.PRIMARY if headers.get("x-ratelimit-remaining") == "0" else AnswerKind.SECONDARY
    texts = " ".join(str(e.get("message", "")) for e in said)
    return AnswerKind.SECONDARY if "secondary rate limit" in f"{texts} {body.get('message', '')}" else None
