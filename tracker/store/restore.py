"""Restore: a backup comes back, checked first, and what it replaces is kept aside."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import date
from itertools import count
from pathlib import Path

from sqlalchemy.engine import make_url

from tracker.halves import staging
from tracker.store.backup import check_file, online, refuse_damaged, refuse_stranger, settle
from tracker.store.copying import copy, refuse_if_filled
from tracker.store.sealed import open_file
from tracker.store.session import StoreError, connect, sqlite_url, upgrade, version
from tracker.store.structure import damage

TAILS = ("-wal", "-shm")
KIND = "SELECT value FROM meta WHERE key = 'kind'"


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
    beside = place or Path(tempfile.gettempdir()) / "tracker.db"
    with staging(beside) as folder:
        ready = folder / "ready.db"
        if place is not None:
            _refuse_other_kind(source, place if there else None, kind)
        _prepare(source, ready, today)
        if place is None:
            _into_server(ready, url)
            return None
        return _into_place(ready, place, there=there)


def _prepare(source: Path, ready: Path, today: date | None) -> None:
    """A checked copy of a backup, at this program's version; the backup itself is not touched."""
    refuse_stranger(source, str(source))
    online(source, ready)
    engine = connect(sqlite_url(ready))
    try:
        refuse_damaged(damage(engine), str(source))
        upgrade(engine)
    finally:
        engine.dispose()
    check_file(ready, today, str(source))
    settle(ready)


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
            online(place, aside)
            settle(aside)
        except (sqlite3.DatabaseError, StoreError):
            aside.unlink(missing_ok=True)
            sound = False
    if sound:
        try:
            online(ready, place)
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
        with closing(open_file(place, to_read=True)) as opened:
            return bool(opened.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    except sqlite3.DatabaseError:
        return True


def _refuse_other_kind(source: Path, place: Path | None, kind: str | None) -> None:
    """A demo never takes a live database's place, nor a live one a demo's."""
    ours = _kind(source) or "live"
    theirs = kind or (_kind(place) if place else None)
    if theirs is not None and theirs != ours:
        told = {"demo": "the demo's", "live": "a live database's"}
        raise StoreError(
            f"this backup is {told[ours]}, and what belongs there is {told.get(theirs, theirs)}: "
            "one never takes the other's place. Point TRACKER_DATABASE_URL at another file"
        )


def _kind(path: Path) -> str | None:
    try:
        with closing(open_file(path, to_read=True)) as opened:
            row = opened.execute(KIND).fetchone()
    except sqlite3.DatabaseError:
        return None
    return str(row[0]) if row else None
