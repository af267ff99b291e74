"""Stars across, work upwards, both by powers of ten; a trail of the years before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboards.svg.markup import n, path, shape, tag, words
from dashboards.svg.scale import Scale, value_ticks
from dashboards.theme import STATES
from dashboards.words import bare, full

if TYPE_CHECKING:
    from dashboards.pages.quadrant import Place

Box = tuple[float, float, float, float]
LEFT, BOTTOM, TOP, RIGHT = 60, 46, 16, 110
FEW = 12  # commits a year: below this nobody can be said to work on it


def quadrant(found: Sequence[Place], width: float = 1160, height: float = 600) -> str:
    """All places as one <svg>. Nought commits stand on the floor, below one."""
    if not found:
        return ""
    lows = [p.stars for p in found] + [s for p in found for s, _ in p.trail]
    highs = [p.commits for p in found] + [c for p in found for _, c in p.trail]
    x = Scale(max(min(lows) * 0.8, 1), max(lows) * 1.25, LEFT, width - RIGHT, log=True)
    y = Scale(0.5, max(*highs, 10) * 1.5, height - BOTTOM, TOP, log=True)
    taken: list[Box] = [_mark_box(p, x, y) for p in found]
    parts = [
        _axes(x, y, width, height),
        *(_trail(p, x, y) for p in found),
        *(_place(p, x, y, taken) for p in found),
    ]
    title = "<title>Stars against commits of the last year; the table below says the same</title>"
    return tag(
        "svg", title, *parts, xmlns="http://www.w3.org/2000/svg", role="img", class_="chart quadrant",
        viewBox=f"0 0 {n(width)} {n(height)}",
    )  # fmt: skip


def _mark_box(place: Place, x: Scale, y: Scale) -> Box:
    at, height = _at(place.stars, place.commits, x, y)
    return at - 7, height - 7, at + 7, height + 7


def _axes(x: Scale, y: Scale, width: float, height: float) -> str:
    floor = y(FEW)
    parts = [
        tag("rect", x=x.first, y=floor, width=x.last - x.first, height=y.first - floor + 10, class_="zone")
    ]
    for text, at in (
        ("starred, and worked on", y.last + 14),
        ("starred, though hardly worked on", floor + 16),
    ):
        parts.append(tag("text", words(text), x=x.last - 6, y=at, text_anchor="end", class_="axis"))
    for value, label in value_ticks(x.low, x.high, True):
        parts.append(tag("line", x1=x(value), x2=x(value), y1=y.last, y2=y.first, class_="grid"))
        parts.append(
            tag("text", words(label), x=x(value), y=height - 26, text_anchor="middle", class_="tick")
        )
    for value, label in [(0.5, "none"), *value_ticks(1, y.high, True)]:
        at = y(value)
        parts.append(tag("line", x1=x.first, x2=x.last, y1=at, y2=at, class_="grid"))
        parts.append(tag("text", words(label), x=x.first - 8, y=at + 4, text_anchor="end", class_="tick"))
    parts.append(tag("text", "Stars →", x=x.last, y=height - 8, text_anchor="end", class_="axis"))
    parts.append(tag("text", "Commits in a year ↑", x="0", y="12", class_="axis"))
    return "".join(parts)


def _at(stars: float, commits: float, x: Scale, y: Scale) -> tuple[float, float]:
    return x(max(stars, 1)), y(max(commits, 0.5))


def _trail(place: Place, x: Scale, y: Scale) -> str:
    points = [_at(s, c, x, y) for s, c in (*place.trail, (place.stars, place.commits))]
    colour = STATES[place.row.headline].colour
    return tag("path", d=path(points), fill="none", stroke=colour, class_="trail") if len(points) > 1 else ""


def _place(place: Place, x: Scale, y: Scale, taken: list[Box]) -> str:
    at, height = _at(place.stars, place.commits, x, y)
    state = STATES[place.row.headline]
    told = (
        f"{place.name}: {state.word.lower()}, {full(place.stars)} stars, {full(place.commits)} commits a year"
    )
    name = bare(place.name)[:20]
    mark = tag("circle", cx=at, cy=height, r=8.0, class_="halo") + shape(place.row.headline, 14, at, height)
    return tag("g", f"<title>{words(told)}</title>", mark, _label(name, at, height, taken))


def _label(name: str, at: float, height: float, taken: list[Box]) -> str:
    """The name beside its point, or the nearest free spot around it; a thin line leads back from afar."""
    wide = 6.6 * len(name)
    spots = [(at + 11, height + 4), *((at - wide / 2, height - 14 * k) for k in range(1, 8))]
    for left, base in spots:
        box = (left, base - 10, left + wide, base + 2)
        if not any(_overlap(box, other) for other in taken):
            break
    taken.append(box)
    lead = ""
    if base < height - 8:
        lead = tag("line", x1=at, x2=at, y1=base + 3, y2=height - 7, class_="lead")
    return lead + tag("text", words(name), x=left, y=base, class_="label")


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
