"""The API keeps what its OpenAPI document promises, whatever is sent to it."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from starlette.applications import Starlette

from dashboards.api.mount import install
from dashboards.data.snapshots import Snapshots
from tests.dashboards import sample
from tracker.config import ApiSettings
from tracker.series import History
from tracker.store.session import connect, sqlite_url, upgrade

pytestmark = pytest.mark.slow

WORLD: list[Path] = []


@pytest.fixture(scope="module", autouse=True)
def world(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("api") / "sample.db"
    engine = connect(sqlite_url(path))
    upgrade(engine)
    sample.fill(engine)
    engine.dispose()
    WORLD.append(path)


def history() -> History:
    if not hasattr(history, "engine"):
        history.engine = connect(sqlite_url(WORLD[-1]))  # type: ignore[attr-defined]
    return sample.history(history.engine)  # type: ignore[attr-defined]


app = Starlette()
install(app, Snapshots(history), ApiSettings(requests_a_minute=0))
schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_promised(case: schemathesis.Case) -> None:
    case.call_and_validate()
