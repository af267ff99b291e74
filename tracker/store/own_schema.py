"""What a file of ours is made of: its schema as the migrations make it, and what in a file is not that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sqlalchemy import Connection, create_engine, event

from tracker.store.flaws import EXAMPLES, RESTORE, Flaw, FlawKind
from tracker.store.models import metadata

SCHEMA = (
    "SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)
Parts = dict[tuple[str, str], str]


def strange(connection: Connection) -> Iterator[Flaw]:
    """Triggers, views and tables of somebody else's, and tables that are made otherwise than ours.

    SQLite only: the file is ours alone, while a PostgreSQL database may have other inhabitants.
    """
    if connection.dialect.name != "sqlite":
        return
    ours, found = own(), parts(connection)
    for kind, name in sorted(found.keys() - ours.keys()):
        what = f"a {kind} that is not the tracker's"
        yield Flaw(FlawKind.BROKEN, what, 1, (name,), f"drop it, or {RESTORE}")
    wrong = sorted(name for (kind, name), text in ours.items() if found.get((kind, name), text) != text)
    if wrong:
        what = "tables or indexes made otherwise than this program makes them"
        yield Flaw(FlawKind.BROKEN, what, len(wrong), tuple(wrong[:EXAMPLES]), RESTORE)
    if gone := sorted(name for _, name in ours.keys() - found.keys() if name not in metadata.tables):
        yield Flaw(
            FlawKind.BROKEN, "parts of the schema are missing", len(gone), tuple(gone[:EXAMPLES]), RESTORE
        )


def parts(connection: Connection) -> Parts:
    """Everything in a schema by kind and name: how it was made, spacing aside."""
    rows = connection.exec_driver_sql(SCHEMA)
    return {(kind, name): re.sub(r"\s+", " ", text).strip().lower() for kind, name, text in rows}


@cache
def own() -> Parts:
    """The schema as the migrations make it, in memory; once in a process."""
    from tracker.store.session import begin_sqlite, upgrade

    engine = create_engine("sqlite://", connect_args={"check_same_thread": False, "isolation_level": None})
    event.listen(engine, "begin", begin_sqlite)
    try:
        upgrade(engine)
        with engine.connect() as connection:
            return parts(connection)
    finally:
        engine.dispose()
