"""Failures of the whole database, told as errors a person can act on: away, damaged, not to be used."""

from __future__ import annotations

from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError, OperationalError

DAMAGED = ("database disk image is malformed", "file is not a database", "malformed database schema")
AWAY = ("unable to open database file", "disk I/O error")  # SQLite's words for a file that went, or its disk


class StoreError(Exception):
    """The database cannot be used as it is; the message says why and what to do."""


class Damaged(StoreError):
    """The file is there and is no readable database any more."""


class Unavailable(StoreError):
    """The database does not answer; what was asked may be asked again when it does."""


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
    refused = context.connection is None and isinstance(error, OperationalError)
    if context.is_disconnect or refused or any(words in cause for words in AWAY):
        raise Unavailable(f"the database does not answer ({cause}). See: tracker doctor")
