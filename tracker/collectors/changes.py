"""What is known to have changed since the last look, and whether a glance shows it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.collectors.base import Target
from tracker.collectors.positions import Position

GLANCED = 30  # rows of a list that a glance shows
MONTH, WEEK = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Known:
    """What a cost is told from: the target (with facts, once read), where its collectors stand, the day."""

    target: Target
    positions: Mapping[str, Position]
    today: date
    authorised: bool
    full: bool = False
    created: date | None = None

    def position(self, collector: str) -> Position:
        """Where a collector stands; empty before its first look and when all is asked anew."""
        return {} if self.full else self.positions.get(collector, {})

    def since(self, position: Position, key: str) -> timedelta:
        """How long ago the day in a position was; for ever when there is none."""
        return self.today - date.fromisoformat(position[key]) if position.get(key) else timedelta.max

    @property
    def born(self) -> date | None:
        facts = self.target.facts
        return facts.created_at.date() if facts and facts.created_at else self.created

    @property
    def tip_moved(self) -> bool | None:
        """Whether the default branch has moved since the last look; None before the counters are read."""
        facts = self.target.facts
        return None if facts is None else facts.head_oid != self.position("notices").get("oid")


def issue_counts(target: Target) -> list[int | None] | None:
    """What the daily reading says of issues and pull requests; None when it says nothing (no token)."""
    if target.facts is None or target.facts.counters.open_issues is None:
        return None
    c = target.facts.counters
    opened = [c.open_issues, c.closed_issues]
    return [*opened, c.open_pull_requests, c.merged_pull_requests, c.closed_pull_requests]


def moved(now: list[int | None] | None, before: list[int | None] | None) -> int:
    """By how much counts differ, all together."""
    return sum(abs((a or 0) - (b or 0)) for a, b in zip(now or [], before or [], strict=False))


def changed(known: Known) -> int:
    """How much happened since the last look, in stars, issues, releases and a moved branch."""
    facts = known.target.facts
    if facts is None:
        return 0
    starred = abs((facts.counters.stars or 0) - (known.position("stars").get("count") or 0))
    listed = [facts.counters.releases, facts.counters.tags]
    return (
        starred
        + moved(issue_counts(known.target), known.position("issues").get("counts"))
        + moved(listed, known.position("releases").get("counts"))
        + bool(known.tip_moved)
    )


def glances_issues(known: Known) -> bool:
    """Whether so little has changed in a ledger once read that a shared query shows it all."""
    position, counts = known.position("issues"), issue_counts(known.target)
    facts = known.target.facts
    if not known.authorised or not position.get("complete") or counts is None or not facts:
        return False
    if facts.has_issues is False:  # its pull requests are in a list of their own
        return False
    before = position.get("counts")
    due = counts != before or known.since(position, "looked") >= WEEK
    return due and moved(counts, before) <= GLANCED


def glances_releases(known: Known) -> bool:
    """Whether the newest releases and tags of a list once read will do, until it is walked again."""
    position, facts = known.position("releases"), known.target.facts
    if not known.authorised or not position.get("complete") or facts is None:
        return False
    counts = [facts.counters.releases, facts.counters.tags]
    if None in counts or known.since(position, "walked") >= MONTH:
        return False
    return counts != position.get("counts") or known.since(position, "looked") >= WEEK


def glances_readme(known: Known) -> bool:
    """Whether the branch moved, so that only the README's object name need be compared."""
    position = known.position("notices")
    read = (
        position.get("path")
        and position.get("sha")
        and "said" in position
        and known.since(position, "looked") < WEEK
    )
    return bool(known.authorised and read and known.tip_moved)
