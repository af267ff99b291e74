"""Citus's rules on a plain PostgreSQL: functions of its names that refuse what it refuses, and cut nothing.

Whatever passes here was written down as Citus documents it; only a cluster (`TRACKER_TEST_CITUS`) proves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, text

from tracker.store.models import metadata
from tracker.store.session import connect, upgrade

RULES = """
INSERT INTO pg_extension SELECT 99999, 'citus', extowner, extnamespace, false, '{version}', NULL, NULL
  FROM pg_extension LIMIT 1;
CREATE TABLE pg_dist_partition
  (logicalrelid regclass PRIMARY KEY, partmethod "char", repmodel "char", beside regclass);
CREATE VIEW citus_shards AS SELECT 'worker' AS nodename, 5432 AS nodeport, 'distributed' AS citus_table_type,
  0::bigint AS shard_size FROM pg_dist_partition WHERE partmethod = 'h';

CREATE FUNCTION create_reference_table(asked regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO pg_dist_partition VALUES (asked, 'n', 't', NULL);
END $$;

CREATE FUNCTION create_distributed_table
  (asked regclass, key text, colocate_with text, shard_count int DEFAULT 32)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE bad text;
BEGIN
  SELECT conname INTO bad FROM pg_constraint
    WHERE conrelid = asked AND contype = 'f'
    AND confrelid NOT IN (SELECT logicalrelid FROM pg_dist_partition WHERE repmodel = 't');
  IF bad IS NOT NULL THEN RAISE EXCEPTION 'foreign key % leads to a table of one machine', bad; END IF;
  SELECT i.indexrelid::regclass::text INTO bad FROM pg_index i
    WHERE i.indrelid = asked AND i.indisunique
    AND (SELECT attnum FROM pg_attribute WHERE attrelid = asked AND attname = key) <> ALL (i.indkey);
  IF bad IS NOT NULL THEN RAISE EXCEPTION 'unique key % lacks the distribution column', bad; END IF;
  IF colocate_with <> 'none' AND NOT EXISTS
    (SELECT FROM pg_dist_partition WHERE logicalrelid = colocate_with::regclass AND partmethod = 'h')
  THEN RAISE EXCEPTION '% is not distributed', colocate_with; END IF;
  INSERT INTO pg_dist_partition VALUES (asked, 'h', 's', NULLIF(colocate_with, 'none')::regclass);
  EXECUTE format('CREATE TRIGGER stays BEFORE UPDATE OF %I ON %s FOR EACH STATEMENT '
    'EXECUTE FUNCTION refuse_moving()', key, asked);
END $$;

CREATE FUNCTION refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'modifying the distribution column of % is not supported', TG_TABLE_NAME;
END $$;
"""


def teach(engine: Engine, version: str = "13.2-1") -> None:
    """Make a database that belongs to the tests behave by these rules."""
    with engine.begin() as connection:
        connection.execute(text(RULES.replace("{version}", version).replace(":", r"\:")))


@contextmanager
def wiped(url: str) -> Iterator[Engine]:
    """A real cluster's database with ordinary, empty tables: whatever lay there before is gone."""
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        metadata.drop_all(connection)
    upgrade(engine)
    yield engine
    engine.dispose()
