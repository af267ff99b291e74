"""The days on which a verdict can turn between two monthly looks: where something dated begins or ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np

from tracker.dossier import Daily, Dossier
from tracker.signals.rules import Rules


def turning_days(dossier: Dossier, rules: Rules) -> tuple[date, ...]:
    """Days from which on a statement, a name, a gap, a reading or a release is known, or is no longer."""
    return tuple(sorted({day for day in _days(dossier, rules) if day is not None}))


def _days(dossier: Dossier, rules: Rules) -> Iterator[date | None]:
    for moment in (dossier.archived_at, dossier.presence_since, dossier.created_at, dossier.forked_at):
        yield _day(moment)
    for notice in dossier.notices:
        yield _day(notice.first_seen)
        yield _day(notice.withdrawn_at)
    for change in dossier.attributes:
        yield _day(change.seen_at)
    for _, seen in dossier.names:
        yield seen
    for series in (dossier.substantive, dossier.human, dossier.commits):
        yield from _edges(series, rules)
    for gap in dossier.gaps:
        if gap.metric == "releases":
            yield gap.start
            yield gap.end + timedelta(days=rules.dormant_release_days)
    yield from _proofs(dossier, rules)


def _edges(daily: Daily | None, rules: Rules) -> Iterator[date]:
    """Where known days begin and end, and where the last of them cease to speak for the present."""
    if daily is None or not len(daily.values):
        return
    known = np.concatenate([[False], ~np.isnan(daily.values), [False]])
    for at in np.flatnonzero(known[1:] != known[:-1]).tolist():
        day = daily.start + timedelta(days=at)
        yield day
        yield day + timedelta(days=rules.stale_days)


def _proofs(dossier: Dossier, rules: Rules) -> Iterator[date]:
    """Releases that prove life after a time without one, and when such a proof has aged."""
    before = date.min
    for release in dossier.releases or ():
        if release.is_prerelease:
            continue
        day = release.published_at.astimezone(UTC).date()
        if before == date.min or (day - before).days > rules.release_proves_days:
            yield day
            if before != date.min:
                yield before + timedelta(days=rules.release_proves_days + 1)
        before = max(before, day)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.astimezone(UTC).date()
