"""What of the read model is stale: which repositories are to be judged anew, and which only counted anew."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.readmodel.levels import days_of
from tracker.readmodel.made_by import made_by
from tracker.readmodel.rows import Key
from tracker.series import Repository
from tracker.signals.rules import Rules
from tracker.store.store import Store
from tracker.store.versions import A_VERSION


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A repository to be built. `whole`: its verdicts too, not its numbers alone."""

    repository: Repository
    key: Key
    whole: bool


def keys(store: Store, repositories: Sequence[Repository], today: date, rules: Rules) -> dict[int, Key]:
    """The key that each repository's row must have to be up to date: three small reads for all."""
    versions, looks, program = store.versions.all(), store.versions.looks(), made_by(rules)
    programs: dict[tuple[str, ...], str] = {}
    found = {}
    for number in (r.github_id for r in repositories if r.github_id is not None):
        judged, counted = versions.get(number, (0, 0))
        complete, day = looks.get(number, ((), "1970-01-01"))
        if complete not in programs:
            programs[complete] = hashlib.sha256(f"{program} {complete}".encode()).hexdigest()[:40]
        last = days_of(date.fromisoformat(day))
        found[number] = Key(judged, counted * A_VERSION + last, programs[complete], today)
    return found


def stale(store: Store, repositories: Sequence[Repository], today: date, rules: Rules) -> list[StaleRow]:
    """What is to be built for the read model to be up to date, in the order of the repositories."""
    made = store.read_model.keys()
    wanted = keys(store, repositories, today, rules)
    found = []
    for repository in repositories:
        if repository.github_id is None:
            continue
        key, row = wanted[repository.github_id], made.get(repository.github_id)
        if row is None or not judged_holds(row, key):
            found.append(StaleRow(repository, key, whole=True))
        elif not counted_holds(row, key):
            found.append(StaleRow(repository, key, whole=False))
    return found


def judged_holds(row: Any, key: Key) -> bool:
    """Whether the verdicts of a row are those that its facts give on that day."""
    same = row.made_by == key.made_by and row.judged == key.judged
    return bool(same and row.judged_on <= key.day < row.judged_until)


def counted_holds(row: Any, key: Key) -> bool:
    """Whether the numbers of a row are those that its facts give on that day."""
    return bool(row.counted == key.counted and row.counted_on <= key.day < row.counted_until)
