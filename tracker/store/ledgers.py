"""Writing what happened: issues, pull requests, releases and notices, each by its natural key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from tracker.records import Issue, Notice, Release
from tracker.store.bulk import upsert
from tracker.store.models import notice

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


def save_releases(
    connection: Connection, repository_id: int, releases: Sequence[Release], seen_at: datetime
) -> None:
    """Write releases. A published release outranks the bare tag of the same name."""
    rows = [
        (repository_id, r.tag, r.published_at, r.is_prerelease, r.is_tag_only, r.notice, seen_at)
        for r in sorted(releases, key=lambda r: not r.is_tag_only)
    ]
    kept = ("first_seen",)
    upsert(connection, "release", RELEASE, RELEASE[:2], rows, keep=kept, only_if_changed=RELEASE[2:6])


def save_notices(
    connection: Connection,
    repository_id: int,
    place: str,
    notices: Sequence[Notice],
    seen_at: datetime,
    all_of_them: bool,
) -> None:
    """Write notices of one place; when they are all there is, those no longer there become withdrawn.

    A notice given with its own `withdrawn_at` (found in the README's history) keeps that date.
    """
    standing = {n.declares for n in notices if n.withdrawn_at is None}
    known = connection.execute(
        select(notice).where(notice.c.repository_id == repository_id, notice.c.place == place)
    ).all()
    open_rows = {row.declares: row for row in known if row.withdrawn_at is None}
    rows = [
        (
            repository_id,
            place,
            n.declares,
            _first(open_rows.get(n.declares), n),
            n.sentence,
            n.url,
            n.withdrawn_at,
        )
        for n in notices
    ]
    columns = ("repository_id", "place", "declares", "first_seen", "sentence", "url", "withdrawn_at")
    upsert(connection, "notice", columns, columns[:4], rows, only_if_changed=columns[4:])
    for declares, row in open_rows.items():
        if all_of_them and declares not in standing:
            connection.execute(
                update(notice)
                .where(
                    notice.c.repository_id == repository_id,
                    notice.c.place == place,
                    notice.c.declares == declares,
                    notice.c.first_seen == row.first_seen,
                    notice.c.withdrawn_at.is_(None),
                )
                .values(withdrawn_at=seen_at)
            )


def _first(known: object | None, new: Notice) -> datetime:
    """A standing notice keeps the day it was first seen, unless the history gives an earlier one."""
    first: datetime | None = getattr(known, "first_seen", None)
    if first is None or new.withdrawn_at is not None:
        return new.first_seen
    return first
