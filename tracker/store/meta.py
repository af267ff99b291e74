"""What this database is, and a stamp that changes when its data do."""

from __future__ import annotations

from functools import reduce
from operator import add
from zlib import crc32

from sqlalchemy import Text, cast, func, select

from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import cursor, meta, run, watch, watch_list, watch_list_entry

MADE_UP = "made up"  # what 'figures' says of a demo's world that nobody recorded
NONE, END = "\x01", "\x02"  # in the stead of what is not there, and after each cell


class Meta(Part):
    """The table `meta`: 'kind', 'clock', 'figures' and what else a database says of itself."""

    def all(self) -> dict[str, str]:
        """What this database is."""
        return {row.key: row.value for row in self.rows(select(meta))}

    def set(self, key: str, value: str) -> None:
        """Remember what this database is: 'kind', 'clock', 'figures'."""
        with self.database.transaction() as connection:
            upsert(connection, "meta", ("key", "value"), ("key",), [(key, value)])

    def stamp(self) -> tuple[int, str]:
        """A value that changes when the data do: number of runs, the last write, who is followed, lists."""
        cells = (watch.c.full_name, watch.c.repository_id, watch.c.category, watch.c.problem)
        line = reduce(add, (func.coalesce(cast(cell, Text), NONE) + END for cell in cells))
        lines = select(line.label("line")).order_by(watch.c.full_name).subquery()
        followed = select(func.aggregate_strings(lines.c.line, END))  # one cell: thousands of rows cost more
        e = watch_list_entry.c
        listed = select(e.name, e.full_name, e.repository_id).order_by(e.name, e.full_name, e.file, e.package)
        named = select(watch_list.c.name).distinct().order_by(watch_list.c.name)
        with self.database.view() as connection:
            number = connection.execute(select(func.max(run.c.id))).scalar()
            times = [
                connection.execute(select(func.max(column))).scalar()
                for column in (run.c.finished_at, cursor.c.updated_at)
            ]
            queries = (followed, named, listed)
            rows = [row for query in queries for row in connection.execute(query)]
        names = crc32(repr([tuple(row) for row in rows]).encode())
        return int(number or 0), " ".join(map(str, (*times, names)))
