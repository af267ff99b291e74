"""Backup and restore while the tracker runs. A backup is an SQLite file, of a PostgreSQL database too."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from tracker.store.copying import copy
from tracker.store.session import StoreError, check_version, connect, sqlite_url, version


def backup(engine: Engine, target: Path) -> int:
    """Write a consistent, checked copy of the database to `target`; returns its size in bytes.

    The file is the old one or the whole new one at every moment. Raises StoreError.
    """
    if engine.dialect.name == "sqlite" and _file_of(engine) == target.resolve():
        raise StoreError("a backup over the database itself would be none: give another file")
    if version(engine) is None:
        raise StoreError("the database is empty: there is nothing to back up")
    with _replacing(target) as place:
        if engine.dialect.name == "sqlite":
            _online(_file_of(engine), place)
        else:
            made = connect(sqlite_url(place))
            copy(engine, made)
            made.dispose()
        _settle(place)
        check_file(place)
        return place.stat().st_size


def restore(source: Path, engine: Engine, *, replace: bool = False) -> None:
    """Bring a backup back into a database: an empty one, or (`replace`) on SQLite over what is there.

    The backup is checked first. On SQLite everything changes at once, also for readers; a killed restore
    leaves the database as it was. Raises StoreError.
    """
    check_file(source)
    state = version(engine)
    if engine.dialect.name == "sqlite":
        if state is not None and not replace:
            raise StoreError("there is a database already; to put the backup in its place, say --replace")
        target = _file_of(engine)
        engine.dispose()
        _online(source, target)
        check_file(target)
        return
    opened = connect(sqlite_url(source))
    try:
        copy(opened, engine)
    finally:
        opened.dispose()


def restore_over(source: Path, target: Path) -> Path:
    """Put a backup where a database file is that cannot be opened; returns where that one was put aside.

    The damaged file is kept: somebody may still read something out of it. Raises StoreError.
    """
    check_file(source)
    aside = next(
        place for n in count(1) if not (place := target.with_name(f"{target.name}.damaged-{n}")).exists()
    )
    with _replacing(target) as place:
        _online(source, place)
        _settle(place)
        check_file(place)
        for tail in ("-wal", "-shm"):  # they belong to the damaged file, and would be played into the new one
            with suppress(FileNotFoundError):
                os.replace(f"{target}{tail}", f"{aside}{tail}")
        os.replace(target, aside)
    return aside


def check_file(path: Path) -> None:
    """Raises StoreError when a file is no sound database of the tracker."""
    if not path.is_file():
        raise StoreError(f"there is no file {path}")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            said = [row[0] for row in opened.execute("PRAGMA integrity_check(5)")]
            broken = opened.execute("PRAGMA foreign_key_check").fetchone()
            tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{path} is no database that can be read ({error})") from None
    if said != ["ok"] or broken:
        raise StoreError(
            f"{path} is damaged: {said[0] if said != ['ok'] else f'a broken key in {broken[0]}'}"
        )
    if not {"alembic_version", "observation"} <= tables:
        raise StoreError(f"{path} is not a database of the tracker")
    engine = connect(sqlite_url(path))
    try:
        check_version(engine)  # a newer one is refused with its own sentence
    finally:
        engine.dispose()


def _file_of(engine: Engine) -> Path:
    database = make_url(str(engine.url)).database
    if not database or database == ":memory:":
        raise StoreError("a database in memory cannot be backed up")
    return Path(database).resolve()


def _online(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as reading,
        closing(sqlite3.connect(target, timeout=30)) as writing,
    ):
        # All at once is one moment of the database, and with its write-ahead log nobody waits for it. In
        # steps it would begin anew whenever somebody has written, and never end while somebody goes on.
        try:
            reading.backup(writing)
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"the database is in use and cannot be copied now ({error}). Try again"
            ) from None


def _settle(place: Path) -> None:
    """One file with everything in it, on the disk."""
    with closing(sqlite3.connect(place)) as made:
        made.execute("PRAGMA journal_mode=DELETE")
    with place.open("rb") as stream:
        os.fsync(stream.fileno())


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    if not target.parent.is_dir():
        raise StoreError(f"there is no folder {target.parent}")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
        place = Path(folder) / "backup.db"
        yield place
        os.replace(place, target)
