"""How far collecting has come: cursors, validators, runs, leases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from tracker.store.models.base import BigId, UTCDateTime, metadata, repository_key

cursor = Table(
    "cursor",
    metadata,
    repository_key(),
    Column("collector", String(40), primary_key=True),
    Column("position", Text, nullable=False),
    Column("updated_at", UTCDateTime, nullable=False),
)

validator = Table(
    "validator",
    metadata,
    Column("key", String(400), primary_key=True),
    Column("etag", Text, nullable=False),
    Column("link", Text),
    Column("fetched_at", UTCDateTime, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("job", String(40), nullable=False),
    Column("slot", String(40), nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("finished_at", UTCDateTime),
    Column("outcome", String(20), nullable=False),
    Column("requests", Integer, nullable=False, server_default="0"),
    Column("points", Integer, nullable=False, server_default="0"),
    Column("observations", Integer, nullable=False, server_default="0"),
    Column("message", Text),
    UniqueConstraint("job", "slot"),
    Index("ix_run_started_at", "started_at"),
)

run_gap = Table(
    "run_gap",
    metadata,
    Column("run_id", BigId, ForeignKey("run.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("repository_id", BigId, ForeignKey("repository.github_id")),
    Column("collector", String(40), nullable=False),
    Column("reason", Text, nullable=False),
)

job_state = Table(
    "job_state",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("last_success_at", UTCDateTime),
    Column("next_due_at", UTCDateTime),
)

job_lease = Table(
    "job_lease",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(100), nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("expires_at", UTCDateTime, nullable=False),
)

# What this database is: 'kind' (live or demo), 'clock' (the demo's present), 'figures' (their version).
meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# -- alerts: what stands, what changed, who is to be told, and what was sent ---------------------------
