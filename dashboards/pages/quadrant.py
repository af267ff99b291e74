"""Popularity against health: who is starred, who is worked on, who is starred though over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from dashboards.pages.base import Context, Page, Picture, Table
from dashboards.pages.overview import before
from dashboards.query import Asked
from dashboards.rows import Row, rows
from dashboards.snapshot import Snapshot
from dashboards.svg.quadrant import quadrant
from dashboards.theme import STATES
from dashboards.words import bare, counted, day, full, listed
from tracker.series import Point

TRAIL = (3, 2, 1)  # years back


@dataclass(frozen=True)
class Place:
    """One repository's place: stars across, commits of a year upwards, and where it was before."""

    row: Row
    stars: float
    commits: float
    trail: tuple[tuple[date, float, float], ...]  # a day, its stars, the commits of the year before it

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def told(self) -> str:
        """What it says on hover: both numbers with their days, sources and labels."""
        point, commits = self.row.points["stars"], self.row.points["commits"]
        return (
            f"{self.name}: {STATES[self.row.headline].word.lower()}. "
            f"{full(self.stars)} stars on {day(point.day)} ({_label(point)}), "
            f"{full(self.commits)} commits in the year to {day(self.row.commits_until)} ({_label(commits)})."
        )

    @property
    def starred_though_over(self) -> bool:
        gain = self.row.gain(365)
        return self.row.unmaintained and gain is not None and gain > 0


def _label(point: Point) -> str:
    """A number's trust label and source."""
    return f"{point.quality.value}, source: {point.source}" if point.source else point.quality.value


def places(snapshot: Snapshot, as_of: date) -> list[Place]:
    """Everyone whose stars and commits are known."""
    days = [before(as_of, years) for years in TRAIL]
    past = [(then, {r.name: r for r in rows(snapshot, then)}) for then in days]
    found = []
    for row in rows(snapshot, as_of):
        if row.stars is None or row.commits_year is None:
            continue
        earlier = ((then, known.get(row.name)) for then, known in past)
        trail = tuple(
            (then, r.stars, r.commits_year)
            for then, r in earlier
            if r and r.stars and r.commits_year is not None
        )
        found.append(Place(row, row.stars, row.commits_year, trail))
    return sorted(found, key=lambda p: -p.stars)


def context(snapshot: Snapshot, asked: Asked) -> Context:
    """The words of the page."""
    as_of = min(asked.day("as_of", snapshot.today) or snapshot.today, snapshot.today)
    found = places(snapshot, as_of)
    return {
        "as_of": as_of,
        "dated": as_of != snapshot.today,
        "places": found,
        "left_out": [r for r in rows(snapshot, as_of) if r.name not in {p.name for p in found}],
        "drawn": partial(quadrant, found),
        "finding": _finding(found),
    }


def _finding(found: list[Place]) -> str:
    over = sorted((p for p in found if p.starred_though_over), key=lambda p: -(p.row.gain(365) or 0))
    if not over:
        return "No project that is over still collects stars."
    names = listed([bare(p.name) for p in over], 3)
    gained = sum(p.row.gain(365) or 0 for p in over)
    return f"{names} gained {counted(gained, 'star')} in a year though nobody maintains them"


def picture(snapshot: Snapshot, asked: Asked) -> Picture:
    """The quadrant as a file of its own."""
    as_of = min(asked.day("as_of", snapshot.today) or snapshot.today, snapshot.today)
    found = places(snapshot, as_of)
    words = f"Stars across, commits of the year to {day(as_of)} upwards; trails: the three years before."
    return Picture(f"quadrant-{as_of}", _finding(found), words, quadrant(found))


def table(snapshot: Snapshot, asked: Asked) -> Table:
    """The points as rows."""
    as_of = min(asked.day("as_of", snapshot.today) or snapshot.today, snapshot.today)
    lines = [[p.name, p.row.headline, p.stars, p.commits, p.row.gain(365)] for p in places(snapshot, as_of)]
    return Table(f"quadrant-{as_of}", ("repository", "state", "stars", "commits_365d", "gain_365d"), lines)


page = Page(
    "quadrant", "/quadrant", "Popularity and health", "quadrant.html", context, table, picture=picture
)
