"""Runs and leases: what was executed when, what it cost and missed, and who may execute now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from tracker.store.bulk import plain, upsert
from tracker.store.models import job_lease, job_state, run, run_gap
from tracker.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Missed:
    """Something a run could not do: for which repository (None: all), by which collector, and why."""

    collector: str
    reason: str
    repository_id: int | None = None


class Superseded(Exception):
    """The run was taken over by another process: its end is that one's to write."""


class RunBook:
    """The book of runs, kept through a Writer."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def start(self, job: str, slot: str, at: datetime) -> int | None:
        """Open a run; None when this slot of the job was finished already (it must not run twice)."""
        try:
            with self._writer.transaction() as connection:
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
        holder: str | None = None,
        requests: int = 0,
        points: int = 0,
        observations: int = 0,
        message: str | None = None,
        missed: Sequence[Missed] = (),
    ) -> None:
        """Close a run: 'done', 'partial', 'limited' (stopped by the rate limit) or 'failed'.

        With `holder`, only while that one was the last to take the lease of the run's job. Raises Superseded.
        """
        own = [run.c.id == run_id]
        if holder is not None:
            held = (job_lease.c.name == run.c.job, job_lease.c.holder == holder)
            own.append(select(job_lease.c.name).where(*held).exists())
        with self._writer.transaction() as connection:
            written = connection.execute(
                update(run)
                .where(*own)
                .values(
                    outcome=outcome, finished_at=at, requests=requests, points=points,
                    observations=observations, message=message,
                )
            )  # fmt: skip
            if holder is not None and not written.rowcount:
                raise Superseded(f"run {run_id} was taken over by another process")
            connection.execute(run_gap.delete().where(run_gap.c.run_id == run_id))
            rows = [(run_id, n, m.repository_id, m.collector, m.reason) for n, m in enumerate(missed)]
            columns = ("run_id", "number", "repository_id", "collector", "reason")
            upsert(connection, "run_gap", columns, columns[:2], rows)

    def set_state(self, job: str, *, success_at: datetime | None, next_due_at: datetime) -> None:
        """Remember when a job last succeeded and is next due."""
        row = (job, success_at, next_due_at)
        keep = () if success_at else ("last_success_at",)
        with self._writer.transaction() as connection:
            columns = ("job", "last_success_at", "next_due_at")
            upsert(connection, "job_state", columns, ("job",), [row], keep=keep)

    def states(self) -> dict[str, tuple[datetime | None, datetime | None]]:
        """{job: (last success, next due)}."""
        with self._writer.transaction() as connection:
            rows = connection.execute(select(job_state)).all()
        return {row.job: (row.last_success_at, row.next_due_at) for row in rows}

    def lease(self, name: str, holder: str, at: datetime, ttl: timedelta) -> int | None:
        """Take or renew the right to run `name`; returns a rising token, or None when another holds it."""
        with self._writer.transaction() as connection:
            return _lease(connection, name, holder, at, ttl)

    def holder(self, name: str) -> str | None:
        """Who took the right to run `name` last; None when nobody ever did."""
        with self._writer.transaction() as connection:
            query = select(job_lease.c.holder).where(job_lease.c.name == name)
            found: str | None = connection.execute(query).scalar()
            return found

    def release(self, name: str, holder: str, at: datetime) -> None:
        """Give the right back at once, so that the next one need not wait for it to run out."""
        statement = text("UPDATE job_lease SET expires_at = :now WHERE name = :name AND holder = :holder")
        with self._writer.transaction() as connection:
            connection.execute(statement, {"now": plain(connection, at), "name": name, "holder": holder})


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
