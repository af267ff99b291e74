"""Releases, and tags where a project only tags; asked for only when their number has changed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from tracker.collectors.base import Context, Member, Missed, Target, must
from tracker.collectors.commits import mirror
from tracker.github import queries
from tracker.github.gitrun import GitError
from tracker.github.items import release
from tracker.github.protocol import Outcome, reading
from tracker.github.repositories import moment
from tracker.records import Release

NAME = "releases"
UNFINISHED = re.compile(
    r"(?:^|[^a-z])(?:a|b|rc|alpha|beta|dev|pre|preview|nightly|post-?test|snapshot)[-_.]?\d*$|nightly", re.I
)
VERSION = re.compile(r"\d")
LOOK_EVERY = timedelta(days=7)


def collect(context: Context, target: Target) -> int:
    """Read releases and tags when the counters say that there are new ones, or a week has passed."""
    position = context.writer.cursor(target.id, NAME) or {}
    counters = target.facts.counters if target.facts else None
    counts = [counters.releases, counters.tags] if counters and counters.tags is not None else None
    looked = date.fromisoformat(position["looked"]) if position.get("looked") else date.min
    recent = context.today - looked < LOOK_EVERY and not context.full
    if position.get("complete") and recent and (counts is None or counts == position.get("counts")):
        context.note(target.id, NAME, position, done=counts is not None)
        return 0
    published = _releases(context, target)
    names = {r.tag for r in published}
    tags = [tag for tag in _tags(context, target) if tag.tag not in names]
    with context.writer.transaction():
        context.writer.save_releases(target.id, [*published, *tags], context.now())
        kept = {"complete": True, "counts": counts, "looked": context.today.isoformat()}
        context.note(target.id, NAME, kept)
    return 0


def _releases(context: Context, target: Target) -> list[Release]:
    found: list[Release] = []
    url: str | None = f"{target.path}/releases"
    parameters: dict[str, int] | None = {"per_page": 100}
    while url is not None:
        context.breathe()
        answer = context.client.get(url, parameters, expect=list, owner=target.owner)
        if answer.outcome is Outcome.REFUSED and parameters is None:
            break  # GitHub lists no more than the newest ten thousand
        found += [r for e in must(answer, "releases").body if (r := release(e, context.find_notice))]
        url, parameters = answer.next, None
    return found


def _tags(context: Context, target: Target) -> list[Release]:
    if target.facts and target.facts.counters.tags == 0:
        return []
    pairs = _tags_by_graphql(context, target) if context.client.authorised else _tags_by_git(context, target)
    return [
        Release(name, when, bool(UNFINISHED.search(name)), is_tag_only=True)
        for name, when in pairs
        if VERSION.search(name)  # a tag without a digit names no version
    ]


def _tags_by_graphql(context: Context, target: Target) -> list[tuple[str, datetime]]:
    found: list[tuple[str, datetime]] = []
    after: str | None = None
    while True:
        context.breathe()
        answer = context.client.post_graphql(queries.TAGS, {"id": target.node_id, "after": after})
        node = ((answer.body or {}).get("data") or {}).get("node") if isinstance(answer.body, dict) else None
        if not node or not node.get("refs"):
            raise Missed("tags: GitHub did not answer")
        with reading("tags"):
            dated = (
                (ref["name"], _tagged_at(ref.get("target") or {})) for ref in node["refs"]["nodes"] if ref
            )
            found += [(name, when) for name, when in dated if when]
            page = node["refs"]["pageInfo"]
            if not page["hasNextPage"]:
                return found
            after = page["endCursor"]


def _tagged_at(target: dict[str, dict[str, str]]) -> datetime | None:
    """When an annotated tag was made, else when its commit was."""
    tagger = (target.get("tagger") or {}).get("date")
    commit = (target.get("target") or {}).get("committedDate") or target.get("committedDate")
    return moment(tagger or commit)  # type: ignore[arg-type]


def _tags_by_git(context: Context, target: Target) -> list[tuple[str, datetime]]:
    clone = mirror(context, target)
    try:
        with context.clones:
            clone.update()
            return clone.tags()
    except GitError as error:
        raise Missed(f"tags by git: {error}") from None


member = Member(NAME, collect, "releases and tags")
