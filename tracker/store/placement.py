"""Where each table lies on a Citus cluster, and the rules of Citus that the schema keeps for it. Pure.

Facts and what is derived from them are cut by repository, so that one repository is always on one machine and
every statement about it stays there. What names things is on every machine; what concerns all repositories at
once (the watch list, alerts' history, runs) stays on the coordinator.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import MetaData, PrimaryKeyConstraint, Table, UniqueConstraint

KEY = "repository_id"
REFERENCE = ("repository", "metric", "source")
DISTRIBUTED = (
    "observation", "revision", "author_day", "gap", "degraded", "repository_name", "attribute", "issue",
    "release", "notice", "cursor", "alert", "forecast", "fact_version", "life", "overview", "kept",
    "panel_stale",
)  # fmt: skip
COORDINATOR = (
    "watch", "watch_list", "watch_list_entry", "validator", "run", "run_gap", "job_state", "job_lease",
    "meta", "transition", "delivery", "notification", "baseline", "silence", "panel", "alembic_version",
)  # fmt: skip


def breaches(metadata: MetaData) -> list[str]:
    """What in a schema Citus would refuse, in words; an empty list says that it can be distributed."""
    return [told for table in metadata.sorted_tables for told in _of(table)]


def _of(table: Table) -> Iterator[str]:
    name = table.name
    places = [name in REFERENCE, name in DISTRIBUTED, name in COORDINATOR]
    if sum(places) != 1:
        yield f"{name} has {sum(places)} places: give it one"
    if name in DISTRIBUTED:
        yield from _keys(table)
    for key in table.foreign_keys:
        other = key.column.table.name
        if name in REFERENCE and other not in REFERENCE:
            yield f"{name} is on every machine and may not point to {other}, which is not"
        if name in DISTRIBUTED and other not in REFERENCE:
            yield f"{name} is distributed and may point to tables on every machine only, not to {other}"
        if name in COORDINATOR and other in DISTRIBUTED:
            yield f"{name} stays on the coordinator and may not point to {other}, which is distributed"


def _keys(table: Table) -> Iterator[str]:
    """The column by which a table is cut stands in each of its unique keys, first in its primary key."""
    for constraint in table.constraints:
        if not isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint):
            continue
        columns = [column.name for column in constraint.columns]
        if KEY not in columns:
            yield f"a unique key of {table.name} lacks {KEY}: ({', '.join(columns)})"
        elif isinstance(constraint, PrimaryKeyConstraint) and columns[0] != KEY:
            yield f"the primary key of {table.name} does not begin with {KEY}"
    for index in table.indexes:
        if index.unique and KEY not in {column.name for column in index.columns}:
            yield f"the unique index {index.name} of {table.name} lacks {KEY}"
