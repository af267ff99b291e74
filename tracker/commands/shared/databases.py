"""Which database the `db` commands mean, and that it can be used as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.commands.shared.application import Application

if TYPE_CHECKING:
    from sqlalchemy import Engine


def url_of(application: Application) -> str:
    """The database asked for, else the live one."""
    from tracker.store.session import sqlite_url

    return application.settings.database_url or sqlite_url(application.settings.live_database)


def usable(application: Application) -> Engine:
    """The database, which must be there and at this program's version."""
    from tracker.store.session import StoreError, check_version, connect, head

    path = url_of(application).removeprefix("sqlite:///")
    if url_of(application).startswith("sqlite:///") and not Path(path).exists():
        raise StoreError(f"there is no database yet ({path}). Make one with: tracker db upgrade")
    engine = connect(url_of(application))
    state = check_version(engine)
    if state is not None:
        raise StoreError(f"the database is {state}; this program is at {head()}. Run: tracker db upgrade")
    return engine
