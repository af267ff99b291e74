"""Lifecycles: every framework as a lane over the years, coloured by state, with the moments of its end."""

from __future__ import annotations

from datetime import date
from functools import partial

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.views.base import Context, Page, Picture, Table, first
from dashboards.views.lifecycles.data import ORDERS, Lane, all_lanes
from dashboards.views.lifecycles.picture import lanes
from tracker.writing import day, listed, short_name


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    as_of = asked.as_of(snapshot.today)
    found = all_lanes(snapshot, asked)
    over = [lane for lane in found if lane.ended]
    shown, more = first(asked, found)
    return {
        "as_of": as_of,
        "dated": as_of != snapshot.today,
        "lanes": shown,
        "found": len(found),
        "more": more,
        "asked_rows": asked.text("rows"),
        "drawn": partial(lanes, shown, as_of),
        "finding": _finding(found, over),
        "orders": ORDERS,
        "order": asked.one_of("order", ORDERS, "born"),
        "groups": sorted({r.category for r in snapshot.resolved if r.category}),
        "group": asked.text("group"),
    }


def _finding(found: list[Lane], over: list[Lane]) -> str:
    if not found:
        return "No life has been drawn yet."
    if not over:
        known = [lane for lane in found if lane.state != "unknown"]
        if not known:
            return "Nothing is known yet of whether anybody works on them."
        all_ = f"All {len(known)} repositories" if len(known) > 1 else "The one repository"
        told = f"{all_} of which enough is known {'are' if len(known) > 1 else 'is'} not over."
        return told if len(known) < len(found) else told.replace(" of which enough is known", "")
    early = sum(1 for lane in over if lane.seen and (lane.declared is None or lane.seen < lane.declared))
    names = [
        short_name(lane.repository.full_name) for lane in sorted(over, key=lambda x: x.ended or date.max)
    ]
    text = f"{len(over)} of {len(found)} have ended: {listed(names, 4)}"
    silent = f"; {early} fell silent before, or without, saying so" if early else ""
    return text + silent + "."


def picture(snapshot: Snapshot, asked: QueryString) -> Picture:
    """The lanes as a file of their own."""
    as_of = asked.as_of(snapshot.today)
    found = all_lanes(snapshot, asked)
    shown, more = first(asked, found)
    title = _finding(found, [lane for lane in found if lane.ended])
    words = f"Lives and states to {day(as_of)}, UTC."
    words += f" Drawn: the first {len(shown)} of {len(found):,}." if more else ""
    return Picture(f"lifecycles-{as_of}", title, words, lanes(shown, as_of))


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """Every span as a row."""
    lines = [
        [lane.repository.full_name, span.headline, span.start, span.end, span.because]
        for lane in all_lanes(snapshot, asked)
        for span in lane.spans
    ]
    return Table(
        f"lifecycles-{asked.as_of(snapshot.today)}", ("repository", "state", "from", "to", "because"), lines
    )


page = Page("lifecycles", "/lifecycles", "Lifecycles", "lifecycles.html", context, table, picture=picture)
