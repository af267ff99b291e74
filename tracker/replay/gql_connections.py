"""Connections: a page of a list with its total, its place and the way on."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

Row = TypeVar("Row")
Node = dict[str, Any]


def place(position: int) -> str:
    """A cursor that names a position in a list."""
    return base64.b64encode(f"cursor:v2:{position}".encode()).decode()


def position(cursor: str | None) -> int | None:
    """The position a cursor names; None without a readable one."""
    if not cursor:
        return None
    try:
        text = base64.b64decode(cursor, validate=True).decode("ascii")
    except ValueError:
        return None
    number = text.rpartition(":")[2]
    return int(number) if text.startswith("cursor:v2:") and number.isdigit() else None


def connect(
    rows: Sequence[Row], node: Callable[[Row], Node], arguments: Mapping[str, Any], total: int | None = None
) -> Node:
    """The page that `first`/`after` or `last`/`before` choose; `total` where it is known from elsewhere."""
    after, before = position(arguments.get("after")), position(arguments.get("before"))
    low, high = (0 if after is None else after + 1), (len(rows) if before is None else min(before, len(rows)))
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None:
        high = min(high, low + first)
    elif last is not None:
        low = max(low, high - last)
    return {
        "totalCount": len(rows) if total is None else total,
        "nodes": lambda info: [node(row) for row in rows[low:high]],
        "pageInfo": {
            "hasNextPage": high < len(rows),
            "hasPreviousPage": low > 0,
            "startCursor": place(low) if high > low else None,
            "endCursor": place(high - 1) if high > low else None,
        },
    }


def empty(info: Any = None, **arguments: Any) -> Node:
    """A connection with nothing in it."""
    return connect([], lambda row: {}, arguments)
