"""The list of everybody on a day, in the order asked for; the present's is made by the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import RepositorySummary, summaries, summary_of
from tracker.store.listing import ListQuery

PAST: dict[str, Callable[[RepositorySummary], Any]] = {
    "name": lambda r: r.name.lower(),
    "stars": lambda r: r.stars,
    "gain30": lambda r: r.gain(30),
    "gain90": lambda r: r.gain(90),
    "gain365": lambda r: r.gain(365),
    "commits": lambda r: r.commits_year,
    "authors": lambda r: r.points["commit_authors"].value,
    "response": lambda r: r.points["time_to_first_response"].value,
    "closing": lambda r: r.points["time_to_close"].value,
    "released": lambda r: r.released,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows in order, of `found` that are like what was asked for."""

    rows: Sequence[RepositorySummary]
    found: int


def listed(snapshot: Snapshot, as_of: date, asked: ListQuery, limit: int | None = None) -> Listed:
    """The first rows of the list on a day, or all of them."""
    if as_of == snapshot.today:
        return _present(snapshot, asked, limit)
    found = ordered([r for r in summaries(snapshot, as_of) if wanted(r, asked)], asked)
    return Listed(found[:limit], len(found))


def _present(snapshot: Snapshot, asked: ListQuery, limit: int | None) -> Listed:
    groups: dict[str, set[str]] = {}
    for entry in snapshot.history.catalog.entries:
        groups.setdefault(entry.category, set()).update(
            name.lower() for name in (entry.repository, *entry.former_names)
        )
    tomorrow = datetime.combine(snapshot.today + timedelta(days=1), time(), UTC)
    names, many = snapshot.kept.listed(replace(asked, catalogued=groups, born_before=tomorrow), limit)
    by_name = snapshot.by_asked_name
    return Listed([summary_of(snapshot, by_name[name]) for name in names], many)


def ordered(rows: Sequence[RepositorySummary], asked: ListQuery) -> list[RepositorySummary]:
    """Rows as the database would order them: unknown values come last either way."""
    key = PAST.get(asked.sort) or (lambda row: asked.headlines.index(row.headline))
    keys = {id(row): key(row) for row in rows}
    known = sorted((r for r in rows if keys[id(r)] is not None), key=lambda r: r.name.lower())
    known.sort(key=lambda r: keys[id(r)], reverse=asked.down)
    return known + [r for r in rows if keys[id(r)] is None]


def wanted(row: RepositorySummary, asked: ListQuery) -> bool:
    """Whether a row is like what was asked for."""
    if asked.unmaintained is not None and row.unmaintained != asked.unmaintained:
        return False
    if asked.state is not None and row.headline not in asked.state:
        return False
    if asked.group is not None and row.repository.category != asked.group:
        return False
    if asked.among is not None and row.repository.asked_as not in asked.among:
        return False
    held = f"{row.name} {row.repository.description or ''} {row.repository.category or ''}".lower()
    return all(word in held for word in asked.words)
