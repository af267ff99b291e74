"""Commits: a treeless clone once, then fetches, only when the tip of the default branch has moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tracker.collectors.base import CollectorMissed, Context, Member, Target
from tracker.cursors import CommitsCursor
from tracker.github.commitlog import count_days
from tracker.github.git import GitMirror
from tracker.github.gitrun import GitError
from tracker.records import CommitDay
from tracker.store.commits import quiet_days

NAME = "commits"
FIRST = date(1990, 1, 1)  # commit dates before it are broken clocks


def mirror(context: Context, target: Target) -> GitMirror:
    """The repository's clone, by its identity, so that a rename keeps it."""
    return GitMirror(context.git_home / f"{target.id}.git", f"{context.git_url}/{target.full_name}.git")


def collect(context: Context, target: Target) -> int:
    """Count anew from the earliest day that changed; nothing but zeros for today when the tip stands."""
    position = context.positions.of(target.id, CommitsCursor)
    tip = target.facts.head_oid if target.facts else None
    if tip is not None and tip == position.oid:
        return _quiet(context, target, position)
    if target.facts and target.facts.is_empty:
        raise CollectorMissed("the repository is empty")
    try:
        clone = mirror(context, target)
        with context.clones:
            found = clone.update()
        if found is None:
            raise CollectorMissed("the repository is empty")
        if found == position.oid:
            return _quiet(context, target, position)
        since = _changed_from(context, clone, position)
        days = [
            d for d in count_days(clone.commits(since=since), context.key) if FIRST <= d.day <= context.today
        ]
    except GitError as error:
        raise CollectorMissed(f"git: {error}") from None
    return _save(context, target, found, [d for d in days if since is None or d.day >= since], since)


def _changed_from(context: Context, clone: GitMirror, position: CommitsCursor) -> date | None:
    """The earliest day with a new commit; None after a force push or at first: everything."""
    known = position.oid
    if context.full or known is None or not clone.has(known):
        return None
    new = count_days(clone.commits(known), context.key)
    earliest = min((d.day for d in new), default=context.today)
    return min(earliest, (position.until or date.min) + timedelta(days=1))


def _save(context: Context, target: Target, oid: str, days: list[CommitDay], since: date | None) -> int:
    first = min((d.day for d in days), default=None)
    begin = since or first
    with context.store.transaction():
        before = context.positions.of(target.id, CommitsCursor)
        if since is None and before.first:
            begin = min(d for d in (first, before.first) if d)
        written = context.store.commits.save_days(
            target.id, days, context.source("git"), context.now(),
            replace_from=begin, zero_until=context.today,
        )  # fmt: skip
        earliest = min((d for d in (before.first, first) if d), default=None)
        context.note(target.id, CommitsCursor(oid=oid, until=context.today, complete=True, first=earliest))
    return written


def _quiet(context: Context, target: Target, position: CommitsCursor) -> int:
    """The tip stands: the days since the last look had no commit."""
    until = position.until or context.today
    after = until + timedelta(days=1)
    zeros = quiet_days(target.id, after, context.today, context.source("git"))
    return context.quiet(target.id, replace(position, until=max(until, context.today)), zeros)


member = Member(NAME, collect, "commits")
