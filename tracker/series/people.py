"""Who committed when, read once: dossiers and metrics both want it, and it is the longest ledger."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from threading import Lock

from tracker.store.store import Store
from tracker.tables import Ints


class PeopleByDay:
    """Author days by repository id, of one state of the database."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        self._known: dict[int, tuple[Ints, Ints] | None] = {}

    def of(self, ids: Collection[int], since: date | None = None) -> dict[int, tuple[Ints, Ints]]:
        """{repository: (days as ordinals ascending, author hashes)}; without those that have none.

        Those since a day are read and not remembered.
        """
        if since is not None:
            return self._store.commits.author_days(ids, since)
        with self._lock:
            missing = [i for i in ids if i not in self._known]
            found = self._store.commits.author_days(missing) if missing else {}
            self._known.update({i: found.get(i) for i in missing})
            return {i: days for i in ids if (days := self._known[i]) is not None}
