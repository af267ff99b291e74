"""Answers as they go over the wire: compressed once, with an ETag, a 304 where nothing changed."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property

import brotli
from starlette.requests import Request
from starlette.responses import Response

from dashboards.api.respond import coding_of, matches

SMALL = 600  # bytes: below this compression gains nothing
CHECK = "no-cache"  # may be kept, must be asked for again: answered by 304 while the data stand still
FOR_GOOD = "public, max-age=31536000, immutable"
SHORT = "public, max-age=3600, stale-while-revalidate=86400"


@dataclass
class Representation:
    """A body with its media type; compressed forms are made when first wanted and kept."""

    body: bytes
    media_type: str = "text/html"
    cache: str = CHECK
    status: int = 200
    filename: str | None = None
    retry_after: int | None = None  # seconds

    def __len__(self) -> int:
        """Bytes that keeping it takes, its compressed forms included."""
        return 1_000 + 2 * len(self.body)

    @cached_property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:24]}"'

    @cached_property
    def as_brotli(self) -> bytes:
        packed: bytes = brotli.compress(self.body, quality=5)
        return packed

    @cached_property
    def as_gzip(self) -> bytes:
        return gzip.compress(self.body, 6, mtime=0)


def text(body: str, media_type: str = "text/html", **more: object) -> Representation:
    """An answer from text."""
    return Representation(body.encode("utf-8", "replace"), media_type, **more)  # type: ignore[arg-type]


def send(request: Request, answer: Representation) -> Response:
    """The response for one request: 304, or the body in the best encoding that the browser takes."""
    coding = coding_of(request, ("br", "gzip")) if len(answer.body) > SMALL else ""
    tag = f'{answer.etag[:-1]}-{coding}"' if coding else answer.etag
    headers = {"Cache-Control": answer.cache, "ETag": tag, "Vary": "Accept-Encoding"}
    if answer.status == 200 and matches(request, tag):
        return Response(status_code=304, headers=headers)
    if answer.filename:
        headers["Content-Disposition"] = f'attachment; filename="{answer.filename}"'
    if answer.retry_after is not None:
        headers["Retry-After"] = str(answer.retry_after)
    body = {"br": lambda: answer.as_brotli, "gzip": lambda: answer.as_gzip, "": lambda: answer.body}[coding]()
    if coding:
        headers["Content-Encoding"] = coding
    kind = f"{answer.media_type}; charset=utf-8" if "charset" not in answer.media_type else answer.media_type
    return Response(body, answer.status, headers, media_type=kind)
