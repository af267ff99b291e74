"""Metric and source names as small numbers, made on first use and remembered by the process."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from sqlalchemy import Connection, Table, func, insert, select

from tracker.store.models import metric, source


class Names:
    """The two small tables `metric` and `source`, cached. An unknown name gets the next number."""

    def __init__(self, share: Callable[[Connection], None] = lambda _: None) -> None:
        self._share = share  # called before a number is made, for who else makes some at the same time
        self._lock = Lock()
        self._known: dict[str, dict[str, int]] = {"metric": {}, "source": {}}

    def metric(self, connection: Connection, name: str) -> int:
        """The number of a metric."""
        return self._id(connection, metric, name)

    def source(self, connection: Connection, name: str) -> int:
        """The number of a source."""
        return self._id(connection, source, name)

    def forget(self) -> None:
        """After a rollback: numbers made in it were never kept."""
        with self._lock:
            for known in self._known.values():
                known.clear()

    def _id(self, connection: Connection, table: Table, name: str) -> int:
        with self._lock:
            known = self._known[table.name]
            if name not in known:
                known.update({row.name: row.id for row in connection.execute(select(table))})
            if name not in known:
                self._share(connection)
                known.update({row.name: row.id for row in connection.execute(select(table))})
            if name not in known:
                top = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
                connection.execute(insert(table).values(id=top + 1, name=name))
                known[name] = top + 1
            return known[name]
