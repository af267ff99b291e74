"""Popularity against health: who is starred, who is worked on, who is starred though over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboards.pages.base import Context, Page, Table
from dashboards.pages.overview import before
from dashboards.query import Asked
from dashboards.rows import Row, rows
from dashboards.snapshot import Snapshot
from dashboards.svg.quadrant import quadrant
from dashboards.words import bare, counted, listed

TRAIL = (3, 2, 1)  # years back


@dataclass(frozen=True)
class Place:
    """One repository's place: stars across, commits of a year upwards, and where it was before."""

    row: Row
    stars: float
    commits: float
    trail: tuple[tuple[float, float], ...]

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def starred_though_over(self) -> bool:
        gain = self.row.gain(365)
        return self.row.unmaintained and gain is not None and gain > 0


def places(snapshot: Snapshot, as_of: date) -> list[Place]:
    """Everyone whose stars and commits are known."""
    past = [{r.name: r for r in rows(snapshot, before(as_of, years))} for years in TRAIL]
    found = []
    for row in rows(snapshot, as_of):
        if row.stars is None or row.commits_year is None:
            continue
        earlier = (then.get(row.name) for then in past)
        trail = tuple(
            (r.stars, r.commits_year) for r in earlier if r and r.stars and r.commits_year is not None
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
        "svg": quadrant(found),
        "finding": _finding(found),
    }


def _finding(found: list[Place]) -> str:
    over = sorted((p for p in found if p.starred_though_over), key=lambda p: -(p.row.gain(365) or 0))
    if not over:
        return "No project that is over still collects stars."
    names = listed([bare(p.name) for p in over], 3)
    gained = sum(p.row.gain(365) or 0 for p in over)
    return f"{names} gained {counted(gained, 'star')} in a year though nobody maintains them"


def table(snapshot: Snapshot, asked: Asked) -> Table:
    """The points as rows."""
    as_of = min(asked.day("as_of", snapshot.today) or snapshot.today, snapshot.today)
    lines = [[p.name, p.row.headline, p.stars, p.commits, p.row.gain(365)] for p in places(snapshot, as_of)]
    return Table(f"quadrant-{as_of}", ("repository", "state", "stars", "commits_365d", "gain_365d"), lines)


page = Page("quadrant", "/quadrant", "Popularity and health", "quadrant.html", context, table)
