"""Taking turns: one process at a time evaluates alerts or forms messages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from tracker.store.writer import Writer


class Turn:
    """What every writing desk of the alerts has: a Writer, and a transaction in which it is alone."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """One transaction in which nobody else evaluates or forms messages."""
        with self._writer.transaction() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's writers are alone already
                connection.exec_driver_sql("LOCK TABLE alert IN SHARE ROW EXCLUSIVE MODE")
            yield connection
