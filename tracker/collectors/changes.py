"""What is known to have changed since the last look, and whether a glance shows it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from tracker.collectors.base import Target
from tracker.cursors import Counts, Cursor, IssuesCursor, NoticesCursor, ReleasesCursor, StarsCursor

GLANCED = 30  # rows of a list that a glance shows
C = TypeVar("C", bound=Cursor)
MONTH, WEEK = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Known:
    """What a cost is told from: the target (with facts, once read), where its collectors stand, the day."""

    target: Target
    positions: Mapping[str, Cursor]
    today: date
    authorised: bool
    full: bool = False
    created: date | None = None

    def position(self, kind: type[C]) -> C:
        """Where a collector stands; empty before its first look and when all is asked anew."""
        found = None if self.full else self.positions.get(kind.NAME)
        return found if isinstance(found, kind) else kind()

    def since(self, day: date | None) -> timedelta:
        """How long ago a day was; for ever when there is none."""
        return self.today - day if day else timedelta.max

    @property
    def born(self) -> date | None:
        facts = self.target.facts
        return facts.created_at.date() if facts and facts.created_at else self.created

    @property
    def tip_moved(self) -> bool | None:
        """Whether the default branch has moved since the last look; None before the counters are read."""
        facts = self.target.facts
        return None if facts is None else facts.head_oid != self.position(NoticesCursor).oid


def issue_counts(target: Target) -> Counts | None:
    """What the daily reading says of issues and pull requests; None when it says nothing (no token)."""
    if target.facts is None or target.facts.counters.open_issues is None:
        return None
    c = target.facts.counters
    opened = (c.open_issues, c.closed_issues)
    return (*opened, c.open_pull_requests, c.merged_pull_requests, c.closed_pull_requests)


def moved(now: Counts | None, before: Counts | None) -> int:
    """By how much counts differ, all together."""
    return sum(abs((a or 0) - (b or 0)) for a, b in zip(now or (), before or (), strict=False))


def changed(known: Known) -> int:
    """How much happened since the last look, in stars, issues, releases and a moved branch."""
    facts = known.target.facts
    if facts is None:
        return 0
    starred = abs((facts.counters.stars or 0) - (known.position(StarsCursor).count or 0))
    listed = (facts.counters.releases, facts.counters.tags)
    return (
        starred
        + moved(issue_counts(known.target), known.position(IssuesCursor).counts)
        + moved(listed, known.position(ReleasesCursor).counts)
        + bool(known.tip_moved)
    )


def glances_issues(known: Known) -> bool:
    """Whether so little has changed in a ledger once read that a shared query shows it all."""
    position, counts = known.position(IssuesCursor), issue_counts(known.target)
    facts = known.target.facts
    if not known.authorised or not position.complete or counts is None or not facts:
        return False
    if facts.has_issues is False:  # its pull requests are in a list of their own
        return False
    before = position.counts
    due = counts != before or known.since(position.looked) >= WEEK
    return due and moved(counts, before) <= GLANCED


def glances_releases(known: Known) -> bool:
    """Whether the newest releases and tags of a list once read will do, until it is walked again."""
    position, facts = known.position(ReleasesCursor), known.target.facts
    if not known.authorised or not position.complete or facts is None:
        return False
    counts = (facts.counters.releases, facts.counters.tags)
    if None in counts or known.since(position.walked) >= MONTH:
        return False
    return counts != position.counts or known.since(position.looked) >= WEEK


def glances_readme(known: Known) -> bool:
    """Whether the branch moved, so that only the README's object name need be compared."""
    position = known.position(NoticesCursor)
    read = (
        position.path and position.sha and position.said is not None and known.since(position.looked) < WEEK
    )
    return bool(known.authorised and read and known.tip_moved)
