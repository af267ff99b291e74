"""Who a repository is: its attributes, its names over time, whether GitHub still shows it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, RowMapping, func, select, update

from tracker.records import Counters, Observation, Presence, RepositoryFacts
from tracker.store import versions
from tracker.store.bulk import upsert
from tracker.store.database import Database, Part
from tracker.store.models import attribute, repository, repository_name, watch
from tracker.store.observations import Observations
from tracker.store.watches import Watches

METRIC_OF = {
    "stars": "star_count",
    "forks": "fork_count",
    "watchers": "watcher_count",
    "releases": "release_count",
    "tags": "tag_count",
    **{f.name: f.name for f in fields(Counters) if f.name.startswith(("open_", "closed_", "merged_"))},
}
# Attributes whose past matters to a verdict: kept as they changed.
HISTORIC = ("archived", "description", "homepage", "topics", "default_branch", "has_issues", "is_mirror")
COLUMNS = tuple(column.name for column in repository.c)  # the identity first
NUMBERED = ("owner", "name", "created_at")  # what rows of a series are told by, and counted from
JUDGED = ("owner", "name", "created_at", "archived_at", "presence", *HISTORIC)  # what verdicts rest on


class Repositories(Part):
    """The tables `repository`, `repository_name` and `attribute`."""

    def __init__(self, database: Database, observations: Observations, watches: Watches) -> None:
        super().__init__(database)
        self._observations, self._watches = observations, watches

    def save(self, facts: RepositoryFacts, seen_at: datetime, source: str) -> int:
        """Write what GitHub said of a repository, its counters as readings of that day; how many are new.

        What it did not say (None) leaves the old value standing.
        """
        return self.save_all([facts], seen_at, source)

    def save_all(self, many: Sequence[RepositoryFacts], seen_at: datetime, source: str) -> int:
        """The same for many repositories, set-based and in one commit; of one said twice the last word."""
        last = {facts.github_id: facts for facts in many}
        with self.database.transaction() as connection:
            known = self.by_id(last)
            rows = {i: _row(facts, known.get(i), seen_at) for i, facts in last.items()}
            upsert(connection, "repository", COLUMNS, COLUMNS[:1], [tuple(r.values()) for r in rows.values()])
            _save_names(connection, last.values(), seen_at)
            _save_attributes(connection, last.values(), known, seen_at)
            self._watches.found_all({facts.full_name: facts.github_id for facts in many})
            before: dict[int, Mapping[str, Any]] = {i: dict(row) for i, row in known.items()}
            other = {i: _other(before.get(i, {}), row) for i, row in rows.items()}
            renamed = [i for i, names in other.items() if names & set(NUMBERED)]
            versions.judged(connection, renamed)
            versions.judged(connection, [i for i in other if other[i] and i not in renamed], past=False)
            readings = (reading for facts in many for reading in _readings(facts, source, seen_at))
            return self._observations.save(readings, seen_at)

    def mark_presence(self, repository_id: int, presence: Presence, reason: str | None, at: datetime) -> None:
        """Say that GitHub does not show a repository (or does again), since when and why."""
        with self.database.transaction() as connection:
            known = connection.execute(
                select(repository.c.presence, repository.c.presence_since, repository.c.misses).where(
                    repository.c.github_id == repository_id
                )
            ).first()
            if known is None:
                return
            since = known.presence_since if known.presence == presence and known.presence_since else at
            if known.presence == Presence.MISSING and presence == Presence.GONE:
                since = known.presence_since
            misses = 0 if presence == Presence.ACTIVE else known.misses + 1
            connection.execute(
                update(repository)
                .where(repository.c.github_id == repository_id)
                .values(presence=presence, presence_since=since, presence_reason=reason, misses=misses)
            )
            versions.judged(connection, [repository_id])

    def find(self, full_name: str) -> RowMapping | None:
        """A repository by its present name, else by a former one (the latest to carry it)."""
        lowered = full_name.lower()
        present = (
            select(repository)
            .where(func.lower(repository.c.owner + "/" + repository.c.name) == lowered)
            .order_by(repository.c.seen_at.desc().nulls_last())  # a name taken over belongs to the last seen
        )
        former = (
            select(repository)
            .join(repository_name, repository_name.c.repository_id == repository.c.github_id)
            .where(func.lower(repository_name.c.full_name) == lowered)
            .order_by(repository_name.c.last_seen.desc())
        )
        asked = (
            select(repository)
            .join(watch, watch.c.repository_id == repository.c.github_id)
            .where(func.lower(watch.c.full_name) == lowered)
        )
        with self.database.view() as connection:
            for query in (present, former, asked):
                if row := connection.execute(query).mappings().first():
                    return row
        return None

    def by_id(self, ids: Collection[int]) -> dict[int, RowMapping]:
        """Repositories by id."""
        with self.database.view() as connection:
            rows = connection.execute(select(repository).where(repository.c.github_id.in_(ids))).mappings()
            return {row["github_id"]: row for row in rows}

    def attributes(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Attribute changes, by repository and time."""
        query = select(attribute).where(attribute.c.repository_id.in_(ids))
        return self.rows(query.order_by(attribute.c.repository_id, attribute.c.seen_at))

    def names(self, ids: Collection[int]) -> Sequence[Row[Any]]:
        """Names over time, by repository and time."""
        query = select(repository_name).where(repository_name.c.repository_id.in_(ids))
        return self.rows(query.order_by(repository_name.c.repository_id, repository_name.c.first_seen))


def _other(before: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """What of that on which verdicts rest is other than before."""
    return {name for name in JUDGED if before.get(name) != now[name]}


def _readings(facts: RepositoryFacts, source: str, seen_at: datetime) -> Iterator[Observation]:
    """The counters of an answer as observations of that day; a counter GitHub left out has none."""
    for name, metric in METRIC_OF.items():
        value = getattr(facts.counters, name)
        if value is not None:
            yield Observation(facts.github_id, metric, seen_at.date(), float(value), source)


def _columns(facts: RepositoryFacts) -> dict[str, Any]:
    skip = {"counters", "mirror_url"}
    columns: dict[str, Any] = {f.name: getattr(facts, f.name) for f in fields(facts) if f.name not in skip}
    columns["topics"] = None if facts.topics is None else json.dumps(list(facts.topics))
    return columns


def _row(facts: RepositoryFacts, known: Mapping[Any, Any] | None, seen_at: datetime) -> dict[str, Any]:
    """The whole row after an answer: what it did not say stays as it was."""
    said = _columns(facts)
    if known is None:
        values = {**dict.fromkeys(COLUMNS), **said, "presence": Presence.ACTIVE.value}
    else:
        values = {**known, **{name: value for name, value in said.items() if value is not None}}
        if known["presence"] != Presence.ACTIVE:
            back = {"presence": Presence.ACTIVE.value, "presence_since": seen_at, "presence_reason": None}
            values |= back
    if facts.archived is False:
        values["archived_at"] = None  # opened again: the old date is no longer true
    values |= {"seen_at": seen_at, "misses": 0}
    return {name: values[name] for name in COLUMNS}


def _save_names(connection: Connection, many: Collection[RepositoryFacts], seen_at: datetime) -> None:
    names = repository_name.c
    query = select(names.repository_id, names.full_name, names.first_seen).order_by(
        names.last_seen, names.first_seen
    )
    ids = [facts.github_id for facts in many]
    last = {row.repository_id: row for row in connection.execute(query.where(names.repository_id.in_(ids)))}
    rows = []
    for facts in many:
        before = last.get(facts.github_id)
        stays = before is not None and before.full_name == facts.full_name
        rows.append(
            (facts.github_id, facts.full_name, before.first_seen if before and stays else seen_at, seen_at)
        )
    columns = ("repository_id", "full_name", "first_seen", "last_seen")
    upsert(connection, "repository_name", columns, columns[:3], rows)


def _save_attributes(
    connection: Connection, many: Collection[RepositoryFacts], known: Mapping[int, Any], seen_at: datetime
) -> None:
    rows = []
    for facts in many:
        columns, before = _columns(facts), known.get(facts.github_id)
        for name in HISTORIC:
            value = columns[name]
            if value is not None and (before is None or before[name] != value):
                rows.append((facts.github_id, name, seen_at, _text(value)))
    columns_written = ("repository_id", "name", "seen_at", "value")
    upsert(connection, attribute.name, columns_written, columns_written[:3], rows)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
