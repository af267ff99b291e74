"""Requests and replies of the replay server, and the bodies GitHub answers its refusals with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

DOCS = "https://docs.github.com/rest"
VERSIONS = ("2026-03-10", "2022-11-28")
UNVERSIONED = "2022-11-28"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in; header names are lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    token: str | None
    now: datetime
    base: str  # the address the client knows the server by

    @property
    def version(self) -> str:
        """The API version asked for; requests without one get the oldest that is served."""
        return self.headers.get("x-github-api-version", UNVERSIONED)

    def number(self, name: str, default: int, most: int) -> int:
        """A numeric query parameter: nonsense gives the default, too much is cut to the most."""
        text = self.query.get(name, "")
        value = int(text) if text.isdigit() else default
        return min(value, most) if value >= 1 else default


@dataclass(slots=True)
class Reply:
    """One answer: `points` are taken from the bucket `resource`."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    points: int = 1
    resource: str = "core"


def answer(data: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """A JSON answer."""
    kind = {"content-type": "application/json; charset=utf-8"}
    body = json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode()
    return Reply(status, body, kind | dict(headers or {}))


def refusal(status: int, message: str, docs: str = DOCS, **more: Any) -> Reply:
    """GitHub's usual refusal: a message, where to read about it, and the status once more as text."""
    return answer({"message": message, "documentation_url": docs, "status": str(status)} | more, status)


def not_found() -> Reply:
    """Missing, private or hidden: GitHub does not say which."""
    return refusal(404, "Not Found")


def bad_credentials() -> Reply:
    """The token is wrong or has expired."""
    return refusal(401, "Bad credentials")


def moved(location: str) -> Reply:
    """Renamed or transferred: the address by number."""
    body = {"message": "Moved Permanently", "url": location, "documentation_url": f"{DOCS}/guides"}
    return answer(body, 301, {"location": location})


def blocked(reason: str) -> Reply:
    """Taken down: 451 after a copyright notice, 403 for the terms of service."""
    page = "https://github.com/github/dmca" if reason == "dmca" else "https://github.com/tos"
    block = {"reason": reason, "created_at": "2021-04-22T17:53:56Z", "html_url": page}
    body = {"message": "Repository access blocked", "block": block}
    return answer(body, 451 if reason == "dmca" else 403)


def policy_text(owner: str) -> str:
    """What an organisation says that turns away tokens, though the repository is public."""
    return (
        f"The '{owner}' organization forbids access via a fine-grained personal access tokens if the token's "
        "lifetime is greater than 366 days. Please adjust your token's lifetime at the following URL: "
        "https://github.com/settings/personal-access-tokens"
    )


def missing_agent() -> Reply:
    """Requests must name their program."""
    text = (
        "Request forbidden by administrative rules. Please make sure your request has a User-Agent header "
        "(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required).\n"
    )
    return Reply(403, text.encode(), {"content-type": "text/plain; charset=utf-8"}, points=0)


def unsupported_version(version: str) -> Reply:
    """The API version is unknown or no longer served."""
    return refusal(
        410,
        f"{version} is not a supported version of the GitHub API.",
        f"{DOCS}/about-the-rest-api/api-versions",
    )


def secondary_text() -> str:
    """What a secondary limit says, over REST and GraphQL alike."""
    return (
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you "
        "reach out to GitHub Support for help, please include the request ID 0000:REPLAY:1."
    )


def secondary_limit(status: int, retry_after: int | None) -> Reply:
    """A secondary limit over REST; only sometimes it says how long to wait."""
    where = f"{DOCS}/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits"
    reply = refusal(status, secondary_text(), where)
    if retry_after is not None:
        reply.headers["retry-after"] = str(retry_after)
    return reply
