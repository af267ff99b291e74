"""Writing who a repository is: its attributes, its names over time, whether GitHub still shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from tracker.records import Counters, Observation, Presence, RepositoryFacts
from tracker.store import versions, watches
from tracker.store.bulk import upsert
from tracker.store.models import attribute, repository, repository_name

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
JUDGED = ("owner", "name", "created_at", "archived_at", "presence", *HISTORIC)  # what verdicts rest on


def save(connection: Connection, facts: RepositoryFacts, seen_at: datetime) -> None:
    """Write what GitHub said of a repository. What it did not say (None) leaves the old value standing."""
    known = connection.execute(
        select(repository).where(repository.c.github_id == facts.github_id)
    ).mappings().first()  # fmt: skip
    values = {k: v for k, v in _columns(facts).items() if v is not None or known is None}
    values |= {"seen_at": seen_at, "misses": 0}
    if facts.archived is False:
        values["archived_at"] = None  # opened again: the old date is no longer true
    if known is None:
        connection.execute(insert(repository).values(**values))
    else:
        if known["presence"] != Presence.ACTIVE:
            values |= {"presence": Presence.ACTIVE, "presence_since": seen_at, "presence_reason": None}
        connection.execute(
            update(repository).where(repository.c.github_id == facts.github_id).values(**values)
        )
    fields_known = dict(known) if known else {}
    if any(name in values and fields_known.get(name) != values[name] for name in JUDGED):
        versions.judged(connection, [facts.github_id])
    _save_name(connection, facts, seen_at)
    _save_attributes(connection, facts, dict(known) if known else {}, seen_at)
    watches.found(connection, facts.full_name, facts.github_id)


def readings(facts: RepositoryFacts, source: str, seen_at: datetime) -> Iterator[Observation]:
    """The counters of an answer as observations of that day; a counter GitHub left out has none."""
    for name, metric in METRIC_OF.items():
        value = getattr(facts.counters, name)
        if value is not None:
            yield Observation(facts.github_id, metric, seen_at.date(), float(value), source)


def mark_presence(
    connection: Connection, repository_id: int, presence: Presence, reason: str | None, at: datetime
) -> None:
    """Say that GitHub does not show a repository (or does again), since when and why."""
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
    versions.judged(connection, [repository_id])
    connection.execute(
        update(repository)
        .where(repository.c.github_id == repository_id)
        .values(presence=presence, presence_since=since, presence_reason=reason, misses=misses)
    )


def _columns(facts: RepositoryFacts) -> dict[str, Any]:
    skip = {"counters", "mirror_url"}
    columns: dict[str, Any] = {f.name: getattr(facts, f.name) for f in fields(facts) if f.name not in skip}
    columns["topics"] = None if facts.topics is None else json.dumps(list(facts.topics))
    return columns


def _save_name(connection: Connection, facts: RepositoryFacts, seen_at: datetime) -> None:
    names = repository_name.c
    last = connection.execute(
        select(names.full_name, names.first_seen)
        .where(names.repository_id == facts.github_id)
        .order_by(names.last_seen.desc(), names.first_seen.desc())
        .limit(1)
    ).first()
    first_seen = last.first_seen if last and last.full_name == facts.full_name else seen_at
    row = (facts.github_id, facts.full_name, first_seen, seen_at)
    columns = ("repository_id", "full_name", "first_seen", "last_seen")
    upsert(connection, "repository_name", columns, columns[:3], [row])


def _save_attributes(
    connection: Connection, facts: RepositoryFacts, known: dict[str, Any], seen_at: datetime
) -> None:
    columns = _columns(facts)
    rows = []
    for name in HISTORIC:
        value = columns[name]
        if value is None or (known and known[name] == value):
            continue
        rows.append((facts.github_id, name, seen_at, _text(value)))
    columns_written = ("repository_id", "name", "seen_at", "value")
    upsert(connection, attribute.name, columns_written, columns_written[:3], rows)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
