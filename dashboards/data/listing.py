"""The list of everybody on a day, in the order asked for; the present's is made by the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np

from dashboards.data.columns import Chosen, Everyone, Flags, Places, sorted_by
from dashboards.data.row import RepositorySummary
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import reading_of, summaries, summary_of
from tracker.health.verdict import HEADLINES
from tracker.readmodel.spreading import READINGS
from tracker.store.listing import ListQuery


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows in order, of `found` that are like what was asked for."""

    rows: Sequence[RepositorySummary]
    found: int


def listed(snapshot: Snapshot, as_of: date, asked: ListQuery, limit: int | None = None) -> Listed:
    """The first rows of the list on a day, or all of them."""
    if as_of == snapshot.today:
        return _present(snapshot, asked, limit)
    everyone = summaries(snapshot, as_of)
    found = _ordered(snapshot, as_of, everyone, np.flatnonzero(_wanted(everyone, asked)), asked)
    return Listed(Chosen(everyone, found[:limit]), len(found))


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


def _ordered(snapshot: Snapshot, as_of: date, everyone: Everyone, places: Places, asked: ListQuery) -> Places:
    """Places in the order in which the database would list them."""
    columns = everyone.columns.take(places)
    if asked.sort == "name":
        return places[np.argsort(-columns.order if asked.down else columns.order)]
    if asked.sort == "state":
        ranks = np.array([asked.headlines.index(headline) for headline in HEADLINES])
        key: Any = ranks[columns.state]
    elif asked.sort in READINGS or asked.sort == "released":
        key = reading_of(snapshot, everyone, as_of, asked.sort)[places]
    else:
        key = getattr(columns, asked.sort)
    return places[sorted_by(key, columns.order, down=asked.down)]


def _wanted(everyone: Everyone, asked: ListQuery) -> Flags:
    """Who is like what was asked for."""
    columns = everyone.columns
    found = np.ones(len(everyone), bool)
    if asked.unmaintained is not None:
        found &= columns.unmaintained == asked.unmaintained
    if asked.state is not None:
        found &= columns.says(*asked.state)
    if asked.group is not None:
        found &= columns.group == asked.group
    for place in np.flatnonzero(found).tolist() if asked.words or asked.among is not None else ():
        found[place] = _named(everyone[place], asked)
    return found


def _named(row: RepositorySummary, asked: ListQuery) -> bool:
    """Whether it is among those asked for, and holds every word."""
    if asked.among is not None and row.repository.asked_as not in asked.among:
        return False
    held = f"{row.name} {row.repository.description or ''} {row.repository.category or ''}".lower()
    return all(word in held for word in asked.words)
