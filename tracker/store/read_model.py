"""Keeping the read model: one repository's rows in one transaction, and reading them for lists and pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, delete, func, select

from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import READ_MODEL, kept, life, overview, release, repository

LIFE = tuple(column.name for column in life.columns)
OVERVIEW = tuple(column.name for column in overview.columns)
KEPT = tuple(column.name for column in kept.columns)
STANDING = (
    "repository_id", "headline", "unmaintained", "stars", "gain30", "gain90", "share90", "gain365", "pace",
    "commits", "authors", "response", "closing", "released",
)  # fmt: skip
BLOCK = 900  # ids in one query


@dataclass(frozen=True, slots=True)
class Rows:
    """What is kept of one repository. `life` None: its verdicts are as they were, and stay."""

    overview: tuple[Any, ...]  # in the order of OVERVIEW
    life: Sequence[tuple[Any, ...]] | None  # in the order of LIFE
    kept: Mapping[str, bytes]


class ReadModelTables(Part):
    """What is kept of each repository: its rows are all of one making, or they are not there."""

    def save(self, found: Collection[Rows]) -> None:
        """Write what is kept of some repositories, in the stead of what was."""
        with self.database.transaction() as connection:
            lives = [rows for rows in found if rows.life is not None]
            for ids in _blocks([rows.overview[0] for rows in lives]):
                connection.execute(delete(life).where(life.c.repository_id.in_(ids)))
            turns = [turn for rows in lives for turn in rows.life or ()]
            upsert(connection, "life", LIFE, LIFE[:2], turns)
            upsert(connection, "overview", OVERVIEW, OVERVIEW[:1], [rows.overview for rows in found])
            bodies = [(rows.overview[0], what, body) for rows in found for what, body in rows.kept.items()]
            upsert(connection, "kept", KEPT, KEPT[:2], bodies)

    def clear(self) -> None:
        """Drop all of it."""
        with self.database.transaction() as connection:
            for table in READ_MODEL:
                connection.execute(delete(table))

    def keys(self) -> dict[int, Row[Any]]:
        """What each repository's row was made from, and until when it holds."""
        columns = (overview.c[name] for name in OVERVIEW[:8])
        return {row.repository_id: row for row in self.rows(select(*columns))}

    def standings(self) -> Sequence[tuple[Any, ...]]:
        """STANDING of every repository, in no order: what lists are sorted and filtered by, without more.

        On SQLite `unmaintained` is a number and `released` ISO text.
        """
        return self.raw(select(*(overview.c[name] for name in STANDING)))

    def documents(self, ids: Collection[int]) -> dict[int, bytes]:
        """The packed summary of each of some repositories."""
        o, found = overview.c, {}
        for block in _blocks(ids):
            query = select(o.repository_id, o.document).where(o.repository_id.in_(block))
            found.update({number: bytes(body) for number, body in self.raw(query)})
        return found

    def overview(self, ids: Collection[int] | None = None) -> Sequence[Row[Any]]:
        """Rows of OVERVIEW, of some repositories or of all, in no order."""
        if ids is None:
            return self.rows(select(overview))
        return [
            row
            for block in _blocks(ids)
            for row in self.rows(select(overview).where(overview.c.repository_id.in_(block)))
        ]

    def lives(self, ids: Collection[int], until: date) -> dict[int, list[Row[Any]]]:
        """The turns of repositories up to a day, oldest first."""
        found: dict[int, list[Row[Any]]] = {}
        for block in _blocks(ids):
            query = select(life).where(life.c.repository_id.in_(block), life.c.start <= until)
            rows = self.rows(query.order_by(life.c.repository_id, life.c.start))
            found.update((key, list(group)) for key, group in groupby(rows, key=itemgetter(0)))
        return found

    def last_releases(self, until: datetime, ids: Collection[int]) -> dict[int, tuple[str, datetime, bool]]:
        """The last final release before a moment, by repository: (tag, published at, whether a bare tag)."""
        return {i: found for block in _blocks(ids) for i, found in self._last_releases(until, block).items()}

    def last_release_days(self, until: datetime) -> dict[int, date]:
        """The day of the last final release before a moment, of everybody who has one.

        Each is found by a probe of the index: its last one, not the greatest of all.
        """
        r, number = release.c, repository.c.github_id
        last = select(r.published_at).where(r.repository_id == number, ~r.is_prerelease)
        last = last.where(r.published_at < until).order_by(r.published_at.desc()).limit(1)
        found = self.raw(select(number, last.scalar_subquery()))
        return {number: _day_of(at) for number, at in found if at is not None}

    def _last_releases(self, until: datetime, ids: list[int]) -> dict[int, tuple[str, datetime, bool]]:
        r = release.c
        turn = func.row_number().over(
            partition_by=r.repository_id, order_by=(r.published_at.desc(), r.tag.desc())
        )
        ranked = (
            select(r.repository_id, r.tag, r.published_at, r.is_tag_only, turn.label("turn"))
            .where(r.repository_id.in_(ids), ~r.is_prerelease, r.published_at < until)
            .subquery()
        )
        found = self.rows(select(ranked).where(ranked.c.turn == 1))
        return {row.repository_id: (row.tag, row.published_at, row.is_tag_only) for row in found}

    def bodies(self, ids: Collection[int], what: Collection[str]) -> dict[tuple[int, str], bytes]:
        """What is kept under some names: {(repository, name): bytes}."""
        found: dict[tuple[int, str], bytes] = {}
        for block in _blocks(ids):
            query = select(kept.c.repository_id, kept.c.what, kept.c.body)
            query = query.where(kept.c.repository_id.in_(block), kept.c.what.in_(list(what)))
            found.update({(number, name): bytes(body) for number, name, body in self.raw(query)})
        return found


def _day_of(moment: str | datetime) -> date:
    """The day in UTC of a moment as a driver gives it: SQLite's is text in UTC."""
    if isinstance(moment, str):
        return date.fromisoformat(moment[:10])
    return moment.astimezone(UTC).date()


def _blocks(ids: Collection[int]) -> Iterator[list[int]]:
    listed = list(ids)
    for start in range(0, len(listed), BLOCK):
        yield listed[start : start + BLOCK]
