"""Failures of the whole database, told as errors a person can act on: away, damaged, not to be used."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError

DAMAGED = ("database disk image is malformed", "file is not a database", "malformed database schema")
# The words of SQLite, of the system and of PostgreSQL.
FULL = ("database or disk is full", "No space left on device", "disk full")
READ_ONLY = ("readonly database", "read-only transaction")
AWAY = ("unable to open database file", "disk I/O error")  # SQLite's words for a file that went, or its disk


NEEDED = 1 << 20  # bytes; SQLite wants some beside a database even to read it


class StoreError(Exception):
    """The database cannot be used as it is; the message says why and what to do."""


class Damaged(StoreError):
    """The file is there and is no readable database any more."""


class OtherVersion(StoreError):
    """The database is sound, and is of an older or a newer program."""


class Unavailable(StoreError):
    """The database does not answer; what was asked may be asked again when it does."""


class ReadOnly(StoreError):
    """The database may be read here, and not written."""


class Full(StoreError):
    """There is no room left where the database is."""


def is_full(cause: str, database: str | None = None) -> bool:
    """Whether these words say that the disk is full, or could, and it is: SQLite calls some of it "I/O"."""
    if any(words in cause for words in FULL):
        return True
    if database is None or not any(words in cause for words in AWAY):
        return False
    try:
        return shutil.disk_usage(Path(database).parent).free < NEEDED
    except OSError:
        return False


def no_room(cause: str) -> Full:
    """The error for it."""
    return Full(
        f"there is no room left on the disk of the database ({cause}). Make room and run it again; "
        "what was written before is kept"
    )


def is_damage(cause: str) -> bool:
    """Whether these words of SQLite's say that its file is spoilt."""
    return any(words in cause for words in DAMAGED)


def told_as_store_error(context: ExceptionContext) -> None:
    """SQLAlchemy's handle_error: what concerns the whole database is raised as a StoreError.

    One record that the database refuses stays SQLAlchemy's own error.
    """
    error = context.sqlalchemy_exception
    if context.is_pre_ping or not isinstance(error, DBAPIError):
        return
    cause = (str(context.original_exception).strip() or type(error).__name__).splitlines()[0]
    if is_damage(cause):
        raise Damaged(
            f"the database is damaged ({cause}). See what is wrong: tracker db check; "
            "bring a backup back: tracker db restore FILE --replace"
        )
    if is_full(cause, _file(context.engine)):
        raise no_room(cause)
    if any(words in cause for words in READ_ONLY):
        raise ReadOnly(
            f"the database may only be read here ({cause}). Run this as the user who owns it and where its "
            "folder can be written, or set TRACKER_HOME or TRACKER_DATABASE_URL to another place"
        )
    refused = context.connection is None and isinstance(error, OperationalError)
    if context.is_disconnect or refused or any(words in cause for words in AWAY):
        raise Unavailable(f"the database does not answer ({cause}). See: tracker doctor")


def _file(engine: Engine | None) -> str | None:
    return engine.url.database if engine is not None and engine.dialect.name == "sqlite" else None
