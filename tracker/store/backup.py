"""Backup and restore while the tracker runs. A backup is an SQLite file, of a PostgreSQL database too.

Backup, restore and `tracker db check` look with the same eyes: `soundness.look_through`.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from tracker.store.copying import copy, refuse_if_filled
from tracker.store.session import StoreError, check_version, connect, sqlite_url, upgrade, version
from tracker.store.soundness import Flaw, Kind, look_through
from tracker.store.structure import damage

TAILS = ("-wal", "-shm")
KIND = "SELECT value FROM meta WHERE key = 'kind'"


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
            _online(_file_of(engine), place)
        else:
            made = connect(sqlite_url(place))
            copy(engine, made)
            made.dispose()
        _settle(place)
        check_file(place, today, "the database")
        return place.stat().st_size


def restore(
    source: Path, url: str, *, replace: bool = False, kind: str | None = None, today: date | None = None
) -> Path | None:
    """Bring a backup back: into an empty database or, on SQLite with `replace`, into the place of one.

    A copy of it is brought to this program's version and checked first. What is replaced is kept beside it;
    returns where. `kind`: what must be there ('live' or 'demo'), where the place itself says so. On SQLite
    everything changes at once, also for readers; a killed restore leaves the database as it was. Raises
    StoreError.
    """
    if not source.is_file():
        raise StoreError(f"there is no file {source}")
    place = Path(make_url(url).database or "") if url.startswith("sqlite") else None
    there = place is not None and place.exists() and _is_used(place)
    if there and not replace:
        raise StoreError("there is a database already; to put the backup in its place, say --replace")
    with tempfile.TemporaryDirectory(dir=place.parent if place else None, prefix=".restoring.") as folder:
        ready = Path(folder) / "ready.db"
        _prepare(source, ready, today)
        if place is None:
            _into_server(ready, url)
            return None
        _refuse_other_kind(ready, place if there else None, kind)
        return _into_place(ready, place, there=there)


def check_file(path: Path, today: date | None = None, what: str | None = None) -> None:
    """Raises StoreError when a file is no sound database of the tracker at this program's version."""
    if not path.is_file():
        raise StoreError(f"there is no file {path}")
    shown = what or str(path)
    _refuse_stranger(path, shown)
    engine = connect(sqlite_url(path))
    try:
        bad = damage(engine)
        if not bad:
            check_version(engine)  # a newer one is refused with its own sentence
            bad = [flaw for flaw in look_through(engine, today or _today()) if flaw.kind is not Kind.GAP]
    finally:
        engine.dispose()
    _refuse(bad, shown)


def _refuse(bad: Sequence[Flaw], shown: str) -> None:
    if bad:
        more = f", and {len(bad) - 1} more kinds of damage" if len(bad) > 1 else ""
        told = str(bad[0]).partition(" → ")[0]
        raise StoreError(f"{shown} is damaged: {told}{more}. Nothing was changed; see all: tracker db check")


def _refuse_stranger(path: Path, shown: str) -> None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            tables = {row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        raise StoreError(f"{shown} is damaged, or no database that can be read ({error})") from None
    if not {"alembic_version", "observation"} <= tables:
        raise StoreError(f"{shown} is not a database of the tracker")


def _prepare(source: Path, ready: Path, today: date | None) -> None:
    """A checked copy of a backup, at this program's version; the backup itself is not touched."""
    _refuse_stranger(source, str(source))
    _online(source, ready)
    engine = connect(sqlite_url(ready))
    try:
        _refuse(damage(engine), str(source))
        upgrade(engine)
    finally:
        engine.dispose()
    check_file(ready, today, str(source))
    _settle(ready)


def _into_server(ready: Path, url: str) -> None:
    engine, opened = connect(url), connect(sqlite_url(ready))
    try:
        if version(engine) is not None:
            refuse_if_filled(engine)
        copy(opened, engine)
    finally:
        opened.dispose()
        engine.dispose()


def _into_place(ready: Path, place: Path, *, there: bool) -> Path | None:
    aside = _free(place) if there else None
    sound = True
    if aside is not None:
        try:
            _online(place, aside)
            _settle(aside)
        except (sqlite3.DatabaseError, StoreError):
            aside.unlink(missing_ok=True)
            sound = False
    if sound:
        try:
            _online(ready, place)
            return aside
        except sqlite3.DatabaseError:
            aside = aside or _free(place)
    assert aside is not None
    for tail in TAILS:  # they belong to the damaged file, and would be played into the new one
        with suppress(FileNotFoundError):
            os.replace(f"{place}{tail}", f"{aside}{tail}")
    if not aside.exists():
        os.replace(place, aside)
    os.replace(ready, place)
    return aside


def _free(place: Path) -> Path:
    """Where what is replaced is kept; never over an earlier one."""
    return next(p for n in count(1) if not (p := place.with_name(f"{place.name}.replaced-{n}")).exists())


def _is_used(place: Path) -> bool:
    """Whether there is more than an empty file; what cannot be read is."""
    try:
        with closing(sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            return bool(opened.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.DatabaseError:
        return True


def _refuse_other_kind(ready: Path, place: Path | None, kind: str | None) -> None:
    """A demo never takes a live database's place, nor a live one a demo's."""
    ours = _kind(ready) or "live"
    theirs = kind or (_kind(place) if place else None)
    if theirs is not None and theirs != ours:
        told = {"demo": "the demo's", "live": "a live database's"}
        raise StoreError(
            f"this backup is {told[ours]}, and what belongs there is {told.get(theirs, theirs)}: "
            "one never takes the other's place. Point TRACKER_DATABASE_URL at another file"
        )


def _kind(path: Path) -> str | None:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as opened:
            row = opened.execute(KIND).fetchone()
    except sqlite3.DatabaseError:
        return None
    return str(row[0]) if row else None


def _today() -> date:
    return datetime.now(UTC).date()


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
