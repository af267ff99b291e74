"""The star history as GitHub serves it: weeks from Sunday, newest first, by today's stargazers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from tracker.replay.timeline import EPOCH, Ints
from tracker.replay.world import ReplayRepository


def sunday(day: date) -> date:
    """The Sunday on or before a day."""
    return day - timedelta(days=(day.weekday() + 1) % 7)


def weeks(repository: ReplayRepository, today: date) -> list[dict[str, Any]]:
    """Every week from the creation to the running one, whose days to come are zeros."""
    first_day, arrivals = repository.star_arrivals(today)
    start, end = sunday(first_day), sunday(today)
    days = np.zeros(((end - start).days // 7 + 1) * 7, dtype=np.int64)
    lead = (first_day - start).days
    days[lead : lead + len(arrivals)] = arrivals
    return _rows(start, days.reshape(-1, 7))


def _rows(start: date, table: Ints) -> list[dict[str, Any]]:
    first = (start - EPOCH).days * 86_400
    rows = [
        {"week": first + 604_800 * n, "total": sum(row), "days": row} for n, row in enumerate(table.tolist())
    ]
    return rows[::-1]
