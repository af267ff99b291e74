"""Whether a database is whole: a readable file, every table, column and index, cells of their kind.

Where it is not, nothing else can be asked of it: what looks at values would stumble over the damage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine, Table, inspect
from sqlalchemy.types import Boolean, Date, DateTime, Double, Integer

from tracker.store.flaws import EXAMPLES, Flaw, Kind
from tracker.store.models import metadata

# What SQLite must say of a cell, by the kind of its column: it would keep anything anywhere.
CELLS: tuple[tuple[type[Any], str, str], ...] = (
    (Boolean, "{0} NOT IN (0, 1)", "neither true nor false"),
    (Integer, "typeof({0}) <> 'integer'", "no whole number"),
    (Double, "typeof({0}) NOT IN ('real', 'integer')", "no number"),
    (Date, "{0} IS NOT date({0})", "no day"),
    (DateTime, "typeof({0}) <> 'text' OR datetime({0}) IS NULL", "no time"),
)


def damage(engine: Engine) -> list[Flaw]:
    """What SQLite says of its file. Outside of a transaction: on a damaged file not even that ends well."""
    if engine.dialect.name != "sqlite":
        return []
    with closing(engine.raw_connection()) as opened:
        try:
            said = [str(row[0]) for row in opened.cursor().execute("PRAGMA quick_check(20)")]
        except sqlite3.DatabaseError as error:
            said = [str(error)]
    return [Flaw(Kind.BROKEN, "the file is damaged", len(said), tuple(said[:EXAMPLES]))] * (said != ["ok"])


def whole(connection: Connection) -> list[Flaw]:
    """What is missing of the tables, or of another kind; nothing when everything else may be asked."""
    return list(_missing(connection)) or list(_cells(connection))


def _missing(connection: Connection) -> Iterator[Flaw]:
    """Tables, columns and indexes that this program's version has and the database has not."""
    there = inspect(connection)
    tables = set(there.get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in tables:
            yield Flaw(Kind.BROKEN, "a table is missing", 1, (table.name,))
            continue
        for what, wanted, found in (
            ("columns", {c.name for c in table.columns}, there.get_columns(table.name)),
            ("indexes", {str(i.name) for i in table.indexes}, there.get_indexes(table.name)),
        ):
            if gone := sorted(wanted - {str(one["name"]) for one in found}):
                yield Flaw(
                    Kind.BROKEN, f"{what} of {table.name} are missing", len(gone), tuple(gone[:EXAMPLES])
                )


def _cells(connection: Connection) -> Iterator[Flaw]:
    if connection.dialect.name == "sqlite":
        for table in metadata.sorted_tables:
            yield from _cells_of(connection, table)


def _cells_of(connection: Connection, table: Table) -> Iterator[Flaw]:
    """Cells of another kind than their column, all columns in one reading of the table."""
    tests = {
        column.name: (f"({test.format(column.name)}) AND {column.name} IS NOT NULL", words)
        for column in table.columns
        for kind, test, words in CELLS
        if isinstance(getattr(column.type, "impl_instance", column.type), kind)
    }
    if not tests:
        return
    sums = ", ".join(f"total({test})" for test, _ in tests.values())
    found = connection.exec_driver_sql(f"SELECT {sums} FROM {table.name}").one()  # noqa: S608 - our own names
    for (name, (test, words)), many in zip(tests.items(), found, strict=True):
        if many:
            query = f"SELECT {name} FROM {table.name} WHERE {test} LIMIT {EXAMPLES}"  # noqa: S608
            shown = tuple(repr(row[0])[:40] for row in connection.exec_driver_sql(query))
            yield Flaw(Kind.BROKEN, f"cells of {table.name}.{name} that are {words}", int(many), shown)
