"""A night on which everything changes: the work is done in sets, however many repositories there are."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from tests.conftest import Store
from tests.tracker.alerts.world import TODAY, World, a_view, settings_of


def statements(world: World, many: int, day: int, headline: str) -> int:
    """How many statements reach the driver while so many repositories change."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    views = [a_view(headline, TODAY + timedelta(days=day), n) for n in range(1, many + 1)]
    event.listen(world.store.engine, "before_cursor_execute", note)
    try:
        recorded = world.see(*views)
    finally:
        event.remove(world.store.engine, "before_cursor_execute", note)
    assert (recorded.changes, recorded.notifications) == (many, many)
    return len(seen)


@pytest.mark.component
def test_ten_thousand_transitions_take_no_more_statements_than_their_batches(
    store: Store, tmp_path: Path
) -> None:
    world = World(store, tmp_path, settings_of())
    world.repositories(10_000)
    world.see(*(a_view("active", TODAY - timedelta(days=1), n) for n in range(1, 10_001)))
    assert statements(world, 10_000, 0, "end-of-life") < 10_000 / 20


def test_a_hundred_transitions_take_a_handful_of_statements(store: Store, tmp_path: Path) -> None:
    world = World(store, tmp_path, settings_of())
    world.repositories(100)
    world.see(*(a_view("active", TODAY - timedelta(days=1), n) for n in range(1, 101)))
    assert statements(world, 100, 0, "end-of-life") < 20
