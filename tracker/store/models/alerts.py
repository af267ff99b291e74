"""Alerts: how each stands, what changed, and who was told."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from tracker.store.models.base import BigId, UTCDateTime, metadata, repository_key

# The present of one rule for one repository. Its history is in `transition`.
alert = Table(
    "alert",
    metadata,
    repository_key(),
    Column("rule", String(60), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("value", Text, nullable=False),
    Column("since", Date),
    Column("as_of", Date, nullable=False),
    Column("turning_since", Date),
    Column("number", Integer, nullable=False),
)

transition = Table(
    "transition",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("repository_id", BigId, ForeignKey("repository.github_id"), nullable=False),
    Column("rule", String(60), nullable=False),
    Column("number", Integer, nullable=False),
    Column("from_state", String(10), nullable=False),
    Column("to_state", String(10), nullable=False),
    Column("value", Text, nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("payload", Text, nullable=False),
    UniqueConstraint("repository_id", "rule", "number"),
    Index("ix_transition_at", "at"),
)

# One message for one channel, with its own fate. The key never changes: receivers tell repeats by it.
delivery = Table(
    "delivery",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("channel", String(60), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try_at", UTCDateTime, nullable=False),
    Column("claimed_by", String(100)),
    Column("claimed_until", UTCDateTime),
    Column("sent_at", UTCDateTime),
    Column("error", Text),
    Index("ix_delivery_channel_created_at", "channel", "created_at"),
    Index("ix_delivery_state", "state"),
)

# Whether and how one channel hears of one transition, and why.
notification = Table(
    "notification",
    metadata,
    Column("transition_id", BigId, ForeignKey("transition.id"), primary_key=True),
    Column("channel", String(60), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("queued_at", UTCDateTime, nullable=False),
    Column("digest", Boolean, nullable=False),
    Column("delivery_key", String(64), ForeignKey("delivery.key")),
    Index("ix_notification_state_channel", "state", "channel"),
    Index("ix_notification_delivery_key", "delivery_key"),
)

# What each channel was last told. It moves only when a message was delivered.
baseline = Table(
    "baseline",
    metadata,
    repository_key(),
    Column("rule", String(60), primary_key=True),
    Column("channel", String(60), primary_key=True),
    Column("told", Text, nullable=False),
    Column("transition_id", BigId, ForeignKey("transition.id"), nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

# Mutes, snoozes and acknowledgements; None for repository or rule means every one.
silence = Table(
    "silence",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("repository_id", BigId, ForeignKey("repository.github_id")),
    Column("rule", String(60)),
    Column("until", UTCDateTime),
    Column("reason", Text, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
)
