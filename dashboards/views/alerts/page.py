"""Alerts: what stands and why, who was told, what changed; acknowledge, snooze and mute it here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from dashboards.data.named_lists import names
from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.views.alerts import data as alert_data
from dashboards.views.alerts import listing
from dashboards.views.alerts.actions import DAYS, DONE
from dashboards.views.base import SHOWN, Context, Page, Table
from tracker.store.store import Store
from tracker.writing import counted

CHANGES = 6  # of the latest changes, at first
MOST_CHANGES = 1000
MOST_SHOWN = 1_000_000
VIEW = ("q", "state", "list", "by", "rows", "show")  # what of the address a button keeps


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    store = snapshot.history.store
    by = grouping(snapshot, asked)
    headings = listing.Headings(snapshot, by)
    every, fitting = listing.wanted(snapshot, asked, headings)
    all_of_them = store.alert_listing.counts(every)
    found = all_of_them if fitting == every else store.alert_listing.counts(fitting)
    standing, fits = (sum(row.many for row in counts) for counts in (all_of_them, found))
    limit = asked.whole("rows", SHOWN, 1, MOST_SHOWN)
    rows = store.alert_listing.page(fitting, limit) if fits else []
    silences = store.silences.in_force(every.now)
    over = {silence.id: silence for silence in silences}
    changes, older = _changes(store, asked)
    told = _told(store, {c.id for c in changes} | {row.transition_id for row in rows if row.transition_id})
    opened = [alert_data.open_alert(row, told[row.transition_id], over.get(row.silence_id)) for row in rows]
    return {
        "as_of": snapshot.today,
        "dated": False,
        "asked": {name: asked.text(name) for name in VIEW},
        "sections": listing.sections(list(zip(rows, opened, strict=True)), found, headings),
        "kinds": listing.kinds(all_of_them),
        "lists": names(snapshot),
        "by": by,
        "astray": (),
        "standing": standing,
        "found": fits,
        "shown": opened,
        "more": min(limit * 10, fits) if fits > limit else None,
        "firing": sum(row.many for row in all_of_them if row.section == "firing"),
        "older": older,
        "changes": [(change, alert_data.change(change), alert_data.reasons(change)) for change in changes],
        "told": told,
        "channels": store.messages.channels(),
        "silences": silences,
        "quieted": alert_data.QUIETED,
        "days": DAYS,
        "done": said(asked),
    }


def grouping(snapshot: Snapshot, asked: QueryString) -> str:
    """'list' or 'verdict', as asked; of itself by list where somebody has made any. Raises BadParameter."""
    return asked.one_of("by", ("verdict", "list"), "list" if names(snapshot) else "verdict")


def said(asked: QueryString) -> str:
    """What the button that led here has done, in a sentence; nothing where none did."""
    words = DONE.get(asked.one_of("done", ("", *DONE), ""), "")
    many = asked.whole("count", 1, 1, 10_000)
    return f"{counted(many, 'alert')}: {words[0].lower()}{words[1:]}" if words and many > 1 else words


def _changes(store: Store, asked: QueryString) -> tuple[Sequence[Any], int | None]:
    """The latest changes, as `show` asks; and how many the next step shows, None where there are no more."""
    limit = asked.whole("show", CHANGES, 1, MOST_CHANGES)
    found = store.alerts.transitions(limit + 1)
    return found[:limit], min(limit * 10, MOST_CHANGES) if len(found) > limit < MOST_CHANGES else None


def _told(store: Store, numbers: set[int]) -> dict[int | None, list[Any]]:
    """What became of telling each change, by its number."""
    found: dict[int | None, list[Any]] = defaultdict(list)
    for row in store.messages.notifications(sorted(numbers)):
        found[row.transition_id].append(row)
    return found


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """The changes as a file."""
    columns = ("id", "repository", "rule", "from_state", "to_state", "value", "as_of", "at", "reason")
    changes, _ = _changes(snapshot.history.store, asked)
    lines = [[getattr(row, name) for name in columns] for row in changes]
    return Table(f"alerts-{snapshot.today}", columns, lines)


page = Page("alerts", "/alerts", "Alerts", "alerts.html", context, table, fresh=True)
