"""Releases, and tags where a project only tags; asked for only when their number has changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tracker.collectors.base import CollectorMissed, Context, Member, Target, must
from tracker.collectors.changes import MONTH, WEEK
from tracker.collectors.commits import mirror
from tracker.collectors.times import refuse_ahead
from tracker.cursors import ReleasesCursor
from tracker.github import queries
from tracker.github.fields import flag, part, word
from tracker.github.gitrun import GitError
from tracker.github.glances import Tag, tags
from tracker.github.items import release
from tracker.github.paging import Trail
from tracker.github.protocol import AnswerKind, reading
from tracker.records import Release

NAME = "releases"
UNFINISHED = re.compile(
    r"(?:^|[^a-z])(?:a|b|rc|alpha|beta|dev|pre|preview|nightly|post-?test|snapshot)[-_.]?\d*$|nightly", re.I
)
VERSION = re.compile(r"\d")


def collect(context: Context, target: Target) -> int:
    """Read releases and tags when the counters say that there are new ones, or a week has passed.

    The newest, as far as they are known; all of them at first, and once a month for what was edited.
    """
    position = context.positions.of(target.id, ReleasesCursor)
    counters = target.facts.counters if target.facts else None
    counts = (counters.releases, counters.tags) if counters and counters.tags is not None else None
    recent = _age(context, position.looked) < WEEK and not context.full
    if position.complete and recent and (counts is None or counts == position.counts):
        if counts is None:
            context.note(target.id, position, done=False)
        else:
            context.quiet(target.id, position)
        return 0
    whole = context.full or not position.complete or _age(context, position.walked) >= MONTH
    known = None if whole else context.store.releases.known(target.id)
    bare = None if known is None else {tag for tag, is_bare in known.items() if not is_bare}
    published = _releases(context, target, bare)
    names = {r.tag for r in published}
    found = [tag for tag in _tags(context, target, position, known) if tag.tag not in names]
    with context.store.transaction():
        context.store.releases.save(target.id, [*published, *found], context.now())
        walked = context.today if whole else position.walked
        kept = ReleasesCursor(complete=True, counts=counts, looked=context.today, walked=walked)
        context.note(target.id, kept)
    return 0


def _age(context: Context, day: date | None) -> timedelta:
    return context.today - (day or date.min)


def _releases(context: Context, target: Target, known: Collection[str] | None) -> list[Release]:
    """The newest first, until all that GitHub counts are known; all of them without `known`."""
    count = target.facts.counters.releases if target.facts else None
    if count == 0:
        return []
    if known is not None and (seen := context.glance(target).releases) is not None:
        found = _listed(context, target, seen)
        if _reached(found, known, count):
            return found
    found = []
    url: str | None = f"{target.path}/releases"
    parameters: dict[str, int] | None = {"per_page": 100}
    trail = Trail()
    while url is not None:
        context.breathe()
        answer = context.client.get(url, parameters, expect=list, owner=target.owner)
        if answer.outcome is AnswerKind.REFUSED and parameters is None:
            break  # GitHub lists no more than the newest ten thousand
        found += _listed(context, target, must(answer, "releases").body)
        if _reached(found, known, count):
            break
        url, parameters = trail.next(answer), None
    return found


def _listed(context: Context, target: Target, entries: Sequence[Any]) -> list[Release]:
    found = [r for e in entries if (r := release(e, context.reader(target)))]
    refuse_ahead(context, "a release", (r.published_at for r in found))
    return found


def _reached(found: Sequence[Release], known: Collection[str] | None, count: int | None) -> bool:
    """Whether the list need not be read on: it has come to what is known, and nothing counted is missing."""
    if known is None or count is None:
        return False
    names = [r.tag for r in found]
    return len(names) >= count or bool(names and names[-1] in known and len({*names, *known}) >= count)


def _tags(
    context: Context, target: Target, position: ReleasesCursor, known: Collection[str] | None
) -> list[Release]:
    count = target.facts.counters.tags if target.facts else None
    if count == 0:
        return []
    before = (position.counts or (None, None))[1]
    new = None if known is None or count is None or before is None else _New(count, count - before, known)
    if not context.client.authorised:
        pairs = _tags_by_git(context, target)
    elif (seen := context.glance(target).tags) is not None and new and new.met(seen):
        pairs = seen
    else:
        pairs = _tags_by_graphql(context, target, new)
    return from_tags(pairs)


def from_tags(pairs: Sequence[tuple[str, datetime]]) -> list[Release]:
    """What tags alone tell of releases: a tag without a digit names no version."""
    return [
        Release(name, when, bool(UNFINISHED.search(name)), is_tag_only=True)
        for name, when in pairs
        if VERSION.search(name)
    ]


@dataclass(frozen=True, slots=True)
class _New:
    """Which tags are looked for: how many there are, how many more than last time, and those on record."""

    count: int
    more: int
    known: Collection[str]

    def met(self, seen: Sequence[Tag]) -> bool:
        """Whether the newest tags are all of them, or reach to what is known with no new one missing.

        One put on an old commit, or one that names no version, is not met there: then all are read.
        """
        names = {name for name, _ in seen if VERSION.search(name)}
        fresh = names - set(self.known)
        return len(seen) >= self.count or (fresh != names and 0 <= self.more <= len(fresh))


def _tags_by_graphql(context: Context, target: Target, new: _New | None) -> list[Tag]:
    found: list[Tag] = []
    after: str | None = None
    trail = Trail()
    while True:
        context.breathe()
        answer = context.client.post_graphql(queries.TAGS, {"id": target.node_id, "after": after})
        with reading("tags"):
            body = answer.body if isinstance(answer.body, dict) else {}
            refs = part(part(part(body, "data"), "node"), "refs")
            if not refs:
                raise CollectorMissed("tags: GitHub did not answer")
            found += tags(refs)
            page = part(refs, "pageInfo")
            if not flag(page, "hasNextPage") or (new and new.met(found)):
                return found
            after = trail.cursor(word(page, "endCursor"))


def _tags_by_git(context: Context, target: Target) -> list[tuple[str, datetime]]:
    clone = mirror(context, target)
    try:
        with context.clones:
            clone.update()
            return clone.tags()
    except GitError as error:
        raise CollectorMissed(f"tags by git: {error}") from None


member = Member(NAME, collect, "releases and tags")
