"""Versions of facts: each write counts one up for the repositories it changed, in its own transaction.

What is derived remembers the versions it was made from, and so is known as stale by one comparison. Three
counters, because most days change numbers and no verdict (a day without a commit is such a change), and
hardly any changes numbers of the long past.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from tracker.store.bulk import raw
from tracker.store.database import Part
from tracker.store.models import cursor, fact_version

A_VERSION = 1_000_000  # more days than there will be: a version and the day of the last look in one number
RECENT = 30  # days back which a change of numbers reaches that is no change of the long past
ZEROS_ARE_QUIET = frozenset({"commits", "commits_human", "commits_substantive"})
JUDGED = frozenset({"import:commits"}) | ZEROS_ARE_QUIET  # series that verdicts rest on


def judged(connection: Connection, ids: Collection[int], past: bool = True) -> None:
    """Facts changed on which verdicts rest (and, for all we know, numbers too).

    `past`: numbers may have changed of days that lie longer ago than RECENT.
    """
    _count(connection, dict.fromkeys(ids, (1, 1, int(past))))


def long_ago(times: Iterable[datetime | None], now: datetime) -> bool:
    """Whether any of these times lies longer ago than RECENT days: a change then is one of the past."""
    limit = now - timedelta(days=RECENT)
    return any(time < limit for time in times if time)


def observed(connection: Connection, changes: Iterable[tuple[int, str, bool, bool]]) -> None:
    """Observations changed: (repository, metric, whether it is a new zero, whether of a day long past).

    A new day without a commit is what a kept verdict expects of the days to come. After a change of the
    long past everything is made anew; after others, only the numbers since RECENT days before.
    """
    found: dict[int, tuple[int, int, int]] = {}
    for repository_id, metric, quiet, old in changes:
        verdicts, _, past = found.get(repository_id, (0, 1, 0))
        if old or (metric in JUDGED and not (quiet and metric in ZEROS_ARE_QUIET)):
            verdicts = 1
        found[repository_id] = (verdicts, 1, past or int(old))
    _count(connection, found)


def _count(connection: Connection, found: dict[int, tuple[int, int, int]]) -> None:
    if not found:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    statement = (
        "INSERT INTO fact_version (repository_id, judged, counted, past) "  # noqa: S608
        f"VALUES ({mark}, {mark}, {mark}, {mark}) "
        "ON CONFLICT (repository_id) DO UPDATE SET judged = fact_version.judged + excluded.judged, "
        "counted = fact_version.counted + excluded.counted, past = fact_version.past + excluded.past"
    )
    connection.exec_driver_sql(statement, [(i, *by) for i, by in sorted(found.items())])


class Versions(Part):
    """The table `fact_version`, read."""

    def all(self) -> dict[int, tuple[int, int]]:
        """(judged, counted) by repository; of one that is not here both are 0."""
        with self.database.view() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(fact_version.select())}

    def pasts(self) -> dict[int, int]:
        """How often numbers of the long past changed, by repository; of one that is not here 0."""
        with self.database.view() as connection:
            return {row.repository_id: row.past for row in connection.execute(fact_version.select())}

    def looks(self) -> dict[int, tuple[tuple[str, ...], str]]:
        """Which collectors have read all there is, and the last day on which one of them looked."""
        c = cursor.c
        names = func.aggregate_strings(c.collector, ",")  # a row a repository instead of one a collector
        query = select(c.repository_id, names, func.max(c.updated_at))
        query = query.where(c.position.contains('"complete": true')).group_by(c.repository_id)
        with self.database.view() as connection:
            rows = raw(connection, query)
        return {number: (tuple(sorted(told.split(","))), str(at)[:10]) for number, told, at in rows}
