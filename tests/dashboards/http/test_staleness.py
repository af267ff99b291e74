"""Every page says how old the newest reading is, once it is older than it should be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from dashboards.http.app import create_app
from dashboards.http.staleness import PATIENCE, told
from tests.dashboards import sample
from tests.dashboards.views.alerts.test_page import HERE, engine
from tracker.series import History
from tracker.store.store import Store

__all__ = ["engine"]  # a fixture
SEEN = datetime(2025, 9, 8, 12, tzinfo=UTC)


def test_what_was_read_lately_needs_no_word() -> None:
    assert told(SEEN, SEEN.date() + timedelta(days=PATIENCE)) == ""


def test_what_was_not_is_told_with_its_age() -> None:
    assert told(SEEN, date(2026, 8, 8)).startswith(
        "Last read 8 Sep 2025: what is said here is 11 months old."
    )


@pytest.mark.slow
def test_it_stands_on_every_page(engine: Engine) -> None:
    later = sample.TODAY + timedelta(days=400)
    client = TestClient(create_app(history=lambda: History(Store(engine), later)), base_url=HERE)
    for path in (
        "/",
        "/compare",
        "/lifecycles",
        "/quadrant",
        "/alerts",
        "/data",
        "/repositories/Theano/Theano",
    ):
        assert "Last read" in client.get(path).text, path
