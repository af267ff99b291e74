"""Lifecycles: every framework as a lane over the years, coloured by state, with the moments of its end."""

from __future__ import annotations

from functools import partial

from dashboards.data.named_lists import names
from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.views.base import Context, Page, Picture, Table, first
from dashboards.views.lifecycles.data import ORDERS, Lanes, all_lanes
from dashboards.views.lifecycles.picture import lanes
from tracker.writing import day, listed, short_name

NAMED = 4  # of those in the headline


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    as_of = asked.as_of(snapshot.today)
    found = all_lanes(snapshot, asked)
    shown, more = first(asked, found)
    return {
        "as_of": as_of,
        "dated": as_of != snapshot.today,
        "lanes": shown,
        "found": len(found),
        "more": more,
        "asked_rows": asked.text("rows"),
        "drawn": partial(lanes, shown, as_of),
        "finding": finding(found),
        "orders": ORDERS,
        "order": asked.one_of("order", ORDERS, "born"),
        "groups": sorted({r.category for r in snapshot.resolved if r.category}),
        "group": asked.text("group"),
        "lists": names(snapshot),
        "list": asked.text("list"),
    }


def finding(found: Lanes) -> str:
    """The headline, about all lives."""
    if not len(found):
        return "No life has been drawn yet."
    over = found.over
    if not len(over):
        return _none_over(int(found.known.sum()), len(found))
    names = [short_name(lane.repository.full_name) for lane in found.read(over[:NAMED])]
    text = f"{len(over):,} of {len(found):,} have ended: {listed(names, NAMED, len(over))}"
    silent = f"; {found.silent:,} fell silent before, or without, saying so" if found.silent else ""
    return text + silent + "."


def _none_over(known: int, many: int) -> str:
    if not known:
        return "Nothing is known yet of whether anybody works on them."
    all_ = f"All {known} repositories" if known > 1 else "The one repository"
    told = f"{all_} of which enough is known {'are' if known > 1 else 'is'} not over."
    return told if known < many else told.replace(" of which enough is known", "")


def picture(snapshot: Snapshot, asked: QueryString) -> Picture:
    """The lanes as a file of their own."""
    as_of = asked.as_of(snapshot.today)
    found = all_lanes(snapshot, asked)
    shown, more = first(asked, found)
    title = finding(found)
    words = f"Lives and states to {day(as_of)}, UTC."
    words += f" Drawn: the first {len(shown)} of {len(found):,}." if more else ""
    return Picture(f"lifecycles-{as_of}", title, words, lanes(shown, as_of))


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """Every span as a row."""
    lines = [
        [lane.repository.full_name, span.headline, span.start, span.end, span.because]
        for lane in all_lanes(snapshot, asked)[:]
        for span in lane.spans
    ]
    return Table(
        f"lifecycles-{asked.as_of(snapshot.today)}", ("repository", "state", "from", "to", "because"), lines
    )


page = Page("lifecycles", "/lifecycles", "Lifecycles", "lifecycles.html", context, table, picture=picture)
