"""Whether a database is whole: a readable file, our schema and nothing else, cells of their kind.

Where it is not, nothing else can be asked of it: what looks at values would stumble over the damage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from sqlalchemy import Connection, Engine, inspect

from tracker.store.cells import wrong_cells
from tracker.store.flaws import EXAMPLES, RESTORE, Flaw, FlawKind
from tracker.store.models import metadata
from tracker.store.own_schema import strange


def damage(engine: Engine) -> list[Flaw]:
    """What SQLite says of its file. Outside of a transaction: on a damaged file not even that ends well."""
    if engine.dialect.name != "sqlite":
        return []
    with closing(engine.raw_connection()) as opened:
        try:
            said = [str(row[0]) for row in opened.cursor().execute("PRAGMA integrity_check(20)")]
        except sqlite3.DatabaseError as error:
            said = [str(error)]
    if said == ["ok"]:
        return []
    return [Flaw(FlawKind.BROKEN, "the file is damaged", len(said), tuple(said[:EXAMPLES]), RESTORE)]


def whole(connection: Connection) -> list[Flaw]:
    """What is missing of the tables, too much or of another kind; nothing when all else may be asked."""
    found = [*_missing(connection), *strange(connection), *_versions(connection)]
    return found or list(wrong_cells(connection))


def _missing(connection: Connection) -> Iterator[Flaw]:
    """Tables, columns and indexes that this program's version has and the database has not."""
    there = inspect(connection)
    tables = set(there.get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in tables:
            yield Flaw(FlawKind.BROKEN, "a table is missing", 1, (table.name,), RESTORE)
            continue
        for what, wanted, found in (
            ("columns", {c.name for c in table.columns}, there.get_columns(table.name)),
            ("indexes", {str(i.name) for i in table.indexes}, there.get_indexes(table.name)),
        ):
            if gone := sorted(wanted - {str(one["name"]) for one in found}):
                shown = tuple(gone[:EXAMPLES])
                yield Flaw(FlawKind.BROKEN, f"{what} of {table.name} are missing", len(gone), shown, RESTORE)


def _versions(connection: Connection) -> Iterator[Flaw]:
    if not inspect(connection).has_table("alembic_version"):
        yield Flaw(FlawKind.BROKEN, "the database has lost its version", 1, (), RESTORE)
        return
    found = [str(row[0]) for row in connection.exec_driver_sql("SELECT version_num FROM alembic_version")]
    if len(found) != 1:
        yield Flaw(FlawKind.BROKEN, "the database must have one version", len(found), tuple(found), RESTORE)
