"""Popularity against health: who is starred, who is worked on, who is starred though over."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from dashboards.data.columns import Chosen, ListColumns, columns_of
from dashboards.data.followed import followed_by
from dashboards.data.named_lists import names, narrowed
from dashboards.data.query import QueryString
from dashboards.data.row import RepositorySummary
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import read_ahead, summaries
from dashboards.views.base import Context, Page, Picture, Table, first
from dashboards.views.quadrant.data import Position, QuadrantPositions
from dashboards.views.quadrant.picture import quadrant
from tracker.writing import counted, day, listed, short_name

NAMED = 3  # of those in the headline


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    as_of = asked.as_of(snapshot.today)
    wanted = _wanted(snapshot, asked)
    found = QuadrantPositions(wanted)
    shown, more = _shown(snapshot, asked, found)
    return {
        "as_of": as_of,
        "dated": as_of != snapshot.today,
        "positions": shown,
        "found": len(found),
        "more": more,
        "asked_rows": asked.text("rows"),
        "left_out": Chosen(wanted, np.flatnonzero(~found.drawn)),
        "drawn": partial(quadrant, shown),
        "finding": finding(found.rows),
        "groups": sorted({r.category for r in snapshot.resolved if r.category}),
        "group": asked.text("group"),
        "lists": names(snapshot),
        "list": asked.text("list"),
    }


def _wanted(snapshot: Snapshot, asked: QueryString) -> Sequence[RepositorySummary]:
    """Everybody's rows on the day, or those of the list and the group asked for."""
    as_of, some = asked.as_of(snapshot.today), narrowed(snapshot, asked)
    rows = summaries(snapshot, as_of)
    if some is None:
        return rows
    followed = followed_by(snapshot)
    return Chosen(rows, np.flatnonzero(np.isin(followed.ids[followed.born_by(as_of)], list(some))))


def _shown(
    snapshot: Snapshot, asked: QueryString, found: QuadrantPositions
) -> tuple[Sequence[Position], int | None]:
    rows, more = first(asked, found.rows)
    read_ahead(snapshot, rows, ("stars", "commits"))
    return found[: len(rows)], more


def finding(rows: Sequence[RepositorySummary]) -> str:
    """The headline, about all that are drawn."""
    c = columns_of(rows)
    gaining = np.flatnonzero(c.unmaintained & (c.gain365 > 0))
    if not len(gaining):
        return _nobody(c)
    most = Chosen(rows, gaining[np.argsort(-c.gain365[gaining], kind="stable")])
    names = listed([short_name(row.name) for row in most[:NAMED]], NAMED, len(most))
    gained = float(c.gain365[gaining].sum())
    return f"{names} gained {counted(gained, 'star')} in a year though nobody maintains them"


def _nobody(c: ListColumns) -> str:
    """What is said when no project that is over is known to gain stars: never more than is known."""
    judged = ~c.says("unknown")
    ended = judged & c.unmaintained
    if not judged.any():
        return "Nothing is known yet of who is starred though nobody works on it."
    if not ended.any():
        drawn = counted(int(judged.sum()), "project is", "projects are")
        return f"{drawn} judged; none is known to be over."
    if np.isnan(c.gain365[ended]).any():
        return "No project that is over is known to collect stars still."
    return "No project that is over still collects stars."


def picture(snapshot: Snapshot, asked: QueryString) -> Picture:
    """The quadrant as a file of its own."""
    as_of = asked.as_of(snapshot.today)
    found = QuadrantPositions(_wanted(snapshot, asked))
    shown, more = _shown(snapshot, asked, found)
    words = f"Stars across, commits of the year to {day(as_of)} upwards; trails: the three years before."
    words += f" Drawn: the {len(shown)} most starred of {len(found):,}." if more else ""
    return Picture(f"quadrant-{as_of}", finding(found.rows), words, quadrant(shown))


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """The points as rows."""
    as_of = asked.as_of(snapshot.today)
    found = QuadrantPositions(_wanted(snapshot, asked))
    read_ahead(snapshot, found.rows, ("stars",))
    columns = ("repository", "state", "stars", "commits_365d", "gain_365d", "stars_day", "commits_day")
    return Table(f"quadrant-{as_of}", columns, [_line(position) for position in found])


def _line(p: Position) -> list[object]:
    row = p.row
    return [
        p.name, row.headline, p.stars, p.commits, row.gain(365), row.points["stars"].day, row.commits_until,
    ]  # fmt: skip


page = Page(
    "quadrant", "/quadrant", "Popularity and health", "quadrant.html", context, table, picture=picture
)
