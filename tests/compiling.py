"""What SQLAlchemy compiled is kept for all engines of a kind: it keeps it by engine, each test opens one."""

from __future__ import annotations

from collections.abc import Hashable
from functools import wraps
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.util import LRUCache

STATEMENTS = 5_000  # more than all that the product knows: a dictionary of this size costs 20 MB at most


class Shared(LRUCache[Any, Any]):
    """A cache of which the keys tell the kind of a database where SQLAlchemy's tell the very engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_kind(key), default)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_kind(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_kind(key), value)


def share() -> None:
    """From here on every new engine of this process takes part."""
    made, cache = Engine.__init__, Shared(STATEMENTS)

    @wraps(made)
    def begin(self: Engine, *given: Any, **named: Any) -> None:
        made(self, *given, **named)
        self._compiled_cache = cache

    Engine.__init__ = begin  # type: ignore[method-assign]


def _kind(key: tuple[Any, ...]) -> Hashable:
    dialect, *rest = key
    return type(dialect), dialect.server_version_info, dialect.paramstyle, *rest
