"""Errors as RFC 9457 says: `application/problem+json`, naming the parameter that is wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER = 60  # seconds; a database that was away is asked again once a second
TITLES = {
    400: "A parameter cannot be used",
    404: "Not found",
    405: "Method not allowed",
    409: "Parameters contradict each other",
    429: "Too many requests",
    500: "Our mistake",
    501: "Not installed here",
    503: "Nothing can be read",
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of these statuses."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": TITLES[status], "content": content} for status in statuses}


def problem(
    request: Request | None,
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(status, "That did not work"),
        "status": status,
        "detail": detail,
        "instance": request.url.path if request else "",
    }
    if errors:
        body["errors"] = list(errors)
    text = json.dumps(body, ensure_ascii=True).encode()  # a lone surrogate in a path is no UTF-8
    kept = {"Cache-Control": "no-store", **(headers or {})}
    return Response(text, status, kept, media_type=MEDIA_TYPE)
