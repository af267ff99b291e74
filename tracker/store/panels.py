"""Keeping panels: all repositories side by side by month, and of whom they do not hold yet what is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import and_, bindparam, delete, func, insert, select

from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import overview, panel, panel_stale

FEW = 900  # ids in one query
_LATER = panel.alias()
_FOUND = (
    select(_LATER.c.chunk, func.max(_LATER.c.month).label("month"))
    .where(
        _LATER.c.what == bindparam("what"),
        _LATER.c.month <= bindparam("month"),
        _LATER.c.chunk.in_(bindparam("chunks", expanding=True)),
    )
    .group_by(_LATER.c.chunk)
    .subquery()
)
LAST = (
    select(panel.c.chunk, panel.c.body)
    .join(_FOUND, and_(panel.c.chunk == _FOUND.c.chunk, panel.c.month == _FOUND.c.month))
    .where(panel.c.what == bindparam("what"))
    .order_by(panel.c.chunk)
)
Month = tuple[str, int, bytes]  # (what, month, panel)


class Panels(Part):
    """The tables `panel` and `panel_stale`."""

    def mark(self, since: Mapping[int, date]) -> None:
        """From these days on the panels do not hold what is kept of these repositories."""
        with self.database.transaction() as connection:
            held = self.stale(since if len(since) <= FEW else None)
            rows = [(number, min(day, held.get(number, day))) for number, day in since.items()]
            upsert(connection, "panel_stale", ("repository_id", "since"), ("repository_id",), rows)

    def stale(self, ids: Collection[int] | None = None) -> dict[int, date]:
        """From which day on the panels lack something, of some repositories or of all that lack any."""
        query = select(panel_stale)
        if ids is not None:
            query = query.where(panel_stale.c.repository_id.in_(list(ids)))
        return {row.repository_id: row.since for row in self.rows(query)}

    def members(self) -> list[int]:
        """Everybody of whom something is kept, in order."""
        return [
            row[0] for row in self.raw(select(overview.c.repository_id).order_by(overview.c.repository_id))
        ]

    def chunks(self) -> int:
        """Into how many chunks repositories are dealt by their number; 0 while there are no panels."""
        found = self.rows(select(panel.c.chunks).limit(1))
        return int(found[0][0]) if found else 0

    def clear(self) -> None:
        """Drop all panels; whoever is kept has to be spread anew."""
        with self.database.transaction() as connection:
            connection.execute(delete(panel))
            self.mark(dict.fromkeys(self.members(), date(1970, 1, 1)))

    def save(
        self, chunk: int, chunks: int, since: int, months: Iterable[Month], done: Collection[int]
    ) -> None:
        """What a chunk's months from `since` on are; its members `done` lack nothing any more."""
        with self.database.transaction() as connection:
            old = and_(panel.c.chunk == chunk, panel.c.month >= since)
            connection.execute(delete(panel).where(old))
            rows = [
                {"what": what, "chunk": chunk, "month": month, "chunks": chunks, "body": body}
                for what, month, body in months
            ]
            if rows:
                connection.execute(insert(panel), rows)
            connection.execute(delete(panel_stale).where(panel_stale.c.repository_id.in_(list(done))))

    def of(self, what: str, month: int, chunks: Collection[int]) -> Sequence[tuple[int, bytes]]:
        """(chunk, panel) of some chunks: the last that is not after a month, where there is one."""
        asked = {"what": what, "month": month, "chunks": sorted(chunks)}
        with self.database.view() as connection:
            return [(number, bytes(body)) for number, body in connection.execute(LAST, asked)]
