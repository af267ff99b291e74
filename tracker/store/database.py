"""One database as the store's parts see it: consistent views to read in, and one transaction to write in."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import RLock, local
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, select

from tracker.store.models import job_lease
from tracker.store.names import Names

__all__ = ["Connection", "Database", "HeldLease", "Part", "Superseded", "many_objects"]

LOCK = 7_326_005_103  # any number of our own
NAMES = LOCK + 1  # what slices share: who a followed name leads to, and the numbers of metrics and sources
SLICES = 732_600  # with a slice's number: who writes in that slice
HOLDER = select(job_lease.c.holder).where(job_lease.c.name == bindparam("lease"))


class Superseded(Exception):
    """The run was taken over by another process: what is left of it is that one's to write."""


@dataclass(frozen=True, slots=True)
class HeldLease:
    """The right by which somebody writes: the lease's name, and its holder."""

    name: str
    holder: str


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


class HeldView(ExitStack):
    """A view that is opened when it is first asked for, and closed at the end."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._opened: Connection | None = None

    def connection(self) -> Connection:
        """The view."""
        if self._opened is None:
            opened = self.enter_context(self._engine.connect())
            self.enter_context(opened.begin())
            self._opened = opened
        return self._opened


class Database:
    """Safe to share between threads and processes: readers see one state, writers take turns.

    Writers take turns on SQLite by its lock on the file, on PostgreSQL by one of our own, so that what was
    read in a transaction still holds when it is written. Inside `transaction()` reading sees what is not
    committed yet, and everything written in it is one commit.

    `slice_`: on PostgreSQL, whoever writes about one slice of the watch list takes turns with who writes in
    the same slice or about everything, and with nobody else. `held`: nothing is written once another has
    taken that lease.
    """

    def __init__(self, engine: Engine, slice_: int | None = None, held: HeldLease | None = None) -> None:
        self.engine = engine
        self.held = held
        self.slice = slice_ if engine.dialect.name == "postgresql" else None
        self.ids = Names(self.share)
        self._view = engine
        if engine.dialect.name == "postgresql":  # SQLite's readers see one state of the file anyway
            self._view = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._spread = False
        self._lock = RLock()
        self._local = local()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One commit for everything inside; nested calls join the outer one. Raises Superseded."""
        current: Connection | None = getattr(self._local, "connection", None)
        if current is not None:
            yield current
            return
        with self._lock, self.engine.connect().execution_options(writing=True) as connection:
            try:
                with connection.begin():
                    self._take_turns(connection)
                    self._refuse_late(connection)
                    self._local.connection = connection
                    yield connection
            except BaseException:
                self.ids.forget()
                raise
            finally:
                self._local.connection = None

    def _take_turns(self, connection: Connection) -> None:
        if connection.dialect.name != "postgresql":
            return
        if self.slice is None:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
            return
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock_shared({LOCK})")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({SLICES}, {self.slice})")

    def _refuse_late(self, connection: Connection) -> None:
        """Who slept past its lease is not to write. Who takes a lease takes turns too, so this holds."""
        if self.held is None:
            return
        if connection.execute(HOLDER, {"lease": self.held.name}).scalar() != self.held.holder:
            raise Superseded(f"the run of {self.held.name} was taken over by another process")

    def is_spread(self) -> bool:
        """Whether it may lie on a cluster, whose planner (Citus) refuses a few ways of asking."""
        if not self._spread and self.engine.dialect.name == "postgresql":
            with self.view() as connection:
                known = connection.exec_driver_sql("SELECT 1 FROM pg_extension WHERE extname = 'citus'")
                self._spread = known.first() is not None
        return self._spread

    def share(self, connection: Connection) -> None:
        """Until the commit, alone among slices with what they share; to be asked before that is read."""
        if self.slice is not None:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({NAMES})")

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """One transaction in which nobody else evaluates alerts or forms messages."""
        with self.transaction() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's writers are alone already
                connection.exec_driver_sql("LOCK TABLE alert IN SHARE ROW EXCLUSIVE MODE")
            yield connection

    @contextmanager
    def view(self) -> Iterator[Connection]:
        """A consistent view of the database; inside `transaction()`, that transaction's own."""
        current: Connection | None = getattr(self._local, "connection", None)
        if current is not None:
            yield current
            return
        if (held := getattr(self._local, "held", None)) is not None:
            yield held.connection()
            return
        with self._view.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """What this thread reads inside, it reads in one view, opened with the first that is read.

        Not for what goes on after a query has failed: on PostgreSQL the view has failed with it.
        """
        if getattr(self._local, "held", None) is not None:
            yield
            return
        with HeldView(self._view) as held:
            self._local.held = held
            try:
                yield
            finally:
                self._local.held = None

    def rows(self, query: Any) -> Sequence[Row[Any]]:
        """All rows of one query."""
        with self.view() as connection:
            return connection.execute(query).all()

    def raw(self, query: Any) -> Sequence[tuple[Any, ...]]:
        """All rows as the driver gives them: for hundreds of thousands, where types by row cost too much.

        On SQLite days and times come as text.
        """
        with many_objects(), self.view() as connection:
            text = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
            cursor = connection.exec_driver_sql(text.replace("%", "%%"))
            return cursor.cursor.fetchall() if cursor.cursor is not None else []


class Part:
    """What the store keeps of one kind of thing: its reading and its writing, in a database shared by all."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @property
    def engine(self) -> Engine:
        """The engine of the database."""
        return self.database.engine

    def rows(self, query: Any) -> Sequence[Row[Any]]:
        """All rows of one query."""
        return self.database.rows(query)

    def raw(self, query: Any) -> Sequence[tuple[Any, ...]]:
        """All rows as the driver gives them."""
        return self.database.raw(query)
