"""What is made from facts and can be made again: forecasts as they were given, and the read model."""

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
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    false,
)

from tracker.store.models.base import UTCDateTime, metadata, repository_key

# What was foretold, as it was said: kept for good, and held against what came.
forecast = Table(
    "forecast",
    metadata,
    repository_key(),
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

# How often the facts of a repository have changed: those that verdicts rest on, those that numbers rest on,
# and those that numbers of the long past rest on.
fact_version = Table(
    "fact_version",
    metadata,
    repository_key(),
    Column("judged", BigInteger, nullable=False, server_default="0"),
    Column("counted", BigInteger, nullable=False, server_default="0"),
    Column("past", BigInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

# Every turn of a verdict: what it was from `start` until the day before the next row's.
life = Table(
    "life",
    metadata,
    repository_key(),
    Column("start", Date, primary_key=True),
    Column("headline", String(20), nullable=False),
    Column("declared", String(20), nullable=False),
    Column("observed", String(10), nullable=False),
    Column("location", String(10), nullable=False),
    Column("since", Date),
    Column("observed_since", Date),
    Column("because", Text, nullable=False),
    Column("since_by", Boolean, nullable=False, server_default=false()),
    sqlite_with_rowid=False,
)

# The present of one repository as lists show it, with what it was made from. `until`: made anew on that day.
overview = Table(
    "overview",
    metadata,
    repository_key(),
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
    repository_key(),
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
    repository_key(),
    Column("since", Date, nullable=False),
    sqlite_with_rowid=False,
)

READ_MODEL = (panel_stale, panel, kept, overview, life)
