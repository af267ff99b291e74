"""Reading tables that anybody may have written: of the kind expected, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Table = Mapping[str, Any]


def table(value: Any, *path: str) -> Table:
    """The table at a path of keys; an empty one where there is none."""
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def rows(value: Any, *path: str) -> list[Any]:
    """The list at a path of keys; an empty one where there is none."""
    found = table(value, *path[:-1]).get(path[-1]) if path else value
    return found if isinstance(found, list) else []


def word(value: Any) -> str | None:
    """A text that is not empty, else None; one that knows its line keeps it."""
    if not isinstance(value, str) or not value.strip():
        return None
    return value if value.strip() == value else value.strip()
