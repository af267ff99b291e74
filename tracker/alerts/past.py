"""The demo's past: its alerts recorded and delivered month by month, as they would have come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from tracker.alerts.dispatch import Dispatcher, surroundings
from tracker.alerts.grouping import group_messages
from tracker.alerts.record import record
from tracker.alerts.replay import FIRST, months, noon, past_rules
from tracker.alerts.settings import AlertSettings, Channel, parse
from tracker.health import Rules
from tracker.series import History
from tracker.store.store import Store

FEED = "demo-alerts.atom"


def demo_settings(home: Path) -> AlertSettings:
    """The default rules that can speak of the past, and a feed of the demo's own."""
    plain = parse({}, {})
    feed = Channel(
        "feed", "atom", {"path": str(home / FEED), "title": "Framework tracker: the demo's alerts"}
    )
    return replace(plain, rules=past_rules(plain.rules), channels=(feed,), default_channels=("feed",))


def live_through(
    store: Store,
    history: History,
    home: Path,
    end: date,
    rules: Rules,
    breathe: Callable[[], None] = lambda: None,
) -> int:
    """Every month up to `end` that was not lived through yet; how many changes it brought."""
    settings = demo_settings(home)
    with store.alone() as connection:
        start = store.alerts.until(connection) or FIRST
    if start >= end:
        return 0
    changes = 0
    for views in months(history, start, end, rules):
        if not views:
            continue
        breathe()
        moment = noon(views[0].as_of)
        changes += record(store, views, settings, moment).changes
        group_messages(store, settings, moment)
        Dispatcher(store, settings, surroundings(settings, home=home), partial(_same, moment)).deliver()
    return changes


def _same(moment: datetime) -> datetime:
    return moment
