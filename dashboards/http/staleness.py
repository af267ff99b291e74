"""The line that says how old the newest reading is, when it is older than it should be."""

from __future__ import annotations

from datetime import date, datetime

from dashboards.data.snapshot import Snapshot
from tracker.writing import day, duration

PATIENCE = 3  # days; collectors run daily, and one that fails is tried again the day after


def stale(snapshot: Snapshot) -> str:
    """A sentence, or nothing when somebody was read lately."""
    seen = snapshot.cached(
        "last seen", lambda: max((r.seen_at for r in snapshot.tracked if r.seen_at), default=None)
    )
    read = [seen] if seen else []
    if newest := snapshot.newest:
        read.append(newest)
    if not read:
        return "Nothing has been read yet: run tracker sync."
    return told(max(read), snapshot.today)


def told(newest: datetime, today: date) -> str:
    """The age in words."""
    age = (today - newest.date()).days
    if age <= PATIENCE:
        return ""
    return f"Last read {day(newest)}: what is said here is {duration(age)} old. Read anew with tracker sync."
