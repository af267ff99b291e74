"""Which database the `db` commands mean, and that it can be used as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.commands.shared.door import Door

if TYPE_CHECKING:
    from sqlalchemy import Engine


def url_of(door: Door) -> str:
    """The database asked for, else the live one."""
    from tracker.store.session import sqlite_url

    return door.settings.database_url or sqlite_url(door.settings.live_database)


def usable(door: Door) -> Engine:
    """The database, which must be there and at this program's version."""
    from tracker.store.session import StoreError, check_version, connect, head

    path = url_of(door).removeprefix("sqlite:///")
    if url_of(door).startswith("sqlite:///") and not Path(path).exists():
        raise StoreError(f"there is no database yet ({path}). Make one with: tracker db upgrade")
    engine = connect(url_of(door))
    state = check_version(engine)
    if state is not None:
        raise StoreError(f"the database is {state}; this program is at {head()}. Run: tracker db upgrade")
    return engine
