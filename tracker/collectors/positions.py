"""Where the collectors of a run stand: read once for all, and written together where nothing happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from tracker.records import Observation
from tracker.store.store import Store

Position = dict[str, Any]
TOGETHER = 400  # quiet looks in a commit


@dataclass(frozen=True, slots=True)
class QuietLook:
    """A look that found nothing: where the collector stands, and what is known without asking."""

    repository_id: int
    collector: str
    position: Position
    at: datetime
    rows: Sequence[Observation]


class Positions:
    """Cursors of a run. Safe between its threads, each of which has repositories of its own.

    What a page changed is written at once, in the page's own transaction. A quiet look waits for others; a
    run killed before they are written looks again, which asks nothing that the first look did not ask.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[int, str], Position] = {}
        self._whole: set[int] = set()  # repositories of which an unknown cursor is known to be none
        self._quiet: dict[tuple[int, str], QuietLook] = {}  # the last of each
        self._lock = Lock()

    def begin(self, known: Mapping[int, Mapping[str, Position]]) -> None:
        """Take over the cursors of repositories, all that each of them has."""
        self._whole |= known.keys()
        self._known |= {(i, name): p for i, all_ in known.items() for name, p in all_.items()}

    def of(self, repository_id: int, collector: str) -> Position:
        """Where a collector stands; {} before its first page."""
        key = (repository_id, collector)
        if (known := self._known.get(key)) is not None:
            return dict(known)
        if repository_id in self._whole:
            return {}
        return self._store.progress.cursor(repository_id, collector) or {}

    def write(self, repository_id: int, collector: str, position: Position, at: datetime) -> None:
        """Remember a position in the transaction of what it stands behind."""
        self._known.pop((repository_id, collector), None)
        self._whole.discard(repository_id)
        with self._lock:
            self._quiet.pop((repository_id, collector), None)
        self._store.progress.set_cursor(repository_id, collector, position, at)

    def quiet(self, look: QuietLook) -> int:
        """Remember a look that found nothing with the next commit of such; how many values that wrote."""
        self._known[look.repository_id, look.collector] = look.position
        with self._lock:
            self._quiet[look.repository_id, look.collector] = look
            full = len(self._quiet) >= TOGETHER
        return self.flush() if full else 0

    def flush(self) -> int:
        """Write the quiet looks that wait, in one commit; how many values were new."""
        with self._lock:
            looks, self._quiet = list(self._quiet.values()), {}
        if not looks:
            return 0
        with self._store.transaction():
            written = sum(self._store.observations.save(rows, at) for at, rows in _by_time(looks))
            self._store.progress.set_cursors((q.repository_id, q.collector, q.position, q.at) for q in looks)
        return written


def _by_time(looks: Iterable[QuietLook]) -> Iterable[tuple[datetime, list[Observation]]]:
    """What is known without asking, by the second in which it became known."""
    found: dict[datetime, list[Observation]] = {}
    for look in looks:
        if look.rows:
            found.setdefault(look.at.replace(microsecond=0), []).extend(look.rows)
    return found.items()
