"""The series on a real TimescaleDB: the same answers as on SQLite, before and after chunks are compressed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from tests.conftest import Store
from tests.timescale import NoTimescale, server
from tests.tracker.store.makers import known, later, rows, seen
from tracker.store.copying import copy, sums
from tracker.store.hypertable import found, make
from tracker.store.models import metadata, observation, revision
from tracker.store.session import StoreError, check_version, connect, sqlite_url, upgrade

YEARS = 12 * 365
METRICS = ("star_arrivals", "commits")


@pytest.fixture(scope="module")
def timescale() -> Iterator[Engine]:
    """One server for the module: its only session is what takes turns, so statements are never prepared."""
    try:
        with server() as url:
            engine = create_engine(url, connect_args={"prepare_threshold": None})
            upgrade(engine)
            yield engine
            engine.dispose()
    except NoTimescale as reason:
        pytest.skip(str(reason))


@pytest.fixture
def empty(timescale: Engine) -> Store:
    """The server's database with ordinary, empty tables."""
    with timescale.begin() as connection:  # the extension stays: a session may load it only once
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    upgrade(timescale)
    return Store(timescale)


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[Store]:
    """An SQLite store that is told the same things."""
    engine = connect(sqlite_url(tmp_path / "plain.db"))
    upgrade(engine)
    yield Store(engine)
    engine.dispose()


def write(store: Store, seed: int, *, share: float, after: float = 0) -> None:
    """Twelve years of two repositories, or corrections of some of their days."""
    draw = random.Random(seed)
    for repository in (1, 2):
        for metric in METRICS:
            readings = [
                seen(draw.randrange(100), ago, metric=metric, source="git", repo=repository)
                for ago in range(YEARS)
                if draw.random() < share
            ]
            store.observations.save(readings, later(days=after))


@pytest.mark.component
@pytest.mark.parametrize("first", ["rows", "hypertable"])
def test_corrections_of_compressed_years_are_kept_like_any_other(
    empty: Store, plain: Store, first: str
) -> None:
    if first == "hypertable":
        make(empty.engine)
    for store in (empty, plain):
        known(store, 1, 2)
        write(store, 1, share=1.0)
    made = make(empty.engine)
    assert made.chunks == 13
    assert made.chunks > made.compressed >= 10
    for store in (empty, plain):
        write(store, 2, share=0.02, after=30)
    assert rows(empty, observation) == rows(plain, observation)
    assert rows(empty, revision) == rows(plain, revision)
    assert len(rows(empty, revision)) > 100


@pytest.mark.component
def test_making_it_again_changes_nothing(empty: Store) -> None:
    known(empty, 1, 2)
    write(empty, 1, share=0.1)
    once = make(empty.engine)
    assert make(empty.engine) == once == found(empty.engine)
    assert once.version
    assert once.size > 0


@pytest.mark.component
def test_models_and_migrations_agree_on_a_hypertable_too(empty: Store) -> None:
    from alembic import command
    from alembic.config import Config

    from tracker.store.session import migrations

    make(empty.engine)
    assert check_version(empty.engine) is None
    config = Config()
    config.set_main_option("script_location", str(migrations()))
    config.attributes["engine"] = empty.engine
    command.check(config)


@pytest.mark.component
def test_everything_moves_out_of_a_hypertable_and_compares(
    empty: Store, plain: Store, tmp_path: Path
) -> None:
    known(empty, 1, 2)
    write(empty, 3, share=0.5)
    make(empty.engine)
    target = connect(sqlite_url(tmp_path / "moved.db"))
    assert copy(empty.engine, target) == sums(empty.engine)
    assert rows(Store(target), observation) == rows(empty, observation)
    target.dispose()


@pytest.mark.component
def test_compression_is_left_out_when_not_wanted(empty: Store) -> None:
    known(empty, 1, 2)
    write(empty, 1, share=0.1)
    assert make(empty.engine, None).compressed == 0


def test_another_database_is_refused_with_a_sentence(plain: Store) -> None:
    with pytest.raises(StoreError, match="needs PostgreSQL with TimescaleDB"):
        make(plain.engine)
    assert found(plain.engine) is None


@pytest.mark.component
def test_a_postgresql_without_timescaledb_is_refused_with_a_sentence(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("for PostgreSQL")
    with pytest.raises(StoreError, match=r"cannot be made a hypertable .*TimescaleDB must be installed"):
        make(engine)
    assert found(engine) is None
