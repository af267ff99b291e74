"""What is asked of an export, and what is told of its metrics; both go into descriptors as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.metrics import METRICS
from tracker.series.followed import Repository
from tracker.series.series import Series


@dataclass(frozen=True)
class Query:
    """What is to leave: which series, from when to when (both included), how dense, on which axis.

    as_of: only what was known at the end of that day (UTC). at: one value a series, the last known on or
    before that day. axis 'age' counts days since the repository was created.
    """

    metrics: tuple[str, ...]
    repositories: tuple[Repository, ...]
    start: date | None = None
    end: date | None = None
    every: str = "day"
    axis: str = "calendar"
    as_of: date | None = None
    at: date | None = None

    def of(self, series: Series) -> Series:
        """What is asked of one series: always the days first, then the periods of what is left."""
        if self.at:
            return series.latest(self.at)
        return series.within(self.start, self.end).every(self.every)

    def as_json(self) -> dict[str, Any]:
        """The question, for descriptors."""
        days = {"from": self.start, "to": self.end, "as_of": self.as_of, "at": self.at}
        return {
            "metrics": list(self.metrics),
            "repositories": [r.full_name for r in self.repositories],
            **{name: day.isoformat() if day else None for name, day in days.items()},
            "every": self.every,
            "axis": self.axis,
        }


def cards(metrics: Sequence[str]) -> list[dict[str, Any]]:
    """What descriptors and the API say of metrics, from the registry."""
    listed = (METRICS[name] for name in metrics)
    return [
        {
            "name": m.name, "title": m.title, "unit": m.unit, "kind": m.kind,
            "definition": m.definition, "source": m.source, "inputs": list(m.inputs),
        }
        for m in listed
    ]  # fmt: skip
