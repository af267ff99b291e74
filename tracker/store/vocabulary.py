"""The words that some columns may hold; a test holds them against the words that the program writes."""

from __future__ import annotations

from sqlalchemy import Column

from tracker.records import Presence
from tracker.store.models import alert, delivery, life, notice, notification, repository, run, silence
from tracker.store.models import transition as t

STANDINGS = ("inactive", "pending", "firing", "resolved", "known")
DECLARES = ("end-of-life", "maintenance-only", "moved", "archived")
PLACES = (
    "readme", "description", "topics", "homepage", "issue", "release", "registry", "announcement",
    "discussion",
)  # fmt: skip
HEADLINES = (
    "archived", "end-of-life", "moved", "maintenance-only", "dormant", "fading", "slow", "active", "unknown",
)  # fmt: skip

WORDS: tuple[tuple[Column[str], tuple[str, ...]], ...] = (
    (repository.c.presence, tuple(word.value for word in Presence)),
    (run.c.outcome, ("running", "done", "partial", "limited", "failed")),
    (alert.c.state, STANDINGS),
    (t.c.from_state, STANDINGS),
    (t.c.to_state, STANDINGS),
    (notification.c.state, ("queued", "muted", "sent", "dead")),
    (delivery.c.state, ("queued", "sending", "sent", "dead")),
    (delivery.c.kind, ("alert", "digest", "test")),
    (silence.c.kind, ("mute", "snooze", "ack")),
    (notice.c.place, PLACES),
    (notice.c.declares, DECLARES),
    (life.c.headline, HEADLINES),
)

# Values of `meta` that must be one of these words.
META = {"kind": ("live", "demo")}
