"""The tables on a Citus cluster, cut by repository over its workers. Only when asked for.

Every statement of the store works on it unchanged: each key of a distributed table begins with the repository
(`placement`). What is asked of one repository goes to one worker, what is asked of all goes to all at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tracker.store.placement import DISTRIBUTED, KEY, REFERENCE
from tracker.store.session import StoreError, check_version

OLDEST = (11, 2)  # the first that joins rows of the workers to those of tables which are on every machine
SHARDS = 32
MOST = 64_000
CUT = "SELECT create_distributed_table(CAST(:name AS regclass), :key"


@dataclass(frozen=True, slots=True)
class ClusterNode:
    """One machine of the cluster: its address, how many shards lie there, and their bytes."""

    name: str
    port: int
    shards: int
    size: int


@dataclass(frozen=True, slots=True)
class CitusCluster:
    """What Citus says of this database."""

    version: str
    distributed: int
    reference: int
    nodes: tuple[ClusterNode, ...]


def found(engine: Engine) -> CitusCluster | None:
    """The cluster of this database, or None where its tables are ordinary ones."""
    if engine.dialect.name != "postgresql":
        return None
    with engine.connect() as connection:
        version = _version(connection)
        placed = _placed(connection) if version else {}
        if version is None or not placed:
            return None
        kinds = list(placed.values())
        return CitusCluster(version, kinds.count("distributed"), kinds.count("reference"), _nodes(connection))


def distribute(engine: Engine, shards: int = SHARDS) -> CitusCluster:
    """Make reference and distributed tables of what is in `placement`, with the rows that are there.

    One transaction: all of it or nothing. Safe to run again: tables that are placed stay as they are, those
    of later migrations join the others' shards. Raises StoreError when this is no PostgreSQL, or its server
    has no Citus or one older than OLDEST, or the cluster refuses.
    """
    if engine.dialect.name != "postgresql":
        raise StoreError("a cluster needs PostgreSQL with Citus: set TRACKER_DATABASE_URL to its coordinator")
    if not 1 <= shards <= MOST:
        raise StoreError(f"--shards is a number between 1 and {MOST:,}, not {shards}")
    check_version(engine)
    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS citus"))
            _refuse_old(_version(connection) or "0")
            # tables point to each other: one shard after the other, or Citus refuses its own parallel work
            connection.execute(text("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'"))
            for statement, values in statements(_placed(connection), shards):
                connection.execute(text(statement), values)
    except DBAPIError as error:
        cause = str(error.orig).strip().splitlines()[0]
        raise StoreError(
            f"the tables cannot be distributed ({cause}). Citus must be installed on the server and named in "
            "shared_preload_libraries, and the coordinator must know itself and its workers: "
            "SELECT citus_set_coordinator_host('its name'); SELECT citus_add_node('a worker', 5432)"
        ) from None
    made = found(engine)
    if made is None:
        raise StoreError("the server took every statement, and says that nothing is distributed")
    return made


def statements(
    placed: dict[str, str], shards: int, distributed: Sequence[str] = DISTRIBUTED
) -> list[tuple[str, dict[str, object]]]:
    """What is left to say to Citus, in order, by what is placed already: (SQL, its values)."""
    left: list[tuple[str, dict[str, object]]] = [
        ("SELECT create_reference_table(CAST(:name AS regclass))", {"name": name})
        for name in REFERENCE
        if name not in placed
    ]
    beside = next((name for name in distributed if placed.get(name) == "distributed"), None)
    for name in distributed:
        if name in placed:
            continue
        values: dict[str, object] = {"name": name, "key": KEY}
        if beside is None:
            asked = f"{CUT}, colocate_with => 'none', shard_count => :shards)"
            left.append((asked, {**values, "shards": shards}))
            beside = name
        else:
            asked = f"{CUT}, colocate_with => :beside)"
            left.append((asked, {**values, "beside": beside}))
    return left


def _version(connection: Connection) -> str | None:
    told = connection.execute(text("SELECT extversion FROM pg_extension WHERE extname = 'citus'")).scalar()
    return str(told) if told else None


def _refuse_old(version: str) -> None:
    told = re.match(r"(\d+)\.(\d+)", version)
    if told is None or (int(told[1]), int(told[2])) < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise StoreError(f"this server has Citus {version}; the tables need {needed} or later")


def _placed(connection: Connection) -> dict[str, str]:
    """The tables of this schema that Citus has placed: 'reference' or 'distributed' by name."""
    rows = connection.execute(
        text(
            "SELECT c.relname, p.partmethod, p.repmodel FROM pg_dist_partition p "
            "JOIN pg_class c ON c.oid = p.logicalrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()"
        )
    )
    kinds = {("h", "s"): "distributed", ("n", "t"): "reference"}  # what is only known to it is ("n", "s")
    known = {*REFERENCE, *DISTRIBUTED}
    return {name: kinds[kind] for name, *how in rows if name in known and (kind := tuple(how)) in kinds}


def _nodes(connection: Connection) -> tuple[ClusterNode, ...]:
    rows = connection.execute(
        text(
            "SELECT nodename, nodeport, count(*), coalesce(sum(shard_size), 0) FROM citus_shards "
            "WHERE citus_table_type = 'distributed' GROUP BY 1, 2 ORDER BY 1, 2"
        )
    )
    return tuple(ClusterNode(str(name), int(port), int(many), int(size)) for name, port, many, size in rows)
