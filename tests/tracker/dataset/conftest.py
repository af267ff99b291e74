"""A release of the sample world, written once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.dashboards import sample
from tracker.dataset.release import Written, write_release
from tracker.health import Rules
from tracker.store.session import connect, sqlite_url, upgrade


def silent(_: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with four lives of the sample world: one over, one living, one hostile, one with a gap."""
    engine = connect(sqlite_url(tmp_path_factory.mktemp("small") / "small.db"))
    upgrade(engine)
    lives = [life for life in sample.LIVES if life.name in ("Theano", "tinygrad", "caffe", sample.HOSTILE[1])]
    sample.fill(engine, tuple(lives))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def released(small: Engine, tmp_path_factory: pytest.TempPathFactory) -> Written:
    root = tmp_path_factory.mktemp("releases")
    return write_release(sample.history(small), root, "2026.06", Rules(), silent)


@pytest.fixture(scope="session")
def folder(released: Written) -> Path:
    return released.folder
