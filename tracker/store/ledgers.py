"""Writing what happened: issues, pull requests, releases and notices, each by its natural key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from tracker.records import Issue, Notice, Release
from tracker.store.bulk import upsert
from tracker.store.models import issue, notice, release

ISSUE = (
    "repository_id", "number", "is_pull_request", "created_at", "updated_at", "closed_at", "merged_at",
    "state_reason", "author_is_bot", "author_association", "is_draft", "comments", "asks_if_alive",
)  # fmt: skip
NOTICE = ("repository_id", "place", "declares", "first_seen", "sentence", "url", "withdrawn_at")
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


def save_releases(
    connection: Connection, repository_id: int, releases: Sequence[Release], seen_at: datetime
) -> None:
    """Write releases. A published release outranks the bare tag of the same name, whichever came first."""
    published = set(
        connection.execute(
            select(release.c.tag).where(release.c.repository_id == repository_id, ~release.c.is_tag_only)
        ).scalars()
    )
    rows = [
        (repository_id, r.tag, r.published_at, r.is_prerelease, r.is_tag_only, r.notice, seen_at)
        for r in sorted(releases, key=lambda r: not r.is_tag_only)
        if not (r.is_tag_only and r.tag in published)
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

    Of one meaning only one stands, since the earliest day told. A notice given with its own `withdrawn_at`
    (found in the README's history) keeps that date.
    """
    here = (notice.c.repository_id == repository_id, notice.c.place == place)
    known = connection.execute(select(notice).where(*here)).all()
    ended = [n for n in notices if n.withdrawn_at is not None]
    standing: dict[str, Notice] = {}
    for n in sorted(notices, key=lambda n: n.first_seen):
        if n.withdrawn_at is None:
            standing.setdefault(n.declares, n)
    since = {declares: _since(known, n, seen_at) for declares, n in standing.items()}
    for declares, first in since.items():
        moved = (notice.c.declares == declares, notice.c.withdrawn_at.is_(None), notice.c.first_seen != first)
        connection.execute(delete(notice).where(*here, *moved))
    rows = [
        (repository_id, place, n.declares, first, n.sentence, n.url, n.withdrawn_at)
        for n, first in [*((n, n.first_seen) for n in ended), *((n, since[d]) for d, n in standing.items())]
    ]
    upsert(connection, "notice", NOTICE, NOTICE[:4], rows, only_if_changed=NOTICE[4:])
    if all_of_them:
        gone = (notice.c.withdrawn_at.is_(None), notice.c.declares.not_in(standing))
        connection.execute(update(notice).where(*here, *gone).values(withdrawn_at=seen_at))


def _since(known: Sequence[Row[Any]], new: Notice, seen_at: datetime) -> datetime:
    """Since when a notice stands: the first day known or told, but not across a time when it was away."""
    same = [row for row in known if row.declares == new.declares]
    away = max((row.withdrawn_at for row in same if row.withdrawn_at is not None), default=None)
    told = new.first_seen if away is None or away < new.first_seen else seen_at
    first: datetime = min([told, *(row.first_seen for row in same if row.withdrawn_at is None)])
    return first
