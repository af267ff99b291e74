"""Trying on a database that is thrown away, where the live one would be made by what may fail."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.commands.shared.application import Application

if TYPE_CHECKING:
    from jobs.base import Workspace


@contextmanager
def rehearsal(application: Application) -> Iterator[Workspace | None]:
    """An empty database to try on when there is no live one yet; None when there is."""
    from jobs.base import open_live
    from tracker.store.session import file_of, sqlite_url

    live = file_of(application.settings.database_url or sqlite_url(application.settings.live_database))
    if live is None or live.exists():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        workspace = open_live(
            replace(application.settings, database_url=sqlite_url(Path(folder) / "rehearsal.db"))
        )
        try:
            yield workspace
        finally:
            workspace.engine.dispose()
