"""The small world as a fixture, on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Store
from tests.tracker.alerts.world import Make, World, settings_of


@pytest.fixture
def world(store: Store, tmp_path: Path) -> Make:
    """`world(alerts table, channels table, repositories=3)`."""

    def make(alerts: Any = None, channels: Any = None, repositories: int = 3) -> World:
        alerts = dict(alerts or {})
        made = World(store, tmp_path, settings_of(alerts, channels, rules=alerts.pop("rules", ())))
        made.repositories(repositories)
        return made

    return make
