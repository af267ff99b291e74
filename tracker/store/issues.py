"""Issues and pull requests: what is known of each, and counts of them by day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, String, bindparam, cast, func, literal, select, union_all, update

from tracker.records import Issue
from tracker.store import versions
from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import issue
from tracker.store.versions import long_ago
from tracker.tables import IssueTable

ISSUE = (
    "repository_id", "number", "is_pull_request", "created_at", "updated_at", "closed_at", "merged_at",
    "state_reason", "author_is_bot", "author_association", "is_draft", "comments", "asks_if_alive",
)  # fmt: skip


class Issues(Part):
    """The table `issue`; nobody's words or names are kept."""

    def save(self, repository_id: int, issues: Sequence[Issue], seen_at: datetime | None = None) -> None:
        """Write issues and pull requests as they are now; nobody's words or names are kept.

        Seen at no known time they may be a change of the long past.
        """
        with self.database.transaction() as connection:
            past = seen_at is None or long_ago(_changed(connection, repository_id, issues), seen_at)
            rows = [
                (
                    repository_id, i.number, i.is_pull_request, i.created_at, i.updated_at, i.closed_at,
                    i.merged_at, i.state_reason, i.author_is_bot, i.author_association, i.is_draft,
                    i.comments, i.asks_if_alive,
                )
                for i in issues
            ]  # fmt: skip
            upsert(connection, "issue", ISSUE, ISSUE[:2], rows)
            versions.judged(connection, [repository_id] if rows else [], past)

    def unanswered(
        self, repository_id: int, after: tuple[datetime, int] | None, limit: int
    ) -> list[tuple[int, datetime]]:
        """(number, last change) of what has comments but no maintainer's answer known, in that order.

        Only what was changed after `after`, a pair of the same kind as it returns the other way round.
        """
        with self.database.view() as connection:
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
        self,
        repository_id: int,
        rows: Sequence[tuple[int, datetime | None, datetime | None]],
        seen_at: datetime | None = None,
    ) -> None:
        """Write when issues were first answered: (number, first answer, first answer by a maintainer)."""
        with self.database.transaction() as connection:
            if rows:
                before = _known(connection, repository_id, [n for n, _, _ in rows])
                times = [(before[n].first_response_at if n in before else None, a) for n, a, _ in rows]
                changed = [time for old, new in times if old != new for time in (old, new)]
                past = seen_at is None or long_ago(changed, seen_at)
                statement = (
                    update(issue)
                    .where(issue.c.repository_id == repository_id, issue.c.number == bindparam("which"))
                    .values(first_response_at=bindparam("one"), first_maintainer_response_at=bindparam("two"))
                )
                connection.execute(statement, [{"which": n, "one": a, "two": b} for n, a, b in rows])
                versions.judged(connection, [repository_id], past)

    def by_day(
        self,
        ids: Collection[int],
        whats: Collection[str] = ("created", "closed", "merged"),
        since: date | None = None,
    ) -> Sequence[tuple[Any, ...]]:
        """Issues and pull requests by day: (repository_id, is_pull_request, what, day as ISO text, how many).

        `what` is one of `whats`: 'created', 'closed' or 'merged'; days are UTC.
        """
        queries = []
        for what in whats:
            moment = issue.c[f"{what}_at"]
            day = func.substr(cast(func.timezone("UTC", moment), String), 1, 10)
            if self.engine.dialect.name == "sqlite":
                day = func.substr(moment, 1, 10, type_=String)
            queries.append(
                select(
                    issue.c.repository_id, issue.c.is_pull_request, literal(what).label("what"),
                    day.label("day"), func.count().label("many"),
                )
                .where(issue.c.repository_id.in_(ids), _from(moment, since))
                .group_by(issue.c.repository_id, issue.c.is_pull_request, day)
            )  # fmt: skip
        return self.raw(union_all(*queries))

    def waits(self, ids: Collection[int], since: date | None = None) -> Sequence[tuple[Any, ...]]:
        """When what was closed or answered was opened, closed and answered, as the driver gives times:
        (repository_id, is_pull_request, created, closed, first response)."""
        i = issue.c
        query = select(i.repository_id, i.is_pull_request, i.created_at, i.closed_at, i.first_response_at)
        ended = _from(i.closed_at, since) | _from(i.first_response_at, since)
        return self.raw(query.where(i.repository_id.in_(ids), ended).order_by(i.repository_id))

    def tables(self, ids: Collection[int]) -> dict[int, IssueTable]:
        """All issues and pull requests by repository, in the order of their numbers."""
        i = issue.c
        columns = (i[name] for name in IssueTable.COLUMNS)
        query = select(i.repository_id, *columns).where(i.repository_id.in_(ids))
        rows = self.raw(query.order_by(i.repository_id, i.number))
        return {
            repository_id: IssueTable([row[1:] for row in group])
            for repository_id, group in groupby(rows, key=itemgetter(0))
        }


def _known(connection: Connection, repository_id: int, numbers: Sequence[int]) -> dict[int, Any]:
    """What is on record of some issues, by number."""
    i, found = issue.c, dict[int, Any]()
    columns = (i.number, i.is_pull_request, i.created_at, i.closed_at, i.merged_at, i.first_response_at)
    for low in range(0, len(numbers), 500):
        some = i.number.in_(numbers[low : low + 500])
        query = select(*columns).where(i.repository_id == repository_id, some)
        found.update((row.number, row) for row in connection.execute(query))
    return found


def _changed(
    connection: Connection, repository_id: int, issues: Sequence[Issue]
) -> Iterator[datetime | None]:
    """The times at which what is counted by day is other than before."""
    before = _known(connection, repository_id, [i.number for i in issues])
    for now in issues:
        old = before.get(now.number)
        if old is None or old.is_pull_request != now.is_pull_request:
            yield from (now.created_at, now.closed_at, now.merged_at)
            continue
        for name in ("created_at", "closed_at", "merged_at"):
            if getattr(old, name) != getattr(now, name):
                yield from (getattr(old, name), getattr(now, name))


def _from(moment: Any, since: date | None) -> Any:
    """That there is a time, and none before a day."""
    return moment.is_not(None) if since is None else moment >= datetime.combine(since, time(), UTC)
