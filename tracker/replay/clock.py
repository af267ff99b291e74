"""The replay's own time: set at will, standing still or ticking at any speed."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta


def as_moment(when: date | datetime) -> datetime:
    """An aware UTC time; a bare date means its noon, as everywhere in the tracker."""
    if isinstance(when, datetime):
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return datetime(when.year, when.month, when.day, 12, tzinfo=UTC)


class Clock:
    """Starts at `start` and runs `speed` times as fast as real time; 0 stands still."""

    def __init__(self, start: date | datetime, speed: float = 0.0) -> None:
        self._base = as_moment(start)
        self._since = time.monotonic()
        self.speed = speed

    def now(self) -> datetime:
        """The present of the replay, in whole seconds."""
        passed = (time.monotonic() - self._since) * self.speed
        return (self._base + timedelta(seconds=passed)).replace(microsecond=0)

    def set(self, when: date | datetime) -> None:
        """Jump to another time; the speed stays."""
        self._base, self._since = as_moment(when), time.monotonic()
