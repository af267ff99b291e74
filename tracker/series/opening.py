"""Opening a history for reading: which database, as of which present."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.config import Settings
from tracker.series.history import History
from tracker.store.session import OtherVersion, StoreError, check_version, connect, file_of, sqlite_url
from tracker.store.store import Store

if TYPE_CHECKING:
    from sqlalchemy import Engine


def reading_url(settings: Settings) -> tuple[str, bool]:
    """The database to read, and whether it is the demo's because there is no live one yet."""
    if settings.database_url:
        return settings.database_url, False
    if not settings.live_database.exists() and settings.demo_database.exists():
        return sqlite_url(settings.demo_database), True
    return sqlite_url(settings.live_database), False


def open_history(settings: Settings, *, engine: Engine | None = None) -> History:
    """A history to read from. Raises StoreError, naming what to do, when there is nothing to read."""
    url, _ = reading_url(settings)
    path = file_of(url)
    if engine is None and path is not None and not path.exists():
        raise StoreError(
            f"there is no database yet ({url}). Begin with: tracker demo, or tracker watch add OWNER/NAME"
        )
    engine = engine or connect(url)
    state = check_version(engine)
    if state == "empty":
        raise StoreError(
            f"the database {url} is empty. Begin with: tracker watch add OWNER/NAME, then tracker sync"
        )
    if state == "old":
        raise OtherVersion(f"the database {url} is of an older version. Bring it up with: tracker db upgrade")
    store = Store(engine)
    return History(store, present(store, settings))


def present(store: Store, settings: Settings) -> date:
    """Today; in a demo database the demo's own present, unless a clock is set."""
    clock = store.meta.all().get("clock")
    return date.fromisoformat(clock[:10]) if clock and not settings.clock else settings.today()
