"""What the resolvers of one GraphQL query share: the world, the moment, and the branch tips."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tracker.replay.world import ReplayRepository, World


@dataclass(frozen=True, slots=True)
class QueryContext:
    """One query's surroundings; `tip` names a branch's head and makes the names of all commits before it."""

    world: World
    now: datetime
    tip: Callable[[ReplayRepository], str | None]
