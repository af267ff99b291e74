"""From what is kept of a look to a Dossier, which the usual signals judge; what was not read is unknown."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import numpy as np

from tracker.audit.evidence import Kept
from tracker.catalog import catalog
from tracker.dossier import Daily, Dossier
from tracker.records import AttributeChange, Presence, Release
from tracker.series.followed import Repository
from tracker.series.statements import statements


def dossier(look: Kept, until: date) -> Dossier:
    """A look as the facts that the signals judge; what was not read is unknown."""
    read = datetime.fromisoformat(look.read_at)
    entry = catalog().get(look.full_name)
    tracked = Repository(
        full_name=look.full_name,
        github_id=look.github_id,
        created_at=_time(look.created_at),
        archived_at=_time(look.archived_at) or (read if look.archived else None),
        successors=entry.successor if entry else (),
        milestones=entry.milestones if entry else (),
        packages=entry.packages if entry else (),
    )
    releases = (
        None
        if look.releases is None
        else tuple(sorted(map(_release, look.releases), key=lambda r: r.published_at))
    )
    values = {"description": look.description, "homepage": look.homepage, "topics": json.dumps(look.topics)}
    changes = tuple(AttributeChange(name, value, read) for name, value in values.items())
    rows = [_notice(row) for row in look.notices]
    lacking = {"readme": look.readme is None, "issue": "pinned issues" in look.without}
    unread = {place: look.light or "" for place, lacks in lacking.items() if lacks}
    unread |= {} if look.registry or not tracked.packages else {"registry": ""}
    return Dossier(
        github_id=look.github_id,
        full_name=look.full_name,
        created_at=tracked.created_at,
        presence=Presence.ACTIVE,
        archived_at=tracked.archived_at,
        category=entry.category if entry else None,
        backing=entry.backing if entry else None,
        successors=tracked.successors,
        successions=entry.successions if entry else (),
        no_successor=entry.no_successor if entry else None,
        forked_at=tracked.created_at - timedelta(days=1) if look.is_fork and tracked.created_at else None,
        releases=releases,
        notices=statements(tracked, rows, releases or (), changes),
        attributes=changes,
        quick=True,
        unread=unread,
        **_daily(look, until),
    )


def _daily(look: Kept, until: date) -> dict[str, Any]:
    """Commits by day from where they are fully known; None where nothing is."""
    if look.known_from is None:
        return {}
    last = min(until, datetime.fromisoformat(look.read_at).date())
    start = date.fromisoformat(look.known_from)
    if start > last:
        start = last
    series = np.zeros((3, (last - start).days + 1))
    for day, *counts in look.days:
        at = (date.fromisoformat(day) - start).days
        if 0 <= at < series.shape[1]:
            series[:, at] += counts
    return {
        name: Daily(start, values)
        for name, values in zip(("commits", "human", "substantive"), series, strict=True)
    }


def _release(row: tuple[Any, ...]) -> Release:
    return Release(row[0], datetime.fromisoformat(row[1]), row[2], row[3], row[4])


def _notice(row: tuple[Any, ...]) -> Any:
    return SimpleNamespace(
        declares=row[0], place=row[1], sentence=row[2], url=row[3],
        first_seen=datetime.fromisoformat(row[4]), withdrawn_at=_time(row[5]),
    )  # fmt: skip


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
