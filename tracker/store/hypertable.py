"""The series as a TimescaleDB hypertable: chunks of a year, old ones compressed. Only when asked for.

Every statement of the store works on it unchanged: the key of an observation holds its day, by which chunks
are cut, and a correction of a compressed day is an upsert like any other.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tracker.store.session import StoreError

TABLE = "observation"
CHUNK = "1 year"
OLD_DAYS = 730  # the running year and the one before it move: today's stargazers are counted anew


@dataclass(frozen=True, slots=True)
class Hypertable:
    """What TimescaleDB says of the series."""

    version: str
    chunks: int
    compressed: int
    size: int  # bytes on disk, indexes included


def found(engine: Engine) -> Hypertable | None:
    """The hypertable of this database, or None where the series are an ordinary table."""
    if engine.dialect.name != "postgresql":
        return None
    with engine.connect() as connection:
        version = connection.execute(
            text("SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'")
        ).scalar()
        return _look(connection, str(version)) if version else None


def _look(connection: Connection, version: str) -> Hypertable | None:
    chunks = connection.execute(
        text(
            "SELECT count(c.chunk_name), count(*) FILTER (WHERE c.is_compressed), "
            "hypertable_size(format('%I.%I', h.hypertable_schema, h.hypertable_name)::regclass) "
            "FROM timescaledb_information.hypertables h "
            "LEFT JOIN timescaledb_information.chunks c USING (hypertable_schema, hypertable_name) "
            "WHERE h.hypertable_name = :table AND h.hypertable_schema = current_schema() "
            "GROUP BY h.hypertable_schema, h.hypertable_name"
        ),
        {"table": TABLE},
    ).first()
    return Hypertable(version, int(chunks[0]), int(chunks[1]), int(chunks[2] or 0)) if chunks else None


def make(engine: Engine, compress_after: int | None = OLD_DAYS) -> Hypertable:
    """Turn the series into a hypertable and compress chunks that ended so many days ago (None: none).

    Safe to run again; rows that are there move into chunks, in one transaction. Raises StoreError when this
    is no PostgreSQL, or its server has no TimescaleDB, or one that may not compress.
    """
    if engine.dialect.name != "postgresql":
        raise StoreError("a hypertable needs PostgreSQL with TimescaleDB: set TRACKER_DATABASE_URL to one")
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS timescaledb"))
            connection.execute(
                # its own index on the day would be one that the models do not know
                text(
                    f"SELECT create_hypertable('{TABLE}', by_range('day', INTERVAL '{CHUNK}'), "
                    "if_not_exists => TRUE, migrate_data => TRUE, create_default_indexes => FALSE)"
                )
            )
            if compress_after is not None:
                _compress(connection, compress_after)
    except DBAPIError as error:
        cause = str(error.orig).strip().splitlines()[0]
        raise StoreError(
            f"the series cannot be made a hypertable ({cause}). TimescaleDB must be installed on the "
            "server, named in shared_preload_libraries, and be its community edition if it is to compress"
        ) from None
    made = found(engine)
    assert made is not None
    return made


def _compress(connection: Connection, after: int) -> None:
    """A series of a repository is one segment: what is read together lies together."""
    on = connection.execute(
        text(
            "SELECT compression_enabled FROM timescaledb_information.hypertables "
            "WHERE hypertable_name = :table"
        ),
        {"table": TABLE},
    ).scalar()
    if not on:
        connection.execute(
            text(
                f"ALTER TABLE {TABLE} SET (timescaledb.compress, timescaledb.compress_orderby = 'day', "
                "timescaledb.compress_segmentby = 'repository_id, metric_id')"
            )
        )
    connection.execute(text(f"SELECT remove_compression_policy('{TABLE}', if_exists => TRUE)"))
    connection.execute(text(f"SELECT add_compression_policy('{TABLE}', make_interval(days => {after:d}))"))
    connection.execute(
        text(
            "SELECT compress_chunk(chunk, if_not_compressed => TRUE) "
            "FROM show_chunks(:table, older_than => make_interval(days => :after)) AS chunk"
        ),
        {"table": TABLE, "after": after},
    )
