"""Cells of another kind than their column: SQLite keeps anything anywhere, and readers stumble over it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Column, Connection, Table, select
from sqlalchemy.types import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Double,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
)

from tracker.store.flaws import EXAMPLES, Flaw, FlawKind, remedy
from tracker.store.models import cursor, kept, metadata, overview, panel, repository, transition
from tracker.store.whose import named

MOMENT = "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9]*"

# What SQLite must not say of a cell, by the kind of its column; the first kind that fits counts.
CELLS: tuple[tuple[type[Any], str, str], ...] = (
    (Boolean, "{0} NOT IN (0, 1)", "neither true nor false"),
    (SmallInteger, "typeof({0}) <> 'integer' OR abs({0}) > 32767", "no whole number of that size"),
    (BigInteger, "typeof({0}) <> 'integer'", "no whole number"),
    (Integer, "typeof({0}) <> 'integer' OR abs({0}) > 2147483647", "no whole number of that size"),
    (Double, "typeof({0}) NOT IN ('real', 'integer')", "no number"),
    (Date, "{0} IS NOT date({0}, '+0 days') OR {0} < '0001'", "no day"),
    (DateTime, f"typeof({{0}}) <> 'text' OR {{0}} NOT GLOB '{MOMENT}' "
               "OR substr({0}, 1, 10) IS NOT date({0}, '+0 days') "
               "OR {0} < '0001'", "no time"),
    (LargeBinary, "typeof({0}) <> 'blob'", "no bytes"),
    (String, "typeof({0}) <> 'text' OR instr({0}, char(0))", "no text"),
)  # fmt: skip


def wrong_cells(connection: Connection) -> Iterator[Flaw]:
    """Cells that cannot be read as what they must be; where there are some, the packed ones wait."""
    found: list[Flaw] = []
    if connection.dialect.name == "sqlite":
        for table in metadata.sorted_tables:
            found += _of_their_kind(connection, table)
        found = found or list(_letters(connection))
    yield from found or _packed(connection)


def _of_their_kind(connection: Connection, table: Table) -> Iterator[Flaw]:
    """Cells of another kind than their column, all columns in one reading of the table."""
    tests = {column.name: _test(column) for column in table.columns}
    sums = ", ".join(f"total({test})" for test, _ in tests.values())
    found = connection.exec_driver_sql(f"SELECT {sums} FROM {table.name}").one()  # noqa: S608 - our own names
    for (name, (test, words)), many in zip(tests.items(), found, strict=True):
        if many:
            shown = named(connection, table, test, name)
            what = f"cells of {table.name}.{name} that are {words}"
            yield Flaw(FlawKind.BROKEN, what, int(many), shown, remedy(table.name))


def _test(column: Column[Any]) -> tuple[str, str]:
    """What is true of a wrong cell of a column, and in words; an empty cell is wrong where none may be."""
    inner = getattr(column.type, "impl_instance", column.type)
    test, words = next((t, w) for kind, t, w in CELLS if isinstance(inner, kind))
    test, name = test.format(column.name), column.name
    if isinstance(inner, String) and inner.length:
        test, words = f"{test} OR length({name}) > {inner.length}", f"{words} of that length"
    empty = "" if column.nullable else f" OR {name} IS NULL"
    return f"(({test}) AND {name} IS NOT NULL{empty})", words if column.nullable else f"{words}, or empty"


def _letters(connection: Connection) -> Iterator[Flaw]:
    """Text that is none in UTF-8: reading it ends everybody's query."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    for table in metadata.sorted_tables:
        columns = [c.name for c in table.columns if isinstance(c.type, String)]
        for name in columns:
            query = f"SELECT CAST({name} AS BLOB) FROM {table.name} WHERE {name} IS NOT NULL"  # noqa: S608
            bad = sum(not _is_utf8(row[0]) for row in driver.execute(query))
            if bad:
                what = f"cells of {table.name}.{name} that are no text"
                yield Flaw(FlawKind.BROKEN, what, bad, (), remedy(table.name))


def _is_utf8(cell: bytes) -> bool:
    try:
        cell.decode()
    except UnicodeDecodeError:
        return False
    return True


def _packed(connection: Connection) -> Iterator[Flaw]:
    """Cells that hold a document which cannot be read."""
    for column, opened, only in PACKED:
        table: Table = column.table
        query = select(*table.primary_key.columns, column).where(column.is_not(None))
        if only:
            query = query.where(table.c.what == only)
        bad = [row for row in connection.execute(query) if not _opens(opened, row[-1])]
        if bad:
            shown = tuple(" ".join(map(str, row[:-1])) for row in bad[:EXAMPLES])
            what = f"documents in {table.name}.{column.name} that cannot be read"
            yield Flaw(FlawKind.BROKEN, what, len(bad), shown, remedy(table.name))


def _opens(opened: Callable[[Any], object], cell: Any) -> bool:
    try:
        return bool(opened(cell))
    except (ValueError, TypeError, KeyError, zlib.error, RecursionError):
        return False


def _object(cell: str) -> bool:
    return isinstance(json.loads(cell, parse_constant=_no_number), dict)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _words(cell: str) -> bool:
    found = json.loads(cell)
    return isinstance(found, list) and all(isinstance(word, str) for word in found)


def _unpacked(cell: bytes) -> bool:
    return _object(zlib.decompress(cell).decode("utf-8", "surrogatepass"))


def _inflated(cell: bytes) -> bool:
    return bool(zlib.decompress(cell))


PACKED: tuple[tuple[Column[Any], Callable[[Any], bool], str | None], ...] = (
    (cursor.c.position, _object, None),
    (repository.c.topics, _words, None),
    (transition.c.payload, _object, None),
    (overview.c.document, _unpacked, None),
    (kept.c.body, _unpacked, "verdict"),
    (panel.c.body, _inflated, None),
)
