"""One number with everything that must be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.records import Quality


@dataclass(frozen=True, slots=True)
class Sample:
    """One number: its value, the day it is of, where it comes from, how far to trust it, or why not."""

    value: float | None
    day: date | None
    source: str | None
    quality: Quality
    reason: str | None = None

    @property
    def exact(self) -> bool:
        return self.quality is Quality.EXACT
