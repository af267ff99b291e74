"""The sample world in a file, filled once; an application over it; and a server for the browser."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from sqlalchemy import Engine
from starlette.testclient import TestClient

from dashboards.data.snapshot import Snapshot
from dashboards.http.app import create_app
from tests.dashboards import sample
from tracker.store.session import connect, sqlite_url, upgrade


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database that holds the sample world."""
    engine = connect(sqlite_url(tmp_path_factory.mktemp("world") / "sample.db"))
    upgrade(engine)
    sample.fill(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def snapshot(world: Engine) -> Snapshot:
    return Snapshot(sample.history(world))


@pytest.fixture(scope="session")
def client(world: Engine) -> TestClient:
    """A browser without a screen."""
    return TestClient(create_app(history=lambda: sample.history(world)), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database in which nobody is followed."""
    engine = connect(sqlite_url(Path(tmp_path_factory.mktemp("empty")) / "empty.db"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def address(world: Engine) -> Iterator[str]:
    """Where a real browser finds the pages."""
    app = create_app(history=lambda: sample.history(world))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", log_config=None))
        thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
