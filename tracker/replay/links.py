"""Pages of a list, and the Link header that leads from one to the next (always by number, as on GitHub)."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from tracker.replay.replies import Request

Row = TypeVar("Row")


def address(request: Request, repository_id: int, tail: str, **query: str | int) -> str:
    """The address of a list by the repository's number, with the request's own parameters kept."""
    parameters = {k: v for k, v in request.query.items() if k not in ("page", "after")} | query
    return f"{request.base}/repositories/{repository_id}{tail}?{urlencode(parameters)}"


def numbered(
    request: Request, repository_id: int, tail: str, rows: Sequence[Row], most: int
) -> tuple[Sequence[Row], dict[str, str]]:
    """The page asked for of a list that is paged by number, and its Link header."""
    size = request.number("per_page", 30, most)
    page = request.number("page", 1, 1_000_000)
    last = max((len(rows) + size - 1) // size, 1)
    links = []
    if page > 1:
        links.append((page - 1, "prev"))
    if page < last:
        links += [(page + 1, "next"), (last, "last")]
    if page > 1:
        links.append((1, "first"))
    texts = [f'<{address(request, repository_id, tail, page=n)}>; rel="{rel}"' for n, rel in links]
    header = {"link": ", ".join(texts)} if texts and len(rows) > size else {}
    return rows[(page - 1) * size : page * size], header


def cursor(moment: int, index: int) -> str:
    """An opaque place in a list."""
    return base64.urlsafe_b64encode(f"cursor:{moment}:{index}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[int, int] | None:
    """The place that a cursor names; None when it is not one of ours."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except ValueError:
        return None
    kind, _, rest = plain.partition(":")
    moment, _, index = rest.partition(":")
    return (int(moment), int(index)) if kind == "cursor" and moment.isdigit() and index.isdigit() else None
