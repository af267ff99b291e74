"""How a migration reaches a database: `tracker db upgrade` hands in an engine, the alembic command none."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, Engine, text

from tracker.store.models import metadata

LOCK = 7_326_005_102  # any number of our own: two upgrades at once must wait for one another


def engine() -> Engine:
    """The engine handed in, or that of the settings."""
    handed = context.config.attributes.get("engine")
    if handed is not None:
        return handed
    from tracker.config import load
    from tracker.store.session import connect, sqlite_url

    settings = load()
    return connect(settings.database_url or sqlite_url(settings.live_database))


def migrate(connection: Connection) -> None:
    """Run the migrations in one transaction, under a lock."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=False,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        context.run_migrations()


with engine().connect().execution_options(writing=True) as online, online.begin():
    migrate(online)
