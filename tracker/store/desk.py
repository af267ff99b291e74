"""What every reader's desk has: an engine and a consistent view."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Row

__all__ = ["Connection", "Desk", "many_objects"]


@contextmanager
def many_objects() -> Iterator[None]:
    """Put Python's cycle collector off while hundreds of thousands of plain rows are made.

    Rows hold no cycles; looking through all of them again and again took a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Desk:
    """Cheap to make; holds no state but the engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._view = engine
        if engine.dialect.name == "postgresql":  # SQLite's readers see one state of the file anyway
            self._view = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection with one consistent view of the database."""
        with self._view.connect() as connection, connection.begin():
            yield connection

    def rows(self, query: Any) -> Sequence[Row[Any]]:
        """All rows of one query."""
        with self.connection() as connection:
            return connection.execute(query).all()

    def raw(self, query: Any) -> Sequence[tuple[Any, ...]]:
        """All rows as the driver gives them: for hundreds of thousands, where types by row cost too much.

        On SQLite days and times come as text.
        """
        with many_objects(), self.connection() as connection:
            text = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
            cursor = connection.exec_driver_sql(text.replace("%", "%%"))
            return cursor.cursor.fetchall() if cursor.cursor is not None else []
