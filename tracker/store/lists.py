"""Named lists: my dependencies and what else people keep together, with the files they were read from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from tracker.store.bulk import upsert
from tracker.store.database import Part
from tracker.store.models import repository, watch, watch_list, watch_list_entry

BY_HAND = ""  # in the place of a file, and of a package
KEY = ("name", "file", "package", "full_name")
Pair = tuple[str, str]  # (package, full name)


@dataclass(frozen=True, slots=True)
class ListChange:
    """What another reading did to a list: pairs of (package, repository) that came and that went."""

    added: tuple[Pair, ...]
    gone: tuple[Pair, ...]


class Lists(Part):
    """The tables `watch_list` and `watch_list_entry`."""

    def all(self) -> Sequence[Row[Any]]:
        """(name, file, read_at) of every file of every list; `file` is '' for what was named by hand."""
        return self.rows(select(watch_list).order_by(watch_list.c.name, watch_list.c.file))

    def entries(self, name: str | None = None) -> Sequence[Row[Any]]:
        """What stands on one list, or on all: columns of `watch_list_entry`."""
        query = select(watch_list_entry).order_by(*(watch_list_entry.c[column] for column in KEY))
        return self.rows(query if name is None else query.where(watch_list_entry.c.name == name))

    def keep(
        self, name: str, file: str, found: Collection[Pair], named: Collection[str], at: datetime
    ) -> ListChange:
        """What a file asks for now takes the place of what it asked for before.

        `named`: packages the file still names, whether or not they led to a repository this time: of those
        nothing goes unless they lead elsewhere now.
        """
        with self.database.transaction() as connection:
            entry = watch_list_entry.c
            mine = (entry.name == name) & (entry.file == file)
            held: set[Pair] = {
                (row.package, row.full_name)
                for row in connection.execute(select(entry.package, entry.full_name).where(mine))
            }
            led = {package for package, _ in found}
            gone = sorted(p for p in held - set(found) if p[0] in led or p[0] not in named)
            added = sorted(set(found) - held)
            upsert(
                connection, "watch_list", ("name", "file", "read_at"), ("name", "file"), [(name, file, at)]
            )
            for package, full_name in gone:
                same = (entry.package == package) & (entry.full_name == full_name)
                connection.execute(delete(watch_list_entry).where(mine & same))
            _insert(connection, name, file, added, at)
        return ListChange(tuple(added), tuple(gone))

    def add(self, name: str, names: Iterable[str], at: datetime) -> None:
        """Put repositories on a list by hand; one that stands there already stays as it is."""
        with self.database.transaction() as connection:
            held = {e.full_name.lower() for e in self.entries(name) if e.file == BY_HAND}
            key = ("name", "file")
            upsert(connection, "watch_list", (*key, "read_at"), key, [(name, BY_HAND, at)])
            new = {n.lower(): (BY_HAND, n) for n in reversed(list(names)) if n.lower() not in held}
            _insert(connection, name, BY_HAND, list(new.values()), at)

    def drop(self, name: str, file: str | None = None) -> bool:
        """Forget a list, or what one file brought to it; False when there was none."""
        with self.database.transaction() as connection:
            gone = 0
            for table in (watch_list_entry, watch_list):
                which = table.c.name == name
                gone = connection.execute(
                    delete(table).where(which if file is None else which & (table.c.file == file))
                ).rowcount
            return gone > 0


def found(connection: Connection, resolved: Mapping[str, int]) -> None:
    """Names on lists led to these repositories (lower-cased name to id)."""
    entry = watch_list_entry.c
    waiting = select(entry.full_name).where(entry.repository_id.is_(None)).distinct()
    for name in connection.execute(waiting).scalars().all():
        if (number := resolved.get(name.lower())) is not None:
            open_ = (entry.full_name == name) & entry.repository_id.is_(None)
            connection.execute(update(watch_list_entry).where(open_).values(repository_id=number))


def _insert(connection: Connection, name: str, file: str, pairs: Sequence[Pair], at: datetime) -> None:
    if not pairs:
        return
    known = _known(connection, {full_name.lower() for _, full_name in pairs})
    rows = [
        {"name": name, "file": file, "package": package, "full_name": full_name,
         "repository_id": known.get(full_name.lower()), "added_at": at}
        for package, full_name in pairs
    ]  # fmt: skip
    connection.execute(insert(watch_list_entry), rows)


def _known(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Ids by lower-cased name, of repositories as they are called now or were called by who follows them."""
    present = func.lower(repository.c.owner + "/" + repository.c.name)
    asked = func.lower(watch.c.full_name)
    queries = (
        select(asked, watch.c.repository_id).where(asked.in_(names), watch.c.repository_id.is_not(None)),
        select(present, repository.c.github_id)
        .where(present.in_(names))
        .order_by(repository.c.seen_at.asc().nulls_first()),  # a name taken over belongs to the last seen
    )
    return {row[0]: row[1] for query in queries for row in connection.execute(query)}
