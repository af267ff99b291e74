"""Writing what happened: issues, pull requests and releases, each by its natural key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from tracker.records import Issue, Release
from tracker.store import versions
from tracker.store.bulk import upsert
from tracker.store.models import issue, release

ISSUE = (
    "repository_id", "number", "is_pull_request", "created_at", "updated_at", "closed_at", "merged_at",
    "state_reason", "author_is_bot", "author_association", "is_draft", "comments", "asks_if_alive",
)  # fmt: skip
RELEASE = ("repository_id", "tag", "published_at", "is_prerelease", "is_tag_only", "notice", "first_seen")


def save_issues(connection: Connection, repository_id: int, issues: Sequence[Issue]) -> None:
    """Write issues and pull requests as they are now; nobody's words or names are kept."""
    rows = [
        (
            repository_id, i.number, i.is_pull_request, i.created_at, i.updated_at, i.closed_at, i.merged_at,
            i.state_reason, i.author_is_bot, i.author_association, i.is_draft, i.comments, i.asks_if_alive,
        )
        for i in issues
    ]  # fmt: skip
    upsert(connection, "issue", ISSUE, ISSUE[:2], rows)
    versions.judged(connection, [repository_id] if rows else [])


def unanswered(
    connection: Connection, repository_id: int, after: tuple[datetime, int] | None, limit: int
) -> list[tuple[int, datetime]]:
    """(number, last change) of what has comments but no maintainer's answer known, by last change and number.

    Only what was changed after `after`, a pair of the same kind as it returns the other way round.
    """
    i = issue.c
    query = select(i.number, i.updated_at).where(
        i.repository_id == repository_id, i.comments > 0, i.first_maintainer_response_at.is_(None)
    )
    if after is not None:
        when, number = after
        query = query.where((i.updated_at > when) | ((i.updated_at == when) & (i.number > number)))
    rows = connection.execute(query.order_by(i.updated_at, i.number).limit(limit))
    return [(row.number, row.updated_at) for row in rows]


def save_responses(
    connection: Connection,
    repository_id: int,
    rows: Sequence[tuple[int, datetime | None, datetime | None]],
) -> None:
    """Write when issues were first answered, and by a maintainer: (number, first, first by a maintainer)."""
    if rows:
        statement = (
            update(issue)
            .where(issue.c.repository_id == repository_id, issue.c.number == bindparam("which"))
            .values(first_response_at=bindparam("one"), first_maintainer_response_at=bindparam("two"))
        )
        connection.execute(statement, [{"which": n, "one": a, "two": b} for n, a, b in rows])
        versions.judged(connection, [repository_id])


def save_releases(
    connection: Connection, repository_id: int, releases: Sequence[Release], seen_at: datetime
) -> None:
    """Write releases. A published release outranks the bare tag of the same name, whichever came first."""
    columns = [release.c[name] for name in RELEASE[1:6]]
    known = {
        row.tag: tuple(row)
        for row in connection.execute(select(*columns).where(release.c.repository_id == repository_id))
    }
    published = {tag for tag, row in known.items() if not row[3]}
    rows = [
        (repository_id, r.tag, r.published_at, r.is_prerelease, r.is_tag_only, r.notice, seen_at)
        for r in sorted(releases, key=lambda r: not r.is_tag_only)
        if not (r.is_tag_only and r.tag in published)
    ]
    rows = [row for row in rows if known.get(row[1]) != row[1:6]]
    versions.judged(connection, [repository_id] if rows else [])
    kept = ("first_seen",)
    upsert(connection, "release", RELEASE, RELEASE[:2], rows, keep=kept, only_if_changed=RELEASE[2:6])


def known_releases(connection: Connection, repository_id: int) -> dict[str, bool]:
    """Tags of the releases on record, and whether each is a bare tag."""
    query = select(release.c.tag, release.c.is_tag_only).where(release.c.repository_id == repository_id)
    return {row.tag: row.is_tag_only for row in connection.execute(query)}
