"""The one door to numbers and verdicts: a snapshot of a database, in which nothing is done twice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any

from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import summaries
from tracker.config import Settings
from tracker.health import Rules
from tracker.series import History, open_history
from tracker.series.opening import reading_url
from tracker.store.session import StoreError

log = logging.getLogger(__name__)
RESTS = 3  # times as long as the last snapshot took: a running collection must not keep us busy
GLANCE = 1.0  # seconds during which the database is not asked again whether it changed
PATIENCE = 0.4  # seconds a visitor waits for fresh pages before being shown the last ones


class Snapshots:
    """Hands out the present snapshot; looks at most once a second whether the database has changed.

    While a new snapshot is being made ready, the last one goes on being shown.
    """

    def __init__(self, opener: Callable[[], History], rules: Rules | None = None) -> None:
        self._open = opener
        self._rules = rules or Rules()
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._looked = 0.0
        self._took = 0.0  # seconds
        self._worker: Thread | None = None
        self._trouble: StoreError | None = None  # what the last look came to, when it came to nothing

    def current(self, look: bool = False) -> Snapshot:
        """The snapshot to show. `look`: ask the database now, however lately it was asked.

        Raises StoreError when there is nothing to read, also while the database that was read is away.
        """
        with self._lock:
            snapshot = self._snapshot
            if snapshot is None:
                return self._replace(self._open())
            if not look and monotonic() - self._looked < self._rest:
                if self._trouble is not None:
                    raise self._trouble
                return snapshot
            if self._worker is None or not self._worker.is_alive():
                fresh = self._look()
                if fresh.stamp() == snapshot.stamp:
                    return snapshot
                self._worker = Thread(target=self._prepare, args=(fresh,), name="snapshot", daemon=True)
                self._worker.start()
            else:
                self._looked = monotonic()
            worker = self._worker
        worker.join(PATIENCE)
        return self._snapshot or snapshot

    @property
    def _rest(self) -> float:
        """Seconds after a look until the next one; after one that came to nothing always the shortest."""
        return GLANCE if self._trouble else max(GLANCE, RESTS * self._took)

    def _look(self) -> History:
        self._trouble = None
        try:
            return self._open()
        except StoreError as error:
            self._trouble = error
            raise
        finally:
            self._looked = monotonic()

    @property
    def shown(self) -> Snapshot | None:
        """What was handed out last, without looking for anything newer."""
        return self._snapshot

    def refresh(self) -> Snapshot:
        """A snapshot of the database as it is now, whatever was shown before."""
        with self._lock:
            return self._replace(self._open())

    def _prepare(self, history: History) -> None:
        began = monotonic()
        try:
            snapshot = Snapshot(history, self._rules)
            summaries(snapshot, snapshot.today)  # what every visitor needs first
        except StoreError as error:
            log.warning("the pages go on showing the last data: %s", error)
            return
        self._took = monotonic() - began
        self._snapshot = snapshot
        log.info("the pages show the data of %s", snapshot.stamp)

    def _replace(self, history: History) -> Snapshot:
        self._snapshot = Snapshot(history, self._rules)
        self._looked = monotonic()
        return self._snapshot


def opener(settings: Settings) -> Callable[[], History]:
    """Opens a history of the database that `settings` lead to, with one engine as long as it is the same."""
    held: dict[str, Any] = {}

    def open_it() -> History:
        url, _ = reading_url(settings)
        path = Path(url.removeprefix("sqlite:///"))
        if held.get("url") != url or (url.startswith("sqlite:///") and not path.exists()):
            held.clear()
        history = open_history(settings, engine=held.get("engine"))
        held.update(url=url, engine=history.store.engine)
        return history

    return open_it
