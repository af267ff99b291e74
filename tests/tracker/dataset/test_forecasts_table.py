"""A release holds every forecast as it was made, up to its last day and none of later."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.dashboards import sample
from tracker.dataset.contents import tables
from tracker.health import Rules
from tracker.store.session import connect, sqlite_url
from tracker.store.store import Store

pytestmark = pytest.mark.slow


def test_forecasts_are_told_as_they_were_made(small: Engine, tmp_path: Path) -> None:
    with closing(sqlite3.connect(str(small.url.database))) as whole:  # a copy of the file would miss its log
        whole.execute(f"VACUUM INTO '{tmp_path / 'more.db'}'")
    engine = connect(sqlite_url(tmp_path / "more.db"))
    history = sample.history(engine)
    number = history.find("tinygrad").github_id or 0
    said = [
        (number, "stars", date(2026, 5, 31), date(2026, 6, 30), 1.0, 2.0, 3.0, "damped drift 1"),
        (number, "stars", date(2026, 7, 31), date(2026, 8, 31), 4.0, 5.0, 6.0, "damped drift 1"),
    ]
    Store(engine).forecasts.save(said, sample.NOW)
    found = {table.name: table for table in tables(history, {}, Rules())}["forecasts"]
    assert list(found.rows) == [("tinygrad/tinygrad", number, *said[0][1:])]
    engine.dispose()
