"""Migrations: from nothing, from an old filled file, there and back, and by two processes at once."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from alembic import command, op
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from tests.conftest import Store
from tests.tracker.store.makers import NOW, known, seen, series
from tests.tracker.store.processes import ended_well, start
from tracker.store.models import metadata
from tracker.store.session import check_version, connect, head, migrations, upgrade, version


def alembic(engine: Engine) -> Config:
    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(migrations()))
    config.attributes["engine"] = engine
    return config


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    engine = connect(empty_url)
    yield engine
    engine.dispose()


@pytest.mark.slow
def test_from_nothing_come_all_the_tables_of_the_models(empty: Engine) -> None:
    upgrade(empty)
    upgrade(empty)
    assert set(inspect(empty).get_table_names()) == {*metadata.tables, "alembic_version"}
    command.check(alembic(empty))


def test_every_step_can_be_taken_back_and_again(empty: Engine) -> None:
    config = alembic(empty)
    steps = sorted(path.stem[:4] for path in (migrations() / "versions").glob("[0-9]*.py"))
    assert steps[-1] == head()
    for step in steps:
        command.upgrade(config, step)
        assert version(empty) == step
        command.downgrade(config, "-1")
        command.upgrade(config, step)
    command.check(config)
    command.downgrade(config, "base")
    assert set(inspect(empty).get_table_names()) == {"alembic_version"}


def test_an_old_filled_database_keeps_what_it_holds(empty: Engine) -> None:
    upgrade(empty)
    store = known(Store(empty))
    store.observations.save([seen(n, n) for n in range(200)], NOW)
    store.observations.save([seen(-1, 150)], NOW + timedelta(days=1))
    store.progress.set_cursor(1, "stars", {"page": 3}, NOW)
    before = series(store), store.observations.revisions(1), store.progress.cursor(1, "stars")
    command.downgrade(alembic(empty), "0001")  # back to how it was before there was anything derived
    assert check_version(empty) == ("old" if head() != "0001" else None)
    upgrade(empty)
    assert check_version(empty) is None
    assert (series(store), store.observations.revisions(1), store.progress.cursor(1, "stars")) == before
    command.check(alembic(empty))


def test_a_step_that_fails_leaves_the_database_as_it_was(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.upgrade(alembic(empty), "0001")
    real = op.create_table

    def breaks(name: str, *rest: object, **more: object) -> object:
        if name == "transition":
            raise RuntimeError("out of paper")
        return real(name, *rest, **more)

    monkeypatch.setattr(op, "create_table", breaks)
    with pytest.raises(RuntimeError, match="out of paper"):
        command.upgrade(alembic(empty), "0002")
    assert version(empty) == "0001"
    assert not inspect(empty).has_table("delivery")


@pytest.mark.component
def test_several_processes_at_once_upgrade_once(empty_url: str) -> None:
    children = [start("upgrade", empty_url) for _ in range(3)]
    for child in children:
        ended_well(child)
    engine = connect(empty_url)
    assert check_version(engine) is None
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    command.check(alembic(engine))
    engine.dispose()
