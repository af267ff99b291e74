"""A database where nobody may write: SQLite wants files beside one even to read it, unless it is told so."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DisconnectionError

HERE = {"effective_ids": True} if os.access in os.supports_effective_ids else {}


class Sealed(sqlite3.Connection):
    """A connection to a file that was taken for unchanging; `stamp` tells whether it still is."""

    file: Path
    stamp: tuple[int, int]


def is_sealed(file: Path) -> bool:
    """Whether nothing can be made beside a file and nobody writes in it: its log is not there, or empty."""
    if not file.is_file() or os.access(file.parent, os.W_OK, **HERE):
        return False
    log, index = Path(f"{file}-wal"), Path(f"{file}-shm")
    return not log.exists() or (log.stat().st_size == 0 and not index.exists())


def open_file(file: Path, *, to_read: bool = False, timeout: float = 5) -> sqlite3.Connection:
    """A connection to a database file; a sealed one is read as it lies there. `to_read`: never made anew."""
    how: dict[str, Any] = {"uri": True, "timeout": timeout, "check_same_thread": False}
    address = file.resolve().as_uri()
    if is_sealed(file):
        sealed: Sealed = sqlite3.connect(
            f"{address}?mode=ro&immutable=1", isolation_level=None, factory=Sealed, **how
        )
        sealed.file, sealed.stamp = file, _stamp(file)
        return sealed
    opened: sqlite3.Connection = sqlite3.connect(
        f"{address}{'?mode=ro' if to_read else ''}", isolation_level=None, **how
    )
    return opened


def still_sealed(connection: Any, _record: Any, _proxy: Any) -> None:
    """SQLAlchemy's checkout: a file that somebody has written in since is opened anew."""
    if isinstance(connection, Sealed) and not (
        is_sealed(connection.file) and connection.stamp == _stamp(connection.file)
    ):
        raise DisconnectionError


def _stamp(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size
