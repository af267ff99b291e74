"""A client of the API over the sample world."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboards.api.mount import install
from dashboards.data.snapshots import Snapshots
from tests.dashboards import sample
from tracker.config import ApiSettings


def client_of(engine: Engine, settings: ApiSettings) -> TestClient:
    """A client that sees answers, errors of ours too."""
    app = Starlette()
    install(app, Snapshots(lambda: sample.history(engine)), settings)
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def api(world: Engine) -> TestClient:
    return client_of(world, ApiSettings(requests_a_minute=0))
