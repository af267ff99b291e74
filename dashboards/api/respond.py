"""Answers: JSON with an ETag that is known before anything is computed, compressed for who takes it."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.api.problems import problem
from dashboards.data.snapshot import Snapshot
from dashboards.data.snapshots import Snapshots
from tracker import __version__

SMALL = 600  # bytes
LEVEL = 2  # of gzip: the wire is seldom slower than the higher levels


def reply(
    request: Request, make: Callable[[Snapshot], Any], media_type: str = "application/json"
) -> Response:
    """What `make` gives of the present snapshot, an object (sent as JSON) or bytes; 304 if it is known.

    Bytes that are a GzipBody are sent as they are to who takes them so.
    """
    snapshot = snapshot_of(request)
    coding = "gzip" if takes_gzip(request) else ""
    tag = etag(request, snapshot, coding)
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    made = make(snapshot)
    body = made if isinstance(made, bytes) else encode(made)
    if isinstance(body, GzipBody) and not coding:
        body = gzip.decompress(body)
    elif coding and (isinstance(body, GzipBody) or len(body) > SMALL):
        body = body if isinstance(body, GzipBody) else packed(body)
        headers["Content-Encoding"] = coding
    return Response(body, 200, headers, media_type=media_type)


class GzipBody(bytes):
    """A body as gzip."""


def packed(body: bytes) -> GzipBody:
    """A body as gzip: the same bytes for the same body."""
    return GzipBody(gzip.compress(body, LEVEL, mtime=0))


def takes_gzip(request: Request) -> bool:
    """Whether the client wants it compressed (RFC 9110: `gzip;q=0` is a refusal)."""
    return coding_of(request, ("gzip",)) == "gzip"


def coding_of(request: Request, offered: Sequence[str]) -> str:
    """The first of the offered codings that the client takes; "" for none (RFC 9110, 12.5.3)."""
    taken: dict[str, bool] = {}
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, weight = part.partition(";")
        refused = weight.replace(" ", "").rstrip("0") in ("q=", "q=0.", "q=.")
        taken[name.strip().replace("x-gzip", "gzip")] = not refused
    return next((coding for coding in offered if taken.get(coding, taken.get("*", False))), "")


def snapshot_of(request: Request) -> Snapshot:
    """The present state of the database. Raises StoreError when there is nothing to read."""
    data: Snapshots = request.app.state.data
    return data.current()


def encode(document: Any) -> bytes:
    """JSON in UTF-8; unknown is null, never NaN."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, default=str).encode("utf-8", "replace")


def etag(request: Request, snapshot: Snapshot, coding: str) -> str:
    """The same question to the same state of the data in the same coding has the same answer."""
    asked = (__version__, snapshot.stamp, request.url.path, request.url.query, coding)
    return f'"{hashlib.sha256(repr(asked).encode("utf-8", "replace")).hexdigest()[:32]}"'


def matches(request: Request, tag: str) -> bool:
    """Whether the client has this answer already."""
    known = (part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(","))
    return any(part in (tag, "*") for part in known)


class HeadWithoutBody:
    """Middleware: HEAD is GET without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bodiless(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, bodiless)


class NoLineBreaks:
    """Middleware: a path below `prefix` with a line break in it leads nowhere, and is told so.

    Paths are matched by patterns that end at a line break: such a one would not even reach the API.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app, self.prefix = app, prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(self.prefix) and "\n" in path:
            answer = problem(Request(scope), 404, "There is nothing here.")
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)
