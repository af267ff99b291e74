"""The tables. Narrow, keyed by what a row is, the repository first in every key.

Unknown is an absent row, never 0; zero is a row. A new metric or source is a row in a small table, so it
needs no migration. Times are aware UTC; `first_seen` and `fetched_at` of observations are Unix seconds.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC time; refuses naive ones. SQLite keeps it as text without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


BigId = BigInteger().with_variant(Integer(), "sqlite")


def _repository_key() -> Column[Any]:
    return Column("repository_id", BigId, ForeignKey("repository.github_id"), primary_key=True)


repository = Table(
    "repository",
    metadata,
    Column("github_id", BigId, primary_key=True, autoincrement=False),
    Column("node_id", String(100), nullable=False),
    Column("owner", String(100), nullable=False),
    Column("name", String(100), nullable=False),
    Column("created_at", UTCDateTime),
    Column("pushed_at", UTCDateTime),
    Column("archived", Boolean),
    Column("archived_at", UTCDateTime),
    Column("description", Text),
    Column("homepage", Text),
    Column("topics", Text),
    Column("is_fork", Boolean),
    Column("is_mirror", Boolean),
    Column("is_empty", Boolean),
    Column("parent_id", BigId),
    Column("default_branch", String(255)),
    Column("head_oid", String(64)),
    Column("has_issues", Boolean),
    Column("license", String(100)),
    Column("language", String(100)),
    Column("presence", String(10), nullable=False, server_default="active"),
    Column("presence_since", UTCDateTime),
    Column("presence_reason", Text),
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("seen_at", UTCDateTime),
    Index("ix_repository_owner_name", "owner", "name"),
)

# What people asked to follow. A name is resolved to an identity at the first look.
watch = Table(
    "watch",
    metadata,
    Column("full_name", String(201), primary_key=True),
    Column("repository_id", BigId, ForeignKey("repository.github_id")),
    Column("category", String(60)),
    Column("origin", String(200), nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Column("problem", Text),
    Index("ix_watch_repository_id", "repository_id"),
)

# Named lists, and where each was read: a file of a project, or '' for what was named by hand.
watch_list = Table(
    "watch_list",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("file", String(1000), primary_key=True),
    Column("read_at", UTCDateTime, nullable=False),
)

# What stands on a list: the package that asks for it ('' by hand) and the repository as it was named.
watch_list_entry = Table(
    "watch_list_entry",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("file", String(1000), primary_key=True),
    Column("package", String(214), primary_key=True),
    Column("full_name", String(201), primary_key=True),
    Column("repository_id", BigId, ForeignKey("repository.github_id")),
    Column("added_at", UTCDateTime, nullable=False),
    ForeignKeyConstraint(
        ["name", "file"],
        ["watch_list.name", "watch_list.file"],
        name="fk_watch_list_entry_name_watch_list",
    ),
    Index("ix_watch_list_entry_repository_id", "repository_id"),
)

repository_name = Table(
    "repository_name",
    metadata,
    _repository_key(),
    Column("full_name", String(201), primary_key=True),
    Column("first_seen", UTCDateTime, primary_key=True),
    Column("last_seen", UTCDateTime, nullable=False),
)

attribute = Table(
    "attribute",
    metadata,
    _repository_key(),
    Column("name", String(40), primary_key=True),
    Column("seen_at", UTCDateTime, primary_key=True),
    Column("value", Text),
)

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
    _repository_key(),
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
    _repository_key(),
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
    _repository_key(),
    Column("day", Date, primary_key=True),
    Column("author", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

issue = Table(
    "issue",
    metadata,
    _repository_key(),
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
    _repository_key(),
    Column("tag", String(255), primary_key=True),
    Column("published_at", UTCDateTime, nullable=False),
    Column("is_prerelease", Boolean, nullable=False),
    Column("is_tag_only", Boolean, nullable=False),
    Column("notice", Text),
    Column("first_seen", UTCDateTime, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    _repository_key(),
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
    _repository_key(),
    Column("metric_id", SmallInteger, ForeignKey("metric.id"), primary_key=True),
    Column("start_day", Date, primary_key=True),
    Column("end_day", Date, nullable=False),
    Column("reason", Text, nullable=False),
)

degraded = Table(
    "degraded",
    metadata,
    _repository_key(),
    Column("metric_id", SmallInteger, ForeignKey("metric.id"), primary_key=True),
    Column("since", UTCDateTime, nullable=False),
    Column("reason", Text, nullable=False),
)

cursor = Table(
    "cursor",
    metadata,
    _repository_key(),
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

# The present of one rule for one repository. Its history is in `transition`.
alert = Table(
    "alert",
    metadata,
    _repository_key(),
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
    _repository_key(),
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

# What was foretold, as it was said: kept for good, and held against what came.
forecast = Table(
    "forecast",
    metadata,
    _repository_key(),
    Column("metric_id", SmallInteger, ForeignKey("metric.id"), primary_key=True),
    Column("made_on", Date, primary_key=True),
    Column("target", Date, primary_key=True),
    Column("low", Double, nullable=False),
    Column("value", Double, nullable=False),
    Column("high", Double, nullable=False),
    Column("method", String(40), nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    sqlite_with_rowid=False,
)

# -- the read model: derived from the facts, never the truth; dropped and rebuilt it is the same ----------

# How often the facts of a repository have changed: those that verdicts rest on, those that numbers rest on.
fact_version = Table(
    "fact_version",
    metadata,
    _repository_key(),
    Column("judged", BigInteger, nullable=False, server_default="0"),
    Column("counted", BigInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

# Every turn of a verdict: what it was from `start` until the day before the next row's.
life = Table(
    "life",
    metadata,
    _repository_key(),
    Column("start", Date, primary_key=True),
    Column("headline", String(20), nullable=False),
    Column("declared", String(20), nullable=False),
    Column("observed", String(10), nullable=False),
    Column("location", String(10), nullable=False),
    Column("since", Date),
    Column("observed_since", Date),
    Column("because", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The present of one repository as lists show it, with what it was made from. `until`: made anew on that day.
overview = Table(
    "overview",
    metadata,
    _repository_key(),
    Column("judged", BigInteger, nullable=False),
    Column("counted", BigInteger, nullable=False),
    Column("made_by", String(40), nullable=False),
    Column("judged_on", Date, nullable=False),
    Column("judged_until", Date, nullable=False),
    Column("counted_on", Date, nullable=False),
    Column("counted_until", Date, nullable=False),
    Column("headline", String(20), nullable=False),
    Column("gravity", SmallInteger, nullable=False),
    Column("unmaintained", Boolean, nullable=False),
    Column("stars", Double),
    Column("gain30", Double),
    Column("gain90", Double),
    Column("share90", Double),
    Column("gain365", Double),
    Column("pace", Double),
    Column("commits", Double),
    Column("authors", Double),
    Column("response", Double),
    Column("closing", Double),
    Column("released", Date),
    Column("document", LargeBinary, nullable=False),
    *(
        Index(f"ix_overview_{name}", name)
        for name in ("gravity", "stars", "gain30", "gain90", "gain365", "commits", "authors", "response",
                     "closing", "released")
    ),
)  # fmt: skip

# Findings of the present verdict, and series by day or period, packed; read for one repository at a time.
kept = Table(
    "kept",
    metadata,
    _repository_key(),
    Column("what", String(60), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# All repositories side by side: `what` they stood at in one month (since January 1970), as a panel of every
# `chunks`th repository. A month in which nothing became known has no row: the one before it holds on.
panel = Table(
    "panel",
    metadata,
    Column("what", String(20), primary_key=True),
    Column("chunk", SmallInteger, primary_key=True, autoincrement=False),
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("chunks", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Of whom the panels do not hold yet what is kept, and from which day on.
panel_stale = Table(
    "panel_stale",
    metadata,
    _repository_key(),
    Column("since", Date, nullable=False),
    sqlite_with_rowid=False,
)

READ_MODEL = (panel_stale, panel, kept, overview, life)
