"""Backup while the tracker runs. A backup is an SQLite file, of a PostgreSQL database too.

Backup, restore and `tracker db check` look with the same eyes: `soundness.look_through`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from tracker.halves import staging
from tracker.store.copying import copy
from tracker.store.failures import is_full
from tracker.store.sealed import open_file
from tracker.store.session import StoreError, check_version, connect, sqlite_url, version
from tracker.store.soundness import Flaw, FlawKind, look_through
from tracker.store.structure import damage


def backup(engine: Engine, target: Path, today: date | None = None) -> int:
    """Write a consistent, checked copy of the database to `target`; returns its size in bytes.

    The file is the old one or the whole new one at every moment. `today`: the database's present, if it is
    not the machine's. Raises StoreError.
    """
    if engine.dialect.name == "sqlite" and _file_of(engine) == target.resolve():
        raise StoreError("a backup over the database itself would be none: give another file")
    if version(engine) is None:
        raise StoreError("the database is empty: there is nothing to back up")
    with _replacing(target) as place:
        if engine.dialect.name == "sqlite":
            online(_file_of(engine), place)
        else:
            made = connect(sqlite_url(place))
            copy(engine, made)
            made.dispose()
        settle(place)
        check_file(place, today, "the database")
        return place.stat().st_size


def check_file(path: Path, today: date | None = None, what: str | None = None) -> None:
    """Raises StoreError when a file is no sound database of the tracker at this program's version."""
    if not path.is_file():
        raise StoreError(f"there is no file {path}")
    shown = what or str(path)
    refuse_stranger(path, shown)
    engine = connect(sqlite_url(path))
    try:
        bad = damage(engine)
        if not bad:
            check_version(engine)  # a newer one is refused with its own sentence
            bad = [flaw for flaw in look_through(engine, today or _today()) if flaw.kind is not FlawKind.GAP]
    finally:
        engine.dispose()
    refuse_damaged(bad, shown)


def refuse_damaged(bad: Sequence[Flaw], shown: str) -> None:
    if bad:
        more = f", and {len(bad) - 1} more kinds of damage" if len(bad) > 1 else ""
        told = str(bad[0]).partition(" → ")[0]
        raise StoreError(f"{shown} is damaged: {told}{more}. Nothing was changed; see all: tracker db check")


def refuse_stranger(path: Path, shown: str) -> None:
    try:
        with closing(open_file(path, to_read=True)) as opened:
            tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{shown} is damaged, or no database that can be read ({error})") from None
    if not {"alembic_version", "observation"} <= tables:
        raise StoreError(f"{shown} is not a database of the tracker")


def _today() -> date:
    return datetime.now(UTC).date()


def _file_of(engine: Engine) -> Path:
    database = make_url(str(engine.url)).database
    if not database or database == ":memory:":
        raise StoreError("a database in memory cannot be backed up")
    return Path(database).resolve()


def online(source: Path, target: Path) -> None:
    with (
        closing(open_file(source, to_read=True, timeout=30)) as reading,
        closing(sqlite3.connect(target, timeout=30)) as writing,
    ):
        # All at once is one moment of the database, and with its write-ahead log nobody waits for it. In
        # steps it would begin anew whenever somebody has written, and never end while somebody goes on.
        try:
            reading.backup(writing)
        except sqlite3.OperationalError as error:
            if is_full(str(error)):
                raise StoreError(
                    f"there is no room on the disk for a copy of the database ({error})"
                ) from None
            raise StoreError(
                f"the database is in use and cannot be copied now ({error}). Try again"
            ) from None


def settle(place: Path) -> None:
    """One file with everything in it, on the disk."""
    with closing(sqlite3.connect(place)) as made:
        made.execute("PRAGMA journal_mode=DELETE")
    with place.open("rb") as stream:
        os.fsync(stream.fileno())


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    if not target.parent.is_dir():
        raise StoreError(f"there is no folder {target.parent}")
    with staging(target) as folder:
        place = folder / "backup.db"
        yield place
        os.replace(place, target)
