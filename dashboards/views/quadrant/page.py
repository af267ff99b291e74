"""Popularity against health: who is starred, who is worked on, who is starred though over."""

from __future__ import annotations

from functools import partial

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import read_ahead, summaries
from dashboards.views.base import Context, Page, Picture, Table, first
from dashboards.views.quadrant.data import Position, positions
from dashboards.views.quadrant.picture import quadrant
from tracker.writing import counted, day, listed, short_name


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    as_of = asked.as_of(snapshot.today)
    found = positions(snapshot, as_of)
    shown, more = first(asked, found)
    read_ahead(snapshot, [p.row for p in shown], ("stars", "commits"))
    drawn = {p.name for p in found}
    return {
        "as_of": as_of,
        "dated": as_of != snapshot.today,
        "positions": shown,
        "found": len(found),
        "more": more,
        "asked_rows": asked.text("rows"),
        "left_out": [r for r in summaries(snapshot, as_of) if r.name not in drawn],
        "drawn": partial(quadrant, shown),
        "finding": _finding(found),
    }


def _finding(found: list[Position]) -> str:
    over = sorted((p for p in found if p.starred_though_over), key=lambda p: -(p.row.gain(365) or 0))
    if not over:
        return _nobody(found)
    names = listed([short_name(p.name) for p in over], 3)
    gained = sum(p.row.gain(365) or 0 for p in over)
    return f"{names} gained {counted(gained, 'star')} in a year though nobody maintains them"


def _nobody(found: list[Position]) -> str:
    """What is said when no project that is over is known to gain stars: never more than is known."""
    judged = [p for p in found if p.row.headline != "unknown"]
    ended = [p for p in judged if p.row.unmaintained]
    if not judged:
        return "Nothing is known yet of who is starred though nobody works on it."
    if not ended:
        drawn = counted(len(judged), "project is", "projects are")
        return f"{drawn} drawn and judged; none is known to be over."
    if any(p.row.gain(365) is None for p in ended):
        return "No project that is over is known to collect stars still."
    return "No project that is over still collects stars."


def picture(snapshot: Snapshot, asked: QueryString) -> Picture:
    """The quadrant as a file of its own."""
    as_of = asked.as_of(snapshot.today)
    found = positions(snapshot, as_of)
    shown, more = first(asked, found)
    read_ahead(snapshot, [p.row for p in shown], ("stars", "commits"))
    words = f"Stars across, commits of the year to {day(as_of)} upwards; trails: the three years before."
    words += f" Drawn: the {len(shown)} most starred of {len(found):,}." if more else ""
    return Picture(f"quadrant-{as_of}", _finding(found), words, quadrant(shown))


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """The points as rows."""
    as_of = asked.as_of(snapshot.today)
    lines = [
        [p.name, p.row.headline, p.stars, p.commits, p.row.gain(365)] for p in positions(snapshot, as_of)
    ]
    return Table(f"quadrant-{as_of}", ("repository", "state", "stars", "commits_365d", "gain_365d"), lines)


page = Page(
    "quadrant", "/quadrant", "Popularity and health", "quadrant.html", context, table, picture=picture
)
