"""What every test may ask for: a database of its own, on SQLite and on a real PostgreSQL.

`engine` and `store` come in both kinds; the PostgreSQL ones are marked `component`. Each test gets a copy of
a database that was migrated once: a file on SQLite, CREATE DATABASE … TEMPLATE on PostgreSQL.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from tests import citus, citus_statements, compiling
from tests.postgres import NoPostgres, server
from tracker.store import store as product
from tracker.store.distribution import distribute
from tracker.store.session import connect, sqlite_url, upgrade

compiling.share()

KINDS = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.component),
]
NUMBERS = count(1)
SUITES = ("slow", "component", "browser")  # in the order in which they follow the fast one


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The fast files first, then those that take longer or need a real component, then the browser's."""
    suite: dict[Path, int] = {}
    for item in items:
        marked = max((n for n, name in enumerate(SUITES, 1) if item.get_closest_marker(name)), default=0)
        suite[item.path] = max(marked, suite.get(item.path, 0))
    items.sort(key=lambda item: suite[item.path])


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: the garbage collector need not walk through it each time."""
    gc.collect()
    gc.freeze()


class Store(product.Store):
    """A store that tests may look behind."""

    @property
    def url(self) -> str:
        """For another process that is to open the same database."""
        return self.engine.url.render_as_string(hide_password=False)

    def scalar(self, query: str) -> object:
        """One value, past its parts."""
        with self.engine.connect() as connection:
            return connection.execute(text(query)).scalar()


@dataclass(frozen=True)
class Cluster:
    """The PostgreSQL server of this session and its migrated template."""

    url: str
    admin: Engine

    def create(self, name: str, template: str = "template1") -> str:
        """A new database; gives its URL."""
        with self.admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY"))
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, name: str) -> None:
        """Remove a database, whoever still sits in it."""
        with self.admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """The server, started when the first test asks. Absent: skipped at home, a failure where CI is set."""
    try:
        with server() as url:
            admin = create_engine(url, isolation_level="AUTOCOMMIT")
            yield Cluster(url, admin)
            admin.dispose()
    except NoPostgres as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Cluster) -> Cluster:
    """The server with a migrated database `model` to copy from."""
    engine = connect(postgres.create("model"))
    upgrade(engine)
    if os.environ.get("TRACKER_TEST_CITUS") == "rules":
        citus.teach(engine)
        distribute(engine)
    engine.dispose()
    return postgres


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    path = tmp_path_factory.mktemp("model") / "model.db"
    engine = connect(sqlite_url(path))
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a single table."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "empty.db")
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    name = f"empty_{next(NUMBERS)}"
    yield cluster.create(name)
    cluster.drop(name)


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a migrated, empty database of this test's own."""
    if request.param == "sqlite":
        path = tmp_path / "tracker.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        opened = connect(sqlite_url(path))
        yield opened
        opened.dispose()
        return
    told = os.environ.get("TRACKER_TEST_CITUS", "")
    if "://" in told:
        with citus.wiped(told) as opened:
            distribute(opened)
            yield opened
        return
    cluster: Cluster = request.getfixturevalue("migrated_postgres")
    name = f"test_{next(NUMBERS)}"
    opened = connect(cluster.create(name, "model"))
    yield opened
    opened.dispose()
    cluster.drop(name)


@pytest.fixture
def store(engine: Engine) -> Store:
    """A store on a database of this test's own, of which nothing is asked that a cluster would refuse."""
    made = Store(engine)
    citus_statements.hold(made)
    return made
