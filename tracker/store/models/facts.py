"""What was read: observations and ledgers, and what could not be read."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
)

from tracker.store.models.base import UTCDateTime, metadata, repository_key

metric = Table(
    "metric",
    metadata,
    Column("id", SmallInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("name", String(60), nullable=False, unique=True),
)

source = Table(
    "source",
    metadata,
    Column("id", SmallInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
)

observation = Table(
    "observation",
    metadata,
    repository_key(),
    Column("metric_id", SmallInteger, ForeignKey("metric.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("value", Double, nullable=False),
    Column("source_id", SmallInteger, ForeignKey("source.id"), nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("fetched_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

revision = Table(
    "revision",
    metadata,
    repository_key(),
    Column("metric_id", SmallInteger, ForeignKey("metric.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("seen_at", BigInteger, primary_key=True),
    Column("old_value", Double, nullable=False),
    Column("new_value", Double, nullable=False),
    sqlite_with_rowid=False,
)

author_day = Table(
    "author_day",
    metadata,
    repository_key(),
    Column("day", Date, primary_key=True),
    Column("author", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

issue = Table(
    "issue",
    metadata,
    repository_key(),
    Column("number", Integer, primary_key=True),
    Column("is_pull_request", Boolean, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("updated_at", UTCDateTime, nullable=False),
    Column("closed_at", UTCDateTime),
    Column("merged_at", UTCDateTime),
    Column("state_reason", String(20)),
    Column("author_is_bot", Boolean),
    Column("author_association", String(30)),
    Column("is_draft", Boolean),
    Column("comments", Integer),
    Column("first_response_at", UTCDateTime),
    Column("first_maintainer_response_at", UTCDateTime),
    Column("asks_if_alive", Boolean, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

release = Table(
    "release",
    metadata,
    repository_key(),
    Column("tag", String(255), primary_key=True),
    Column("published_at", UTCDateTime, nullable=False),
    Column("is_prerelease", Boolean, nullable=False),
    Column("is_tag_only", Boolean, nullable=False),
    Column("notice", Text),
    Column("first_seen", UTCDateTime, nullable=False),
    # The last final release before a day is found by one probe.
    Index("ix_release_last", "repository_id", "is_prerelease", "published_at"),
)

notice = Table(
    "notice",
    metadata,
    repository_key(),
    Column("place", String(20), primary_key=True),
    Column("declares", String(20), primary_key=True),
    Column("first_seen", UTCDateTime, primary_key=True),
    Column("sentence", Text, nullable=False),
    Column("url", Text),
    Column("withdrawn_at", UTCDateTime),
)

gap = Table(
    "gap",
    metadata,
    repository_key(),
    Column("metric_id", SmallInteger, ForeignKey("metric.id"), primary_key=True),
    Column("start_day", Date, primary_key=True),
    Column("end_day", Date, nullable=False),
    Column("reason", Text, nullable=False),
)

degraded = Table(
    "degraded",
    metadata,
    repository_key(),
    Column("metric_id", SmallInteger, ForeignKey("metric.id"), primary_key=True),
    Column("since", UTCDateTime, nullable=False),
    Column("reason", Text, nullable=False),
)
