"""What projects say of their own future: as seen, with dates of their own, or a whole history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from tracker.records import Notice
from tracker.store import versions
from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import notice

NOTICE = ("repository_id", "place", "declares", "first_seen", "sentence", "url", "withdrawn_at")


class Notices(Part):
    """The table `notice`."""

    def save(self, repository_id: int, place: str, notices: Sequence[Notice], seen_at: datetime) -> None:
        """Write all that one place says now; what is no longer there becomes withdrawn.

        Of one meaning only one stands, since the earliest day told. A notice given with its own
        `withdrawn_at` keeps that date.
        """
        with self.database.transaction() as connection:
            here = (notice.c.repository_id == repository_id, notice.c.place == place)
            known = _all(connection, repository_id, place)
            ended = [n for n in notices if n.withdrawn_at is not None]
            standing: dict[str, Notice] = {}
            for n in sorted(notices, key=lambda n: n.first_seen):
                if n.withdrawn_at is None:
                    standing.setdefault(n.declares, n)
            since = {declares: _since(known, n, seen_at) for declares, n in standing.items()}
            for declares, first in since.items():
                moved = (
                    notice.c.declares == declares,
                    notice.c.withdrawn_at.is_(None),
                    notice.c.first_seen != first,
                )
                connection.execute(delete(notice).where(*here, *moved))
            rows = [
                (repository_id, place, n.declares, first, n.sentence, n.url, n.withdrawn_at)
                for n, first in [
                    *((n, n.first_seen) for n in ended),
                    *((n, since[d]) for d, n in standing.items()),
                ]
            ]
            upsert(connection, "notice", NOTICE, NOTICE[:4], rows, only_if_changed=NOTICE[4:])
            gone = (notice.c.withdrawn_at.is_(None), notice.c.declares.not_in(standing))
            connection.execute(update(notice).where(*here, *gone).values(withdrawn_at=seen_at))
            if _all(connection, repository_id, place) != known:
                versions.judged(connection, [repository_id], past=False)

    def add(self, repository_id: int, notices: Sequence[Notice]) -> None:
        """Write notices that carry their own dates (issues open and close); others stay as they are."""
        with self.database.transaction() as connection:
            known = {n.where: _all(connection, repository_id, n.where) for n in notices}
            rows = _rows(repository_id, notices)
            upsert(connection, "notice", NOTICE, NOTICE[:4], rows, only_if_changed=NOTICE[4:])
            if any(_all(connection, repository_id, place) != before for place, before in known.items()):
                versions.judged(connection, [repository_id], past=False)

    def rewrite(self, repository_id: int, place: str, notices: Sequence[Notice]) -> None:
        """Write the whole history of one place in the stead of what was known of it."""
        with self.database.transaction() as connection:
            rows, known = _rows(repository_id, notices), _all(connection, repository_id, place)
            kept = {(row[2], row[3]) for row in rows}
            here = (notice.c.repository_id == repository_id, notice.c.place == place)
            for old in connection.execute(select(notice.c.declares, notice.c.first_seen).where(*here)).all():
                if (old.declares, old.first_seen) not in kept:
                    same = (notice.c.declares == old.declares, notice.c.first_seen == old.first_seen)
                    connection.execute(delete(notice).where(*here, *same))
            upsert(connection, "notice", NOTICE, NOTICE[:4], rows, only_if_changed=NOTICE[4:])
            if _all(connection, repository_id, place) != known:
                versions.judged(connection, [repository_id], past=False)

    def of(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """All notice rows, by repository and date."""
        query = select(notice).where(notice.c.repository_id.in_(ids))
        return self.rows(query.order_by(notice.c.repository_id, notice.c.first_seen))


def _all(connection: Connection, repository_id: int, place: str) -> Sequence[Row[Any]]:
    """Everything that one place has said, in the order of the key."""
    query = select(notice).where(notice.c.repository_id == repository_id, notice.c.place == place)
    return connection.execute(query.order_by(notice.c.declares, notice.c.first_seen)).all()


def _since(known: Sequence[Row[Any]], new: Notice, seen_at: datetime) -> datetime:
    """Since when a notice stands: the first day known or told, but not across a time when it was away."""
    same = [row for row in known if row.declares == new.declares]
    away = max((row.withdrawn_at for row in same if row.withdrawn_at is not None), default=None)
    told = new.first_seen if away is None or away < new.first_seen else seen_at
    first: datetime = min([told, *(row.first_seen for row in same if row.withdrawn_at is None)])
    return first


def _rows(repository_id: int, notices: Sequence[Notice]) -> list[tuple[Any, ...]]:
    return [
        (repository_id, n.where, n.declares, n.first_seen, n.sentence, n.url, n.withdrawn_at) for n in notices
    ]
