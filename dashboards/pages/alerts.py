"""Alerts: what stands, what changed and why, who was told, what is silenced and how to silence it."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time
from typing import Any

from dashboards.pages.base import Context, Page, Table
from dashboards.query import Asked
from dashboards.snapshot import Snapshot
from tracker.store.read_alerts import AlertReader

SHOWN = 60
STANDING = ("firing", "pending", "known")


def reader(snapshot: Snapshot) -> AlertReader:
    """The alerts' desk of the same database."""
    return AlertReader(snapshot.history.reader.engine)


def context(snapshot: Snapshot, asked: Asked) -> Context:
    """The words of the page."""
    desk = reader(snapshot)
    changes = desk.transitions(SHOWN)
    told: dict[int, list[Any]] = defaultdict(list)
    for row in desk.notifications([change.id for change in changes]):
        told[row.transition_id].append(row)
    standing = desk.alerts(STANDING)
    firing = sum(row.state == "firing" for row in standing)
    return {
        "as_of": snapshot.today,
        "dated": False,
        "standing": standing,
        "firing": firing,
        "changes": changes,
        "told": told,
        "channels": desk.channels(),
        "silences": desk.silences(datetime.combine(snapshot.today, time(), UTC)),
    }


def table(snapshot: Snapshot, asked: Asked) -> Table:
    """The changes as a file."""
    columns = ("id", "repository", "rule", "from_state", "to_state", "value", "as_of", "at", "reason")
    lines = [[getattr(row, name) for name in columns] for row in reader(snapshot).transitions(SHOWN)]
    return Table(f"alerts-{snapshot.today}", columns, lines)


page = Page("alerts", "/alerts", "Alerts", "alerts.html", context, table, fresh=True)
