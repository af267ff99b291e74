"""The front of the replay: the checks GitHub makes of every request, limits, validators and the log."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from threading import Lock

from tracker.replay.faults import Faults, Planned, instead, renamed
from tracker.replay.gql import GraphQL
from tracker.replay.limits import Accounts
from tracker.replay.replies import (
    UNVERSIONED,
    VERSIONS,
    Reply,
    Request,
    bad_credentials,
    missing_agent,
    unsupported_version,
)
from tracker.replay.rest import Rest
from tracker.replay.world import World

LABEL_HEADER = "x-tracker-replay"
OPERATION = re.compile(rb"query (\w+)\s*[({]")


@dataclass(frozen=True, slots=True)
class Record:
    """One request as the server saw it; `path` with its query, `points` what it took from its bucket."""

    method: str
    path: str
    status: int
    authorised: bool
    points: int
    resource: str
    version: str | None
    user_agent: str | None
    conditional: bool
    fault: str | None
    received: int
    sent: int
    operation: str | None = None  # the name of a GraphQL query


@dataclass(slots=True)
class Front:
    """From a request to the answer, with everything around it."""

    world: World
    accounts: Accounts
    rest: Rest
    graphql: GraphQL
    faults: Faults
    token: str | None
    log: list[Record]
    lock: Lock

    def handle(self, request: Request) -> tuple[Reply, Planned | None]:
        """The answer, and the fault that its delivery must suffer, if any."""
        fault = self.faults.strike(request)
        reply = instead(fault, request) if fault else None
        if reply is None:
            reply = self._checked(request)
            if fault and fault.kind == "schema":
                reply = renamed(reply)
        self._finish(request, reply)
        if self.faults.twist is not None:
            reply = self.faults.twist(request, reply)
        self._note(request, reply, fault)
        return reply, fault

    def _checked(self, request: Request) -> Reply:
        if not request.headers.get("user-agent"):
            return missing_agent()
        if request.version not in VERSIONS:
            return unsupported_version(request.version)
        if request.token is not None and self.token is not None and request.token != self.token:
            return bad_credentials()
        return self._limited(request)

    def _limited(self, request: Request) -> Reply:
        """The answer unless the caller has nothing left; /rate_limit is always free."""
        resource = _bucket(request)
        without_token = resource == "graphql" and request.token is None
        free = request.path == "/rate_limit" or without_token
        if not free and self.accounts.exhausted(resource, request.token, request.now):
            return self.accounts.refusal(resource, request.token)
        if resource == "graphql" and request.method == "POST":
            return self.graphql.handle(request)
        return self._validated(request, self.rest.handle(request))

    def _validated(self, request: Request, reply: Reply) -> Reply:
        """With its ETag, and as a 304 when the client has that already: free only with a token."""
        if reply.status != 200 or request.path == "/rate_limit":
            return reply
        reply.headers["etag"] = etag = _etag(request, reply)
        reply.headers["cache-control"] = (
            f"{'private' if request.token else 'public'}, max-age=60, s-maxage=60"
        )
        reply.headers["vary"] = "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding"
        if request.headers.get("if-none-match", "").removeprefix("W/") != etag.removeprefix("W/"):
            return reply
        headers = {k: v for k, v in reply.headers.items() if k in ("etag", "cache-control", "vary")}
        return Reply(304, b"", headers, points=0 if request.token else 1, resource=reply.resource)

    def _finish(self, request: Request, reply: Reply) -> None:
        """The headers of every answer."""
        charged = self.accounts.charge(reply.resource, request.token, request.now, reply.points)
        for name, value in charged.items():
            reply.headers.setdefault(name, value)
        reply.headers.setdefault("x-github-api-version-selected", request.version)
        reply.headers.setdefault("x-github-request-id", f"0000:REPLAY:{len(self.log) + 1}")
        if self.world.label:
            reply.headers[LABEL_HEADER] = self.world.label

    def _note(self, request: Request, reply: Reply, fault: Planned | None) -> None:
        query = "&".join(f"{k}={v}" for k, v in request.query.items())
        record = Record(
            method=request.method,
            path=f"{request.path}?{query}" if query else request.path,
            status=reply.status,
            authorised=request.token is not None,
            points=reply.points,
            resource=reply.resource,
            version=request.headers.get("x-github-api-version"),
            user_agent=request.headers.get("user-agent"),
            conditional="if-none-match" in request.headers,
            fault=fault.kind if fault else None,
            received=len(request.body),
            sent=len(reply.body),
            operation=_operation(request),
        )
        with self.lock:
            self.log.append(record)


def _operation(request: Request) -> str | None:
    """The name in a GraphQL request's query; None without one."""
    found = OPERATION.search(request.body[:200]) if request.path == "/graphql" else None
    return found[1].decode() if found else None


def _bucket(request: Request) -> str:
    if request.path == "/graphql":
        return "graphql"
    return "search" if request.path.startswith("/search/") else "core"


def _etag(request: Request, reply: Reply) -> str:
    """A validator that depends on the token, the media type and the version, as GitHub's does."""
    digest = hashlib.sha256(reply.body)
    for part in (request.token or "", request.headers.get("accept", ""), request.version or UNVERSIONED):
        digest.update(b"\0" + part.encode())
    digest.update(reply.headers.get("link", "").encode())
    return f'W/"{digest.hexdigest()}"'
