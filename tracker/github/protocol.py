"""What GitHub's answers mean: outcomes, waits and errors. No network here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any

from tracker.github.fields import Strange

API_VERSION = "2026-03-10"
SECRET = re.compile(r"gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}")
POLICY = re.compile(
    r"organization forbids access via|SAML enforcement|IP allow list|forbids access via a ", re.I
)
LONGEST_WAIT = 24 * 3600.0  # seconds: no limit of GitHub's lasts longer than an hour
LONGEST_NUMBER = 15  # digits
LIMIT = re.compile(r"rate limit|abuse detection", re.I)


class AnswerKind(StrEnum):
    """What an answer is, as far as the caller must know."""

    OK = "ok"
    NOT_MODIFIED = "not modified"
    MOVED = "moved"
    EMPTY = "empty"  # 204, or 409 of an empty repository
    PENDING = "pending"  # 202: not computed yet
    BAD_TOKEN = "bad token"  # noqa: S105 - no password
    PRIMARY = "primary limit"
    SECONDARY = "secondary limit"
    POLICY = "organisation policy"  # the owner refuses this token, though the repository is public
    BLOCKED = "blocked"
    GONE = "gone"  # 404
    DISABLED = "disabled"  # 410: issues are switched off
    TOO_LARGE = "too large"
    REFUSED = "refused"  # 400, 422: never repeat it unchanged
    FORBIDDEN = "forbidden"
    TRANSIENT = "transient"  # worth another try


class GitHubError(Exception):
    """GitHub cannot be asked; the message says why and what to do. Never holds a token."""


class BadToken(GitHubError):
    """GitHub refuses the token."""


class Unreachable(GitHubError):
    """Nobody answers at the API's address, or only nonsense comes back."""


class Offline(Unreachable):
    """Nobody has answered for a while, or ever: there is no sense in asking about the next repository."""


class OwnerRefuses(GitHubError):
    """An owner refuses the token, and what may be asked without one is used up for now."""


class Malformed(GitHubError):
    """An answer lacks what it must have."""


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Raises Malformed for an answer about `what` that is not made as it should be; shows nothing of it."""
    try:
        yield
    except KeyError as error:
        raise Malformed(f"GitHub's answer about {what} lacks {error}") from None
    except Strange as error:
        raise Malformed(f"GitHub's answer about {what} cannot be read: {error}") from None
    except (TypeError, ValueError, IndexError, AttributeError, OverflowError) as error:
        raise Malformed(f"GitHub's answer about {what} cannot be read ({type(error).__name__})") from None


@dataclass(eq=False)
class RateLimited(GitHubError):
    """The budget is spent; positions are kept. `until` is when asking makes sense again."""

    until: datetime
    bucket: str = "core"

    def __str__(self) -> str:
        when = f"{self.until:%Y-%m-%d %H:%M}"
        return f"GitHub's limit for {self.bucket} requests is reached; go on after {when} UTC"


_BY_STATUS = {  # of the others, those from 500 on are worth another try, and the rest is refused
    200: AnswerKind.OK,
    202: AnswerKind.PENDING,
    204: AnswerKind.EMPTY,
    304: AnswerKind.NOT_MODIFIED,
    401: AnswerKind.BAD_TOKEN,
    404: AnswerKind.GONE,
    410: AnswerKind.DISABLED,
    451: AnswerKind.BLOCKED,
    **dict.fromkeys((301, 302, 307, 308), AnswerKind.MOVED),
}


def classify(status: int, headers: Mapping[str, str], body: Any) -> AnswerKind:
    """What an answer is, from its status, lower-case headers and decoded body (None if not JSON)."""
    message = str(body.get("message", "")) if isinstance(body, dict) else ""
    if status in (403, 429):
        return _forbidden(status, headers, body, message)
    if status == 410 and "version" in message:
        return AnswerKind.REFUSED  # ours of the API is no longer spoken
    if status == 409:
        return AnswerKind.EMPTY if "is empty" in message else AnswerKind.REFUSED
    return _BY_STATUS.get(status, AnswerKind.TRANSIENT if status >= 500 else AnswerKind.REFUSED)


def _forbidden(status: int, headers: Mapping[str, str], body: Any, message: str) -> AnswerKind:
    """The four very different things that 403 can mean, and 429."""
    if POLICY.search(message):
        return AnswerKind.POLICY
    if isinstance(body, dict) and "block" in body:
        return AnswerKind.BLOCKED
    if "too large" in message:
        return AnswerKind.TOO_LARGE
    if headers.get("x-ratelimit-remaining") == "0" and "secondary" not in message:
        return AnswerKind.PRIMARY
    if status == 429 or "retry-after" in headers or LIMIT.search(message):
        return AnswerKind.SECONDARY
    return AnswerKind.FORBIDDEN


def wait_seconds(headers: Mapping[str, str], now: float, attempt: int) -> float:
    """How long to wait, in GitHub's documented order: Retry-After, then the reset, then 60 s doubled."""
    after = whole_number(headers.get("retry-after"))
    if after is not None:
        return min(float(after), LONGEST_WAIT) + 1.0
    reset = whole_number(headers.get("x-ratelimit-reset"))
    if headers.get("x-ratelimit-remaining") == "0" and reset is not None:
        return min(max(0.0, float(reset) - now), LONGEST_WAIT) + 1.0
    return float(min(60 * 2 ** min(attempt, 6), 3600))


def whole_number(header: str | None) -> int | None:
    """What a header says in digits, however many; None for anything else."""
    digits = (header or "").strip()
    if not digits.isascii() or not digits.isdigit():
        return None
    return int(digits) if len(digits) <= LONGEST_NUMBER else 10**LONGEST_NUMBER


def sent_at(headers: Mapping[str, str]) -> datetime | None:
    """GitHub's own time when it answered; None when it does not say, or nonsense."""
    try:
        return parsedate_to_datetime(headers.get("date", "")).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def block_reason(body: Any) -> str:
    """Why a repository is blocked ('dmca', 'tos' …), as GitHub says it."""
    block = body.get("block") if isinstance(body, dict) else None
    return said({"message": block.get("reason")}) or "unknown" if isinstance(block, dict) else "unknown"


def said(body: Any) -> str:
    """The message of an answer, as a line that can be shown and kept; '' without one."""
    message = body.get("message") if isinstance(body, dict) else None
    line = " ".join(str(message or "")[:400].split())
    return redact("".join(c for c in line if c.isprintable()))[:200]


def redact(text: str) -> str:
    """A text in which nothing that looks like a token is left."""
    return SECRET.sub("[token]", text)


def next_link(header: str | None) -> str | None:
    """The URL of rel="next" in a Link header."""
    # Not split at commas, which an address may hold too.
    for url, parameters in re.findall(r"<([^>]+)>\s*;([^<]*)", header or ""):
        if re.search(r'rel="?(?:\w+ )*next\b', parameters):
            return str(url)
    return None
