"""Alerts: what stands and why, who was told, what changed; acknowledge, snooze and mute it here."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, time
from typing import Any

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.views.alerts import data as alert_data
from dashboards.views.alerts.actions import DAYS, DONE
from dashboards.views.base import Context, Page, Table
from tracker.store.store import Store

SHOWN = 60
STANDING = ("firing", "pending", "known")


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    store = snapshot.history.store
    changes = store.alerts.transitions(SHOWN)
    rows = store.alerts.all(STANDING)
    numbers = {change.id for change in changes} | {r.transition_id for r in rows if r.transition_id}
    told = _told(store, numbers)
    silences = store.silences.in_force(datetime.combine(snapshot.today, time(), UTC))
    standing = [alert_data.open_alert(row, told[row.transition_id], silences) for row in rows]
    loud = [s for s in standing if s.row.state == "firing" and s.silence is None]
    return {
        "as_of": snapshot.today,
        "dated": False,
        "standing": sorted(standing, key=lambda s: s.silence is not None),
        "firing": len(loud),
        "changes": [(change, alert_data.change(change), alert_data.reasons(change)) for change in changes],
        "told": told,
        "channels": store.messages.channels(),
        "silences": silences,
        "quieted": alert_data.QUIETED,
        "days": DAYS,
        "done": DONE.get(asked.one_of("done", ("", *DONE), ""), ""),
    }


def _told(store: Store, numbers: set[int]) -> dict[int | None, list[Any]]:
    """What became of telling each change, by its number."""
    found: dict[int | None, list[Any]] = defaultdict(list)
    for row in store.messages.notifications(sorted(numbers)):
        found[row.transition_id].append(row)
    return found


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """The changes as a file."""
    columns = ("id", "repository", "rule", "from_state", "to_state", "value", "as_of", "at", "reason")
    lines = [
        [getattr(row, name) for name in columns] for row in snapshot.history.store.alerts.transitions(SHOWN)
    ]
    return Table(f"alerts-{snapshot.today}", columns, lines)


page = Page("alerts", "/alerts", "Alerts", "alerts.html", context, table, fresh=True)
