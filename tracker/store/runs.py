"""Runs and leases: what was executed when, what it cost and missed, and who may execute now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, or_, select, text, update
from sqlalchemy.exc import IntegrityError

from tracker.store.bulk import plain, upsert
from tracker.store.database import Part
from tracker.store.models import job_lease, job_state, run, run_gap

LATELY = 64  # runs; what none of them missed was asked since, or is not to be asked


@dataclass(frozen=True, slots=True)
class Missed:
    """Something a run could not do: for which repository (None: all), by which collector, and why."""

    collector: str
    reason: str
    repository_id: int | None = None


def machine_time() -> datetime:
    """This machine's own time, not a replay's."""
    return datetime.now(UTC)


class Runs(Part):
    """The tables `run`, `run_gap`, `job_state` and `job_lease`."""

    def clock(self) -> datetime:
        """The time by which claims run out: the server's, as machines differ; of a file, this machine's."""
        if self.engine.dialect.name != "postgresql":
            return machine_time()
        with self.database.view() as connection:
            found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
            return found

    def start(self, job: str, slot: str, at: datetime) -> int | None:
        """Open a run; None when this slot of the job was finished already (it must not run twice)."""
        try:
            with self.database.transaction() as connection:
                found = connection.execute(
                    select(run.c.id, run.c.outcome).where(run.c.job == job, run.c.slot == slot)
                ).first()
                if found is None:
                    values = {"job": job, "slot": slot, "started_at": at, "outcome": "running"}
                    return int(
                        connection.execute(insert(run).values(**values).returning(run.c.id)).scalar_one()
                    )
                if found.outcome in ("done", "partial"):
                    return None
                connection.execute(
                    update(run).where(run.c.id == found.id).values(outcome="running", started_at=at)
                )
                return int(found.id)
        except IntegrityError:
            return None  # another process opened the same slot at the same moment

    def finish(
        self,
        run_id: int,
        outcome: str,
        at: datetime,
        *,
        requests: int = 0,
        points: int = 0,
        observations: int = 0,
        message: str | None = None,
        missed: Sequence[Missed] = (),
    ) -> None:
        """Close a run: 'done', 'partial', 'limited' (stopped by the rate limit) or 'failed'."""
        with self.database.transaction() as connection:
            connection.execute(
                update(run)
                .where(run.c.id == run_id)
                .values(
                    outcome=outcome, finished_at=at, requests=requests, points=points,
                    observations=observations, message=message,
                )
            )  # fmt: skip
            connection.execute(run_gap.delete().where(run_gap.c.run_id == run_id))
            rows = [(run_id, n, m.repository_id, m.collector, m.reason) for n, m in enumerate(missed)]
            columns = ("run_id", "number", "repository_id", "collector", "reason")
            upsert(connection, "run_gap", columns, columns[:2], rows)

    def set_state(self, job: str, *, success_at: datetime | None, next_due_at: datetime) -> None:
        """Remember when a job last succeeded and is next due."""
        row = (job, success_at, next_due_at)
        keep = () if success_at else ("last_success_at",)
        with self.database.transaction() as connection:
            columns = ("job", "last_success_at", "next_due_at")
            upsert(connection, "job_state", columns, ("job",), [row], keep=keep)

    def states(self) -> dict[str, tuple[datetime | None, datetime | None]]:
        """{job: (last success, next due)}."""
        with self.database.transaction() as connection:
            rows = connection.execute(select(job_state)).all()
        return {row.job: (row.last_success_at, row.next_due_at) for row in rows}

    def lease(self, name: str, holder: str, at: datetime, ttl: timedelta) -> int | None:
        """Take or renew the right to run `name`; returns a rising token, or None when another holds it."""
        with self.database.transaction() as connection:
            return _lease(connection, name, holder, at, ttl)

    def holder(self, name: str) -> str | None:
        """Who took the right to run `name` last; None when nobody ever did."""
        with self.database.transaction() as connection:
            query = select(job_lease.c.holder).where(job_lease.c.name == name)
            found: str | None = connection.execute(query).scalar()
            return found

    def held(self, kind: str) -> list[tuple[str, str]]:
        """(name, holder) of every lease that has not run out and whose name begins so."""
        alive = (job_lease.c.name.startswith(kind, autoescape=True), job_lease.c.expires_at > self.clock())
        with self.database.transaction() as connection:
            rows = connection.execute(select(job_lease.c.name, job_lease.c.holder).where(*alive))
            return sorted((row.name, row.holder) for row in rows)

    def release(self, name: str, holder: str, at: datetime) -> None:
        """Give the right back at once, so that the next one need not wait for it to run out."""
        statement = text("UPDATE job_lease SET expires_at = :now WHERE name = :name AND holder = :holder")
        with self.database.transaction() as connection:
            connection.execute(statement, {"now": plain(connection, at), "name": name, "holder": holder})

    def latest(
        self, limit: int = 50, job: str | None = None, before: int | None = None, *, finished: bool = False,
        ending: str = "",
    ) -> Sequence[Row[Any]]:  # fmt: skip
        """The latest runs (that have ended; before a run; whose slot ends with `ending`), newest first."""
        query = select(run).order_by(run.c.id.desc()).limit(limit)
        if finished:
            query = query.where(run.c.finished_at.is_not(None))
        if before is not None:
            query = query.where(run.c.id < before)
        if ending:
            query = query.where(run.c.slot.endswith(ending, autoescape=True))
        return self.rows(query.where(run.c.job == job) if job else query)

    def gaps(self, run_id: int) -> Sequence[Row[Any]]:
        """What one run missed and why."""
        return self.rows(select(run_gap).where(run_gap.c.run_id == run_id).order_by(run_gap.c.number))

    def missed(self, ids: Collection[int]) -> dict[int, list[Row[Any]]]:
        """What runs could not do, by run."""
        found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        query = select(run_gap).where(run_gap.c.run_id.in_(ids)).order_by(run_gap.c.run_id, run_gap.c.number)
        for row in self.rows(query):
            found[row.run_id].append(row)
        return found

    def reasons(
        self, ids: Collection[int], collectors: Collection[str]
    ) -> dict[tuple[int, str], tuple[str, date]]:
        """{(repository, collector): (the newest reason recorded, its day)}, of the last runs."""
        newest = select(func.max(run.c.id)).scalar_subquery()
        query = (
            select(run_gap.c.repository_id, run_gap.c.collector, run_gap.c.reason, run.c.started_at)
            .join(run, run.c.id == run_gap.c.run_id)
            .where(run_gap.c.run_id > newest - LATELY, run_gap.c.repository_id.in_(ids))
            .where(run_gap.c.collector.in_(collectors))
            .order_by(run_gap.c.run_id)
        )
        return {
            (row.repository_id, row.collector): (row.reason, row.started_at.date())
            for row in self.rows(query)
        }

    def done_since(self, job: str, run_id: int) -> set[str]:
        """The slots of a job that were done by runs opened after a run."""
        query = select(run.c.slot).where(
            run.c.job == job, run.c.id > run_id, run.c.outcome.in_(("done", "partial"))
        )
        return {row.slot for row in self.rows(query)}

    def last_success(self, at_or_before: datetime | None = None) -> datetime | None:
        """When a run last ended well (outcome done or partial)."""
        query = select(func.max(run.c.finished_at)).where(
            or_(run.c.outcome == "done", run.c.outcome == "partial")
        )
        if at_or_before:
            query = query.where(run.c.finished_at <= at_or_before)
        found: datetime | None = self.rows(query)[0][0]
        return found


_LEASE = text(
    "INSERT INTO job_lease (name, holder, token, expires_at) VALUES (:name, :holder, 1, :until) "
    "ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, token = job_lease.token + 1, "
    "expires_at = excluded.expires_at WHERE job_lease.expires_at <= :now OR job_lease.holder = :holder "
    "RETURNING token"
)


def _lease(connection: Connection, name: str, holder: str, at: datetime, ttl: timedelta) -> int | None:
    values = {
        "name": name,
        "holder": holder,
        "now": plain(connection, at),
        "until": plain(connection, at + ttl),
    }
    token = connection.execute(_LEASE, values).scalar()
    return None if token is None else int(token)
