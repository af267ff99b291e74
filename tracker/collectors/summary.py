"""What a run tells: how far it is, what it missed, and what it asked and wrote in the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is: what was just done, how many of how many steps, and requests spent so far.

    `each` is how many steps every collector has.
    """

    collector: str
    repository: str
    done: int
    total: int
    requests: int
    each: int


@dataclass(frozen=True, slots=True)
class Miss:
    """What could not be collected, of which repository, and why."""

    collector: str
    reason: str
    repository_id: int | None
    full_name: str


@dataclass
class RunSummary:
    """What a run asked, wrote and missed. `limited_until` is set when the rate limit ended it."""

    repositories: int = 0
    requests: int = 0
    not_modified: int = 0
    points: int = 0
    bytes: int = 0
    observations: int = 0
    misses: list[Miss] = field(default_factory=list)
    limited_until: datetime | None = None
    steps: dict[str, int] = field(default_factory=dict)
