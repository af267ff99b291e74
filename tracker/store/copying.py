"""Moving a whole database: SQLite to PostgreSQL and back, row by row, with counts and checksums compared."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select, text

from tracker.store.bulk import plain
from tracker.store.models import metadata
from tracker.store.session import StoreError, check_version, upgrade

BLOCK = 20_000
MANY = 2**64
Step = Callable[[str, int], None]
Rows = Iterable[Sequence[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows a table has, and the sum of their hashes: the same for the same rows in any order."""

    rows: int
    checksum: int


def copy(source: Engine, target: Engine, step: Step = lambda table, rows: None) -> dict[str, Sum]:
    """Copy every table into an empty database, in one transaction; returns what was copied.

    The source is read in one consistent view and may be in use. Raises StoreError when the target is not
    empty or, after copying, not equal; then nothing stays of what was written.
    """
    if check_version(source) is not None:
        raise StoreError("the database to copy is not at this program's version. Run: tracker db upgrade")
    upgrade(target)
    refuse_if_filled(target)
    with (
        view(source) as reading,
        target.connect().execution_options(writing=True) as writing,
        writing.begin(),
    ):
        wanted = {t.name: _copy_table(reading, writing, t, step) for t in metadata.sorted_tables}
        found = {t.name: sum_of(writing, t) for t in metadata.sorted_tables}
        if differing := [name for name in wanted if wanted[name] != found[name]]:
            raise StoreError(
                f"the copy differs from the original in {', '.join(differing)}; nothing was kept"
            )
        _restart_sequences(writing)
    return found


def refuse_if_filled(target: Engine) -> None:
    """Raises StoreError when there is a row in any table."""
    with target.connect() as connection:
        for table in metadata.sorted_tables:
            if connection.execute(select(func.count()).select_from(table)).scalar():
                raise StoreError(
                    f"the target database is not empty ({table.name} has rows): give an empty one"
                )


def sums(engine: Engine) -> dict[str, Sum]:
    """Counts and checksums of all tables, in one consistent view; alike on SQLite and PostgreSQL."""
    with view(engine) as connection:
        return {table.name: sum_of(connection, table) for table in metadata.sorted_tables}


def sum_of(connection: Connection, table: Table) -> Sum:
    """Count and checksum of one table."""
    count = checksum = 0
    for block in _blocks(connection, table):
        count += len(block)
        checksum = (checksum + _hashes(block)) % MANY
    return Sum(count, checksum)


@contextmanager
def view(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the database, whoever writes meanwhile."""
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield connection


def _copy_table(reading: Connection, writing: Connection, table: Table, step: Step) -> Sum:
    names = [column.name for column in table.columns]
    count = checksum = 0
    for block in _blocks(reading, table):
        _insert(writing, table.name, names, block)
        count += len(block)
        checksum = (checksum + _hashes(block)) % MANY
        step(table.name, count)
    return Sum(count, checksum)


def _insert(
    connection: Connection, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    if not rows:
        return
    listed = ", ".join(names)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copying:
            for row in rows:
                copying.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    statement = f"INSERT INTO {table} ({listed}) VALUES ({marks})"  # noqa: S608 - our own names
    connection.exec_driver_sql(statement, [tuple(plain(connection, cell) for cell in row) for row in rows])


def _blocks(connection: Connection, table: Table) -> Rows:
    streamed = connection.execution_options(stream_results=True, yield_per=BLOCK)
    for rows in streamed.execute(select(table)).partitions():
        yield [tuple(row) for row in rows]


def _hashes(rows: Iterable[tuple[Any, ...]]) -> int:
    return sum(
        int.from_bytes(hashlib.blake2b(repr(tuple(map(_form, row))).encode(), digest_size=8).digest())
        for row in rows
    )


def _form(cell: Any) -> Any:
    """A cell as both databases must give it."""
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).isoformat(" ", "microseconds")
    return cell.isoformat() if isinstance(cell, date) else cell


def _restart_sequences(connection: Connection) -> None:
    """PostgreSQL numbers new rows from where the copied ones end."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        for column in table.primary_key.columns:
            name = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :name)"),
                {"table": table.name, "name": column.name},
            ).scalar()
            if name:
                highest = connection.execute(select(func.max(column))).scalar()
                if highest is not None:
                    connection.execute(text("SELECT setval(:name, :to)"), {"name": name, "to": highest})
