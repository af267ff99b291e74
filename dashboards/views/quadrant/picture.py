"""Stars across, work upwards, by powers of ten; a trail of the years before; a floor for no work at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.drawing.svg.markup import Href, escaped, linked, n, path, shape, tag
from dashboards.drawing.svg.scale import Scale, value_ticks
from dashboards.drawing.theme import STATES
from dashboards.views.quadrant.labels import LETTER, Occupied, label
from tracker.writing import day, full, short_name

if TYPE_CHECKING:
    from datetime import date

    from dashboards.views.quadrant.data import Position

LEFT, BOTTOM, TOP, RIGHT = 60, 46, 24, 110
WORKED = 300.0  # for those with commits, however many are without
MOST_ROWS = 16
ROW = 19.0  # of the floor: those without a commit stand in rows, so that none hides another
UPWARDS = "Commits in a year ↑"
FEW = 12  # commits a year: below this nobody can be said to work on it


@dataclass(frozen=True, slots=True)
class QuadrantPlot:
    """The scales and, for each place, where it stands."""

    x: Scale
    y: Scale
    floor: float  # where the floor begins, below one commit
    depth: float  # where it ends
    height: float  # of the whole picture
    at: dict[str, tuple[float, float]]

    def spot(self, name: str, stars: float, commits: float) -> tuple[float, float]:
        """A place of the past: without a commit it lies in the present's row of the floor, or on its edge."""
        floor = max(self.at[name][1], self.floor + 6)
        return self.x(max(stars, 1)), self.y(commits) if commits >= 1 else floor


def quadrant(
    found: Sequence[Position],
    href: Href | None = None,
    dated: date | None = None,
    width: float = 1160,
    height: float = 600,
) -> str:
    """All positions as one <svg>; with `href` each is a link to its repository."""
    if not found:
        return ""
    ground = _ground(found, width, height)
    height = ground.height
    taken = Occupied(ground.at.values())
    for text, at in _zones(ground, width):
        taken.take((ground.x.last - 6 - LETTER * len(text), at - 11, ground.x.last, at + 3))
    taken.take((0, 0, LETTER * len(UPWARDS), 15))
    parts = [
        _axes(ground, width, height),
        *(_trail(p, ground) for p in found),
        *(_place(p, ground, taken, width, href, dated) for p in found),
    ]
    title = "Stars against commits of the last year; the table below says the same"
    return tag(
        "svg", f"<title>{title}</title>", *parts, xmlns="http://www.w3.org/2000/svg",
        role="group" if href else "img", aria_label=title, class_="chart quadrant",
        viewBox=f"0 0 {n(width)} {n(height)}",
    )  # fmt: skip


def _ground(found: Sequence[Position], width: float, height: float) -> QuadrantPlot:
    stars = [p.stars for p in found] + [s for p in found for _, s, _ in p.trail]
    commits = [p.commits for p in found] + [c for p in found for _, _, c in p.trail]
    right = width - min(RIGHT, width * 0.13)
    x = Scale(max(min(stars) * 0.8, 1), max(stars) * 1.25, LEFT if width > 600 else 44, right, log=True)
    rows = _rows([p for p in found if p.commits < 1], x)
    many = max(rows.values(), default=0) + 1
    height = max(height, TOP + WORKED + 10 + ROW * many + BOTTOM)
    depth = height - BOTTOM
    floor = depth - 10 - ROW * many
    y = Scale(1, max(*commits, 10) * 1.5, floor - 6, TOP, log=True)
    at = {
        p.name: (x(max(p.stars, 1)), floor + 14 + ROW * rows[p.name] if p.name in rows else y(p.commits))
        for p in found
    }
    return QuadrantPlot(x, y, floor, depth, height, at)


def _rows(idle: Sequence[Position], x: Scale) -> dict[str, int]:
    """Who stands in which row of the floor: the first in which mark and name hide nobody."""
    ends: list[float] = []
    rows = {}
    for place in sorted(idle, key=lambda p: p.stars):
        left = x(max(place.stars, 1)) - 10
        row = next((i for i, end in enumerate(ends) if end < left), len(ends))
        if row == MOST_ROWS:
            row = ends.index(min(ends))
        ends[row : row + 1] = [left + 26 + LETTER * len(short_name(place.name)[:20])]
        rows[place.name] = row
    return rows


def _axes(ground: QuadrantPlot, width: float, height: float) -> str:
    x, y = ground.x, ground.y
    few = y(FEW)
    parts = [tag("rect", x=x.first, y=few, width=x.last - x.first, height=ground.depth - few, class_="zone")]
    for text, at in _zones(ground, width):
        parts.append(tag("text", escaped(text), x=x.last - 6, y=at, text_anchor="end", class_="axis"))
    for value, words in value_ticks(x.low, x.high, True):
        parts.append(tag("line", x1=x(value), x2=x(value), y1=y.last, y2=ground.depth, class_="grid"))
        parts.append(
            tag("text", escaped(words), x=x(value), y=height - 26, text_anchor="middle", class_="tick")
        )
    for value, words in value_ticks(1, y.high, True):
        at = y(value)
        parts.append(tag("line", x1=x.first, x2=x.last, y1=at, y2=at, class_="grid"))
        parts.append(tag("text", escaped(words), x=x.first - 8, y=at + 4, text_anchor="end", class_="tick"))
    middle = (ground.floor + ground.depth) / 2
    parts.append(tag("text", "none", x=x.first - 8, y=middle + 4, text_anchor="end", class_="tick"))
    parts.append(tag("line", x1=x.first, x2=x.last, y1=ground.floor, y2=ground.floor, class_="rule floor"))
    parts.append(tag("text", "Stars →", x=x.last, y=height - 8, text_anchor="end", class_="axis"))
    parts.append(tag("text", UPWARDS, x="0", y="12", class_="axis"))
    return "".join(parts)


def _zones(ground: QuadrantPlot, width: float) -> list[tuple[str, float]]:
    """What the upper and the lower part are called, and the base lines of the words."""
    low = ground.y(10) + 15  # the grid line of 10 would strike them out
    told = [("starred, and worked on", TOP - 8.0), ("starred, though hardly worked on", low)]
    return told if width > 600 else told[1:]


def _trail(place: Position, ground: QuadrantPlot) -> str:
    if not place.trail:
        return ""
    points = [ground.spot(place.name, stars, commits) for _, stars, commits in place.trail]
    colour = STATES[place.row.headline].colour
    line = tag("path", d=path([*points, ground.at[place.name]]), fill="none", stroke=colour, class_="trail")
    dots = "".join(
        tag(
            "g",
            f"<title>{escaped(_then(place, when, s, c))}</title>",
            tag("circle", cx=at[0], cy=at[1], r=2.4, fill=colour, class_="past"),
            class_="hot",
        )
        for (when, s, c), at in zip(place.trail, points, strict=True)
    )
    return line + dots


def _then(place: Position, when: date, stars: float, commits: float) -> str:
    return f"{place.name} on {day(when)}: {full(stars)} stars, {full(commits)} commits in the year before"


def _place(
    place: Position,
    ground: QuadrantPlot,
    taken: Occupied,
    width: float,
    href: Href | None,
    dated: date | None,
) -> str:
    at, height = ground.at[place.name]
    name = short_name(place.name)[:20]
    mark = tag("circle", cx=at, cy=height, r=8.0, class_="halo") + shape(place.row.headline, 14, at, height)
    drawn = mark + label(name, at, height, taken, width)
    return linked(drawn, place.description, href(place.name, dated) if href else None)
