"""The writer's desk: everything that changes the database goes through here, a transaction at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from threading import RLock, local
from typing import Any

from sqlalchemy import Connection, Engine

from tracker.records import CommitDay, Gap, Issue, Notice, Observation, Presence, Release, RepositoryFacts
from tracker.store import identities, ledgers, observations, progress, watches
from tracker.store import notices as statements
from tracker.store.names import Names

LOCK = 7_326_005_103  # any number of our own


class Writer:
    """Writes facts. Safe to share between threads and processes: one transaction at a time, on SQLite by its
    lock on the file, on PostgreSQL by one of our own, so that what was read in it still holds when written.

    Every method may be called alone (its own transaction) or inside `transaction()`, which makes
    everything in it one commit: a page, its cursor and its validator are kept together or not at all.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = RLock()
        self._local = local()
        self._names = Names()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One commit for everything inside; nested calls join the outer one."""
        current: Connection | None = getattr(self._local, "connection", None)
        if current is not None:
            yield current
            return
        with self._lock, self._engine.connect().execution_options(writing=True) as connection:
            try:
                with connection.begin():
                    if connection.dialect.name == "postgresql":
                        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
                    self._local.connection = connection
                    yield connection
            except BaseException:
                self._names.forget()
                raise
            finally:
                self._local.connection = None

    def save_repository(self, facts: RepositoryFacts, seen_at: datetime, source: str) -> int:
        """Write an answer about a repository: attributes, names, and its counters as today's readings."""
        with self.transaction() as connection:
            identities.save(connection, facts, seen_at)
            rows = identities.readings(facts, source, seen_at)
            return observations.save(connection, self._names, rows, seen_at)

    def mark_presence(self, repository_id: int, presence: Presence, reason: str | None, at: datetime) -> None:
        """Say that GitHub does not show a repository, since when and why."""
        with self.transaction() as connection:
            identities.mark_presence(connection, repository_id, presence, reason, at)

    def save_observations(self, rows: Iterable[Observation], seen_at: datetime) -> int:
        """Write observations; returns how many were new or changed."""
        with self.transaction() as connection:
            return observations.save(connection, self._names, rows, seen_at)

    def total(self, repository_id: int, metric: str) -> float | None:
        """The sum of a stored series; None when it has no row."""
        with self.transaction() as connection:
            return observations.total(connection, self._names, repository_id, metric)

    def save_commit_days(
        self,
        repository_id: int,
        days: Sequence[CommitDay],
        source: str,
        seen_at: datetime,
        *,
        replace_from: date | None = None,
        zero_until: date | None = None,
    ) -> int:
        """Write commits by day, dense up to `zero_until`; from `replace_from` on they are counted anew."""
        with self.transaction() as connection:
            return observations.save_commit_days(
                connection, self._names, repository_id, days, source, seen_at,
                replace_from=replace_from, zero_until=zero_until,
            )  # fmt: skip

    def save_issues(self, repository_id: int, issues: Sequence[Issue]) -> None:
        """Write issues and pull requests as they are now."""
        with self.transaction() as connection:
            ledgers.save_issues(connection, repository_id, issues)

    def unanswered(
        self, repository_id: int, after: tuple[datetime, int] | None, limit: int
    ) -> list[tuple[int, datetime]]:
        """(number, last change) of issues whose first answers may have come since, in that order."""
        with self.transaction() as connection:
            return ledgers.unanswered(connection, repository_id, after, limit)

    def save_responses(
        self, repository_id: int, rows: Sequence[tuple[int, datetime | None, datetime | None]]
    ) -> None:
        """Write (number, first answer, first answer by a maintainer)."""
        with self.transaction() as connection:
            ledgers.save_responses(connection, repository_id, rows)

    def save_releases(self, repository_id: int, releases: Sequence[Release], seen_at: datetime) -> None:
        """Write releases and tags."""
        with self.transaction() as connection:
            ledgers.save_releases(connection, repository_id, releases, seen_at)

    def known_releases(self, repository_id: int) -> dict[str, bool]:
        """Tags of the releases on record, and whether each is a bare tag."""
        with self.transaction() as connection:
            return ledgers.known_releases(connection, repository_id)

    def save_notices(
        self, repository_id: int, place: str, notices: Sequence[Notice], seen_at: datetime
    ) -> None:
        """Write all that one place says now; what is no longer there becomes withdrawn."""
        with self.transaction() as connection:
            statements.save(connection, repository_id, place, notices, seen_at)

    def add_notices(self, repository_id: int, notices: Sequence[Notice]) -> None:
        """Write notices that carry their own dates; others stay as they are."""
        with self.transaction() as connection:
            statements.add(connection, repository_id, notices)

    def rewrite_notices(self, repository_id: int, place: str, notices: Sequence[Notice]) -> None:
        """Write the whole history of one place in the stead of what was known of it."""
        with self.transaction() as connection:
            statements.rewrite(connection, repository_id, place, notices)

    def save_gap(self, repository_id: int, gap: Gap) -> None:
        """Declare days of a metric unknown."""
        with self.transaction() as connection:
            progress.save_gap(connection, self._names, repository_id, gap)

    def mark_degraded(self, repository_id: int, metric: str, reason: str, at: datetime) -> None:
        """Say that a source broke its contract; its old values stay."""
        with self.transaction() as connection:
            progress.mark_degraded(connection, self._names, repository_id, metric, reason, at)

    def clear_degraded(self, repository_id: int, metric: str) -> None:
        """The source keeps its contract again."""
        with self.transaction() as connection:
            progress.clear_degraded(connection, self._names, repository_id, metric)

    def cursor(self, repository_id: int, collector: str) -> dict[str, Any] | None:
        """Where a collector stands with a repository."""
        with self.transaction() as connection:
            return progress.get_cursor(connection, repository_id, collector)

    def set_cursor(self, repository_id: int, collector: str, position: dict[str, Any], at: datetime) -> None:
        """Remember where a collector stands."""
        with self.transaction() as connection:
            progress.set_cursor(connection, repository_id, collector, position, at)

    def validator(self, key: str) -> tuple[str, str | None] | None:
        """The ETag and Link stored for a request."""
        with self.transaction() as connection:
            return progress.get_validator(connection, key)

    def set_validator(self, key: str, etag: str, link: str | None, at: datetime) -> None:
        """Remember an ETag."""
        with self.transaction() as connection:
            progress.set_validator(connection, key, etag, link, at)

    def watch(self, full_name: str, category: str | None, origin: str, at: datetime) -> bool:
        """Follow a repository; False when it was followed already."""
        with self.transaction() as connection:
            return watches.add(connection, full_name, category, origin, at)

    def unwatch(self, full_name: str) -> bool:
        """Stop following; history stays. False when it was not followed."""
        with self.transaction() as connection:
            return watches.remove(connection, full_name)

    def watch_found(self, full_name: str, repository_id: int) -> None:
        """Say which repository a followed name led to."""
        with self.transaction() as connection:
            watches.found(connection, full_name, repository_id)

    def watch_problem(self, full_name: str, problem: str | None) -> None:
        """Say why a followed name could not be resolved."""
        with self.transaction() as connection:
            watches.set_problem(connection, full_name, problem)

    def set_meta(self, key: str, value: str) -> None:
        """Remember what this database is."""
        with self.transaction() as connection:
            watches.set_meta(connection, key, value)
