"""How fast alerts are: ten thousand transitions evaluated and queued within five seconds."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import Store
from tests.tracker.alerts.world import TODAY, World, a_view, settings_of

MANY = 10_000
SECONDS = 5.0


@pytest.mark.component
def test_ten_thousand_transitions_are_evaluated_and_queued_in_five_seconds(
    store: Store, tmp_path: Path
) -> None:
    world = World(store, tmp_path, settings_of())
    world.repositories(MANY)
    world.see(*(a_view("active", TODAY - timedelta(days=1), n) for n in range(1, MANY + 1)))
    took = []
    for day, headline in enumerate(("end-of-life", "active", "dormant")):  # a busy neighbour may spoil one
        views = [a_view(headline, TODAY + timedelta(days=day), n) for n in range(1, MANY + 1)]
        began = time.perf_counter()
        recorded = world.see(*views)
        took.append(time.perf_counter() - began)
        assert (recorded.changes, recorded.notifications) == (MANY, MANY)
    assert min(took) < SECONDS
