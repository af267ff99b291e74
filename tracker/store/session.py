"""Opening a database: engine, version, migrations, and errors a person can act on."""

from __future__ import annotations

import os
import sqlite3
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from tracker.store.failures import (
    Damaged,
    OtherVersion,
    StoreError,
    Unavailable,
    is_damage,
    is_full,
    no_room,
    told_as_store_error,
)
from tracker.store.sealed import HERE, Sealed, open_file, still_sealed

__all__ = [
    "Damaged", "OtherVersion", "StoreError", "Unavailable", "check_version", "connect", "file_of", "head",
    "is_damage", "shown_url", "sqlite_url", "upgrade", "version",
]  # fmt: skip

# The patience comes first: turning a new file to WAL is already something to wait for.
CONNECT_SECONDS = 10  # a server that does not answer at all is away
SQLITE_PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


def sqlite_url(path: Path) -> str:
    """The URL of an SQLite file."""
    return f"sqlite:///{path}"


def file_of(url: str) -> Path | None:
    """The file of an SQLite URL; None for servers, for memory and for SQLite's own file: addresses."""
    path = url.removeprefix("sqlite:///")
    return None if path == url or path == ":memory:" or path.startswith("file:") else Path(path)


def connect(url: str) -> Engine:
    """An engine for `url`. Raises StoreError when the database cannot be reached or written."""
    try:
        target = make_url(url)
    except ArgumentError:
        raise StoreError(
            "TRACKER_DATABASE_URL cannot be read: give sqlite:///FILE or postgresql+psycopg://…"
        ) from None
    if target.drivername == "postgresql":
        target = target.set(drivername="postgresql+psycopg")
    if target.get_backend_name() == "sqlite":
        _make_folder(target.database)
        engine = create_engine(target, **_opening(target))
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "checkout", still_sealed)
        event.listen(engine, "begin", begin_sqlite)
    else:
        patience = {} if "connect_timeout" in target.query else {"connect_timeout": CONNECT_SECONDS}
        engine = create_engine(target, pool_pre_ping=True, connect_args=patience)
    _probe(engine)
    event.listen(engine, "handle_error", told_as_store_error)
    return engine


def _opening(target: URL) -> dict[str, Any]:
    """How SQLAlchemy opens an SQLite database: a plain file as `open_file` does, others by themselves."""
    file = None if target.query else file_of(f"sqlite:///{target.database or ':memory:'}")
    if file is None:
        return {"connect_args": {"check_same_thread": False, "isolation_level": None}}
    return {"creator": partial(open_file, file.absolute())}


def shown_url(engine: Engine) -> str:
    """The address of a database with no secret in it: its query may hold passwords as well (sslpassword)."""
    url = engine.url.render_as_string(hide_password=True)
    hidden = {name: "***" for name in engine.url.query if "password" in name.lower()}
    return engine.url.update_query_dict(hidden).render_as_string(hide_password=True) if hidden else url


def _make_folder(database: str | None) -> None:
    if database and database != ":memory:":
        try:
            Path(database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the folder of the database cannot be made: {error}. Set TRACKER_DATABASE_URL"
            ) from None


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    for pragma in SQLITE_PRAGMAS[2:] if isinstance(connection, Sealed) else SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: an upgrade from reader to writer could fail half-way.
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _probe(engine: Engine) -> None:
    where = shown_url(engine)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except (OperationalError, DBAPIError, sqlite3.Error) as error:
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        if is_damage(cause):
            raise Damaged(
                f"the database {where} is damaged, or no database ({cause}). Check TRACKER_DATABASE_URL, "
                "or bring a backup back: tracker db restore FILE --replace"
            ) from None
        if is_full(cause, engine.url.database if engine.dialect.name == "sqlite" else None):
            raise no_room(cause) from None
        raise Unavailable(
            f"the database {where} cannot be opened ({cause}). {_advice(engine, cause)}"
        ) from None


def _advice(engine: Engine, cause: str) -> str:
    """What to do about a database that cannot be opened."""
    file = file_of(f"sqlite:///{engine.url.database}") if engine.dialect.name == "sqlite" else None
    shut = "unable to open" in cause or "readonly" in cause
    if file is None or not shut or os.access(file.parent, os.W_OK, **HERE):
        return "Check TRACKER_DATABASE_URL"
    if not file.exists():
        return f"This user may not write in {file.parent}: set TRACKER_HOME or TRACKER_DATABASE_URL"
    return (
        f"Somebody who may write in {file.parent} writes there, or did when it was stopped ({file.name}-wal "
        "holds what is not in the database yet): let this user write there, or let a command of theirs end "
        "well (tracker db check)"
    )


def migrations() -> Path:
    """Where the migrations are: inside an installed package, or beside it in a checkout."""
    package = Path(str(files("tracker")))
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parent / "alembic"


def head() -> str:
    """The newest revision this program knows, read from the file names (they are ordered)."""
    return max(path.stem[:4] for path in (migrations() / "versions").glob("[0-9]*_*.py"))


def version(engine: Engine) -> str | None:
    """The revision the database is at, or None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return str(row[0]) if row else None


def check_version(engine: Engine) -> str | None:
    """None when the database fits this program, else 'empty' or 'old'. Raises OtherVersion for newer ones."""
    at, newest = version(engine), head()
    if at is None:
        if inspect(engine).has_table("observation"):
            raise Damaged(
                "the database has tables and has lost its version. Bring a backup back: "
                "tracker db restore FILE --replace"
            )
        return "empty"
    if at == newest:
        return None
    if at > newest:
        raise OtherVersion(
            f"the database is at version {at}, this program knows up to {newest}: "
            "install a newer framework-tracker, or point TRACKER_DATABASE_URL at another database"
        )
    return "old"


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest version; safe to run from two processes at once."""
    if check_version(engine) is None:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.attributes["engine"] = engine
    try:
        command.upgrade(config, "head")
    except (OperationalError, DBAPIError) as error:
        cause = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise StoreError(f"the database cannot be brought to version {head()} ({cause})") from None
