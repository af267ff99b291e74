"""Dossiers from the database: everything known about repositories, dated, for `signals` to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np

from tracker.dossier import Daily, Dossier
from tracker.records import AttributeChange, Gap, Notice, Release
from tracker.series.followed import Repository
from tracker.series.inputs import readings
from tracker.series.people import PeopleByDay
from tracker.series.statements import READERS, ReadWhenAsked, statements, unread
from tracker.store.blocks import Block
from tracker.store.store import Store
from tracker.tables import AuthorTable
from tracker.writing import day

STILL_FRESH = timedelta(days=45)  # a collector that looks weekly has missed no week for sure
# What is unknown after the last reading, by which collectors that was, and how it is said.
READINGS = (
    (("releases",), ("releases",), "releases were last read on {}"),
    (("issues_new", "issues_closed"), ("issues",), "not known: issues were last read on {}"),
    (("pull_requests_new",), ("issues", "pulls"), "not known: pull requests were last read on {}"),
    (("readme",), ("notices",), "The README was last read on {}"),
    (("issue",), ("pinned",), "Pinned issues and discussions were last read on {}"),
    (("registry",), ("packages",), "The package index was last asked on {}"),
    (("presence",), ("counters",), "GitHub was last asked about it on {}"),
    (("description",), ("counters",), "The description was last read on {}"),
)
COMMITS = {"commits": "commits", "human": "commits_human", "substantive": "commits_substantive"}


def build(
    store: Store, repositories: Sequence[Repository], today: date, people: PeopleByDay, *, light: bool = False
) -> dict[str, Dossier]:
    """One dossier per repository whose identity is known, in a few queries for all; keyed by full name.

    A `light` one has no commits, authors and issues: they are nearly all of the work.
    """
    known = {r.github_id: r for r in repositories if r.github_id is not None}
    ids = list(known)
    gaps = _grouped(store.gaps.of(ids))
    blocks = {} if light else store.observations.blocks(ids, COMMITS.values(), end=today)
    covered, searched = readings(store, ids)
    missed = _missed(store, known)
    releases, notices = _grouped(store.releases.of(ids)), _grouped(store.notices.of(ids))
    attributes = _grouped(store.repositories.attributes(ids))
    issues, authors = ({}, {}) if light else (store.issues.tables(ids), people.of(ids))
    names = _grouped(store.repositories.names(ids))
    found = {}
    for github_id, repository in known.items():
        holes = tuple(Gap(row.metric, row.start_day, row.end_day, row.reason) for row in gaps[github_id])
        released = tuple(_release(row) for row in releases[github_id])
        changes = tuple(AttributeChange(r.name, r.value, r.seen_at) for r in attributes[github_id])
        found[repository.full_name] = Dossier(
            github_id=github_id,
            full_name=repository.full_name,
            created_at=repository.created_at,
            presence=repository.presence,
            presence_since=repository.presence_since,
            presence_reason=repository.presence_reason,
            archived_at=repository.archived_at,
            category=repository.category,
            backing=repository.backing,
            successors=repository.successors,
            successions=repository.successions,
            no_successor=repository.no_successor,
            forked_at=_forked_at(repository),
            authors=AuthorTable(*authors[github_id]) if github_id in authors else (),
            releases=released if (github_id, "releases") in covered else None,
            notices=_said(
                repository, notices[github_id], released, changes, github_id in searched, light=light
            ),
            attributes=changes,
            issues=issues.get(github_id, ()) if (github_id, "issues") in covered and not light else None,
            names=tuple((row.full_name, row.first_seen.date()) for row in names[github_id]),
            gaps=(*holes, *unread_since(github_id, covered, today, missed)),
            quick=False,
            unread=unread(repository, covered, missed),
            **{
                field: _daily(blocks.get((github_id, metric)), [g for g in holes if g.metric == metric])
                for field, metric in COMMITS.items()
            },
        )
    return found


def _said(*read: Any, light: bool) -> Sequence[Notice]:
    """What it said of its future; of a light dossier, found when asked for."""
    return ReadWhenAsked(partial(statements, *read)) if light else statements(*read)


def _missed(store: Store, known: Mapping[int, Repository]) -> dict[tuple[int, str], tuple[str, date]]:
    """{(github_id, collector): (why it was not read, the day of that run)}, without the repository's name."""
    return {
        key: (reason.removeprefix(f"{known[key[0]].full_name}: "), when)
        for key, (reason, when) in store.runs.reasons(list(known), READERS.values()).items()
    }


def unread_since(
    github_id: int,
    covered: Mapping[tuple[int, str], date],
    today: date,
    missed: Mapping[tuple[int, str], tuple[str, date]] = MappingProxyType({}),
) -> tuple[Gap, ...]:
    """Knowledge ends where reading ended: what came after a place's last reading may be there, unseen.

    `missed`: why a later reading came to nothing, and when, as it was recorded.
    """
    found = []
    for names, collectors, reason in READINGS:
        days = (covered.get((github_id, collector)) for collector in collectors)
        read = max((d for d in days if d is not None), default=None)
        if read is not None and today - read > STILL_FRESH:
            why = (missed.get((github_id, collector), ("", read)) for collector in collectors)
            since = next((f" ({recorded})" for recorded, when in why if when > read), "")
            told = reason.format(day(read)) + since
            found += [Gap(name, read + timedelta(days=1), today, told) for name in names]
    return tuple(found)


def _grouped(rows: Sequence[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.repository_id].append(row)
    return groups


def _daily(block: Block | None, holes: Sequence[Gap]) -> Daily | None:
    """A stored series as a dense array, NaN where there is no row or a declared gap."""
    if block is None:
        return None
    start = block.days[0].astype(date)
    values = np.full(int((block.days[-1] - block.days[0]).astype(int)) + 1, np.nan)
    values[(block.days - block.days[0]).astype(int)] = block.values
    for hole in holes:
        low = max((hole.start - start).days, 0)
        high = (hole.end - start).days + 1
        if high > low:
            values[low:high] = np.nan
    return Daily(start, values)


def _release(row: Any) -> Release:
    return Release(row.tag, row.published_at, bool(row.is_prerelease), bool(row.is_tag_only), row.notice)


def _forked_at(repository: Repository) -> datetime | None:
    """What a repository says before it existed was said by another: inherited with its history."""
    return repository.created_at - timedelta(days=1) if repository.created_at else None
