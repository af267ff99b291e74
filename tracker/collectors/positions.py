"""Where the collectors of a run stand: read once for all, and written together where nothing happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar

from tracker.cursors import Cursor, read_cursor
from tracker.records import Observation
from tracker.store.store import Store

C = TypeVar("C", bound=Cursor)
TOGETHER = 400  # quiet looks in a commit


@dataclass(frozen=True, slots=True)
class QuietLook:
    """A look that found nothing: where the collector stands now, and what is known without asking."""

    repository_id: int
    cursor: Cursor
    at: datetime
    rows: Sequence[Observation]


class Positions:
    """Cursors of a run. Safe between its threads, each of which has repositories of its own.

    What a page changed is written at once, in the page's own transaction. A quiet look waits for others; a
    run killed before they are written looks again, which asks nothing that the first look did not ask.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[tuple[int, str], Cursor] = {}
        self._whole: set[int] = set()  # repositories of which an unknown cursor is known to be none
        self._quiet: dict[tuple[int, str], QuietLook] = {}  # the last of each
        self._lock = Lock()

    def begin(self, known: Mapping[int, Mapping[str, Cursor]]) -> None:
        """Take over the cursors of repositories, all that each of them has."""
        self._whole |= known.keys()
        self._known |= {(i, name): p for i, all_ in known.items() for name, p in all_.items()}

    def of(self, repository_id: int, kind: type[C]) -> C:
        """Where a collector stands; an empty cursor before its first page. Raises FromLaterVersion."""
        found = self._known.get((repository_id, kind.NAME))
        if found is None and repository_id not in self._whole:
            kept = self._store.progress.cursor(repository_id, kind.NAME)
            found = None if kept is None else read_cursor(kind.NAME, kept)
        return found if isinstance(found, kind) else kind()

    def write(self, repository_id: int, cursor: Cursor, at: datetime) -> None:
        """Remember a position in the transaction of what it stands behind."""
        key = (repository_id, cursor.NAME)
        self._known.pop(key, None)
        self._whole.discard(repository_id)
        with self._lock:
            self._quiet.pop(key, None)
        self._store.progress.set_cursor(repository_id, cursor.NAME, cursor.to_json(), at)

    def quiet(self, look: QuietLook) -> int:
        """Remember a look that found nothing with the next commit of such; how many values that wrote."""
        key = (look.repository_id, look.cursor.NAME)
        self._known[key] = look.cursor
        with self._lock:
            self._quiet[key] = look
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
            self._store.progress.set_cursors(
                (q.repository_id, q.cursor.NAME, q.cursor.to_json(), q.at) for q in looks
            )
        return written


def _by_time(looks: Iterable[QuietLook]) -> Iterable[tuple[datetime, list[Observation]]]:
    """What is known without asking, by the second in which it became known."""
    found: dict[datetime, list[Observation]] = {}
    for look in looks:
        if look.rows:
            found.setdefault(look.at.replace(microsecond=0), []).extend(look.rows)
    return found.items()
