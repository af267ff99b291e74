"""Benches for the collectors' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.tracker.collectors.bench import Bench, bench, lively
from tracker.replay.synthetic import SyntheticWorld


@pytest.fixture
def lab(engine: Engine, tmp_path: Path) -> Iterator[Bench]:
    """One lively repository, lab/net, followed and not yet looked at."""
    world = SyntheticWorld()
    lively(world)
    with bench(engine, tmp_path, world) as made:
        made.follow("lab/net")
        yield made
