"""Everything known about one repository, dated, so that it can be looked at as of any day.

A Dossier holds all of history; `signals` must only look at what was knowable on the as-of day, which the
methods here enforce: each takes the day and cuts what came later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from tracker.records import AttributeChange, Gap, Issue, Notice, Presence, Release, Succession


@dataclass(frozen=True, slots=True)
class WindowSum:
    """A sum over days of which some may be unknown: the truth lies at or above `known`."""

    known: float
    days: int
    days_unknown: int

    @property
    def complete(self) -> bool:
        return self.days_unknown == 0


@dataclass(frozen=True, slots=True)
class Daily:
    """One metric by day: `values[i]` belongs to `start + i` days; NaN is unknown."""

    start: date
    values: npt.NDArray[np.float64]

    def window(self, first: date, last: date) -> WindowSum:
        """Sum of the days first..last, both included; days outside the series count as unknown."""
        days = (last - first).days + 1
        lo = max((first - self.start).days, 0)
        hi = min((last - self.start).days + 1, len(self.values))
        part = self.values[lo:hi] if hi > lo else self.values[:0]
        known = part[~np.isnan(part)]
        return WindowSum(float(known.sum()), days, days - len(known))

    def last_nonzero(self, until: date) -> date | None:
        """The last day up to `until` with a value above zero."""
        part = self.values[: max((until - self.start).days + 1, 0)]
        hits = np.flatnonzero(np.nan_to_num(part) > 0)
        return self.start + timedelta(days=int(hits[-1])) if len(hits) else None


@dataclass(frozen=True, slots=True)
class Dossier:
    """One repository's facts with their dates. Missing series are None: unknown, not zero."""

    github_id: int
    full_name: str
    created_at: datetime | None = None
    presence: Presence = Presence.ACTIVE
    presence_since: datetime | None = None
    presence_reason: str | None = None
    archived_at: datetime | None = None
    category: str | None = None
    backing: str | None = None
    successors: tuple[str, ...] = ()
    successions: tuple[Succession, ...] = ()  # what is known of them beyond their names
    no_successor: str | None = None  # where it was read that none is named
    forked_at: datetime | None = None  # notices and commits before it were inherited
    commits: Daily | None = None
    human: Daily | None = None
    substantive: Daily | None = None
    authors: Sequence[tuple[date, frozenset[int]]] = ()  # best an AuthorTable
    releases: tuple[Release, ...] | None = None  # None: never asked; (): asked, there are none
    notices: Sequence[Notice] = ()
    attributes: tuple[AttributeChange, ...] = ()
    issues: Sequence[Issue] | None = None  # best an IssueTable
    names: tuple[tuple[str, date], ...] = ()  # (full name, first seen), oldest first
    gaps: tuple[Gap, ...] = field(default=())
    quick: bool = False  # one look: a page of commits, the README as it stands
    unread: Mapping[str, str] = field(default_factory=dict)  # places of notices not read yet: why, or ""

    def released_until(self, as_of: date) -> tuple[Release, ...] | None:
        """Releases published on or before `as_of`, oldest first; None when never asked."""
        if self.releases is None:
            return None
        return tuple(r for r in self.releases if r.published_at.astimezone(UTC).date() <= as_of)

    def finals_until(self, as_of: date) -> tuple[Release, ...] | None:
        """Final releases published on or before `as_of`, oldest first; None when never asked."""
        released = self.released_until(as_of)
        return None if released is None else tuple(r for r in released if not r.is_prerelease)

    def release_gap(self, as_of: date) -> Gap | None:
        """A declared gap in which a final release may lie that is younger than the last one known."""
        finals = self.finals_until(as_of)
        last = finals[-1].published_at.astimezone(UTC).date() if finals else None
        return next((gap for gap in self.gaps_of("releases") if gap.hides_later(last, as_of)), None)

    def gaps_of(self, metric: str) -> tuple[Gap, ...]:
        """The declared gaps of one stored metric."""
        return tuple(gap for gap in self.gaps if gap.metric == metric)

    def notices_until(self, as_of: date) -> tuple[Notice, ...]:
        """Notices readable on `as_of`: seen by then, and not withdrawn by then."""
        return tuple(
            n
            for n in self.notices
            if n.first_seen.date() <= as_of and (n.withdrawn_at is None or n.withdrawn_at.date() > as_of)
        )

    def attribute(self, name: str, as_of: date) -> str | None:
        """The attribute's last value seen on or before `as_of`; None when unset or not yet seen."""
        value = None
        for change in self.attributes:
            if change.name == name and change.seen_at.date() <= as_of:
                value = change.value
        return value
