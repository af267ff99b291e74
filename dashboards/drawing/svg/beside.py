"""Rows of three facts: how much it is used, how much it is starred, and what its verdict is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.drawing.svg.markup import escaped, shape, tag
from dashboards.drawing.theme import STATES
from tracker.writing import DASH, full, short, short_name

WIDTH, ROW, HEAD = 860.0, 34.0, 30.0
NAME, USED, STARS, STATE = 0.0, 190.0, 440.0, 690.0  # where each column begins
BAR, LONGEST = 150.0, 24


@dataclass(frozen=True)
class FactRow:
    """One repository; None is unknown, and has no bar. told: value, day, source and label of each."""

    name: str
    used: float | None
    stars: float | None
    headline: str
    used_told: str
    stars_told: str


def draw(rows: Sequence[FactRow], used_title: str) -> str:
    """One <svg>. Each column has a scale of its own: nothing is added up across."""
    height = HEAD + ROW * len(rows)
    heads = ((NAME, "Repository"), (USED, used_title), (STARS, "Stars"), (STATE, "Verdict"))
    parts = [f"<title>{escaped('Used, starred, maintained: ' + ', '.join(r.name for r in rows))}</title>"]
    parts += [tag("text", escaped(words), x=at, y=16.0, class_="axis") for at, words in heads]
    most_used = max((r.used or 0.0 for r in rows), default=0.0)
    most_stars = max((r.stars or 0.0 for r in rows), default=0.0)
    for number, row in enumerate(rows):
        y = HEAD + ROW * number
        parts.append(tag("line", x1=0.0, x2=WIDTH, y1=y, y2=y, class_="grid"))
        parts.append(tag("text", escaped(short_name(row.name)[:LONGEST]), x=NAME, y=y + 22, class_="name"))
        parts.append(_bar(USED, y, row.used, most_used, row.used_told))
        parts.append(_bar(STARS, y, row.stars, most_stars, row.stars_told))
        parts.append(shape(row.headline, 14, STATE + 8, y + 17))
        parts.append(tag("text", escaped(STATES[row.headline].word), x=STATE + 22, y=y + 22, class_="label"))
    box = f"0 0 {WIDTH:g} {height:g}"
    return tag(
        "svg", *parts, xmlns="http://www.w3.org/2000/svg", class_="chart beside", role="img", viewBox=box
    )


def _bar(at: float, y: float, value: float | None, most: float, told: str) -> str:
    title = f"<title>{escaped(told)}</title>"
    if value is None:
        return tag("g", title, tag("text", DASH, x=at, y=y + 22, class_="mute"))
    wide = max(BAR * value / most, 1.0) if most else 1.0
    drawn = tag("rect", x=at, y=y + 10, width=wide, height=14.0, rx=2.0, class_="amount")
    return tag(
        "g", title, drawn, tag("text", escaped(short(value)), x=at + wide + 6, y=y + 22, class_="value")
    )


def told(value: float | None, words: str, until: str, source: str | None) -> str:
    """What a bar says on hover."""
    if value is None:
        return f"{words}: not known"
    return f"{full(value)} {words}{until}{f', source: {source}' if source else ''}"
