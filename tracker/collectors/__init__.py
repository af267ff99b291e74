"""COLLECTORS: one file a kind of fact, in the order they run for a repository. Counters come before all."""

from __future__ import annotations

from tracker.collectors import (
    commits,
    downloads,
    issues,
    notices,
    packages,
    pinned,
    releases,
    responses,
    stars,
)
from tracker.collectors.base import CollectorMissed, Context, Member, Target

COLLECTORS: tuple[Member, ...] = (
    stars.member,
    commits.member,
    releases.member,
    notices.member,
    issues.member,
    pinned.member,
    responses.member,
    packages.member,
    downloads.member,
)
NAMES: tuple[str, ...] = ("counters", *(member.name for member in COLLECTORS))

__all__ = ["COLLECTORS", "NAMES", "CollectorMissed", "Context", "Member", "Target"]
