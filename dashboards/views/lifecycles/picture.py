"""The rise and fall of many projects in one picture: a lane each, over a shared line of years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboards.drawing.svg.markup import Href, escaped, linked, n, shape, tag
from dashboards.drawing.svg.scale import Scale, day_ticks
from dashboards.drawing.svg.strip import bar
from dashboards.drawing.theme import STATES
from tracker.writing import day, month, short_name

if TYPE_CHECKING:
    from dashboards.views.lifecycles.data import Lane
    from tracker.readmodel.spans import Span

TALL, TOP = 30, 30
WIDE, NARROW = (170, 178), (104, 30)  # room for names at the left and for what became of them at the right
OVER = frozenset({"archived", "end-of-life", "moved", "dormant"})


def lanes(
    found: Sequence[Lane],
    as_of: date,
    href: Href | None = None,
    dated: date | None = None,
    width: float = 1160,
) -> str:
    """All lanes as one <svg>; each carries its name, its bars, and the moments of its end."""
    if not found:
        return ""
    first = date(min(lane.born for lane in found).year, 1, 1)
    height = TOP + TALL * len(found) + 12
    left, right = WIDE if width > 600 else NARROW
    x = Scale(first.toordinal(), as_of.toordinal(), left, width - right)
    parts = [_years(first, as_of, x, height)]
    parts += [_lane(lane, x, TOP + TALL * i, width, href, dated) for i, lane in enumerate(found)]
    title = f"Lives of {len(found)} repositories to {day(as_of)}; the table below says the same"
    return tag(
        "svg", f"<title>{title}</title>", *parts, xmlns="http://www.w3.org/2000/svg",
        role="group" if href else "img", aria_label=title, class_="chart lanes",
        viewBox=f"0 0 {n(width)} {n(height)}",
    )  # fmt: skip


def _years(first: date, last: date, x: Scale, height: float) -> str:
    parts = []
    for tick, label in day_ticks(first, last, max(3, int((x.last - x.first) / 46))):
        at = x(tick.toordinal())
        parts.append(tag("line", x1=at, x2=at, y1=float(TOP - 6), y2=height - 10, class_="grid"))
        parts.append(tag("text", escaped(label), x=at, y="16", text_anchor="middle", class_="tick"))
    return "".join(parts)


def _lane(lane: Lane, x: Scale, top: float, width: float, href: Href | None, dated: date | None) -> str:
    name = short_name(lane.repository.full_name)
    middle = top + TALL / 2
    title = tag(
        "text", escaped(_cut(name, (x.first - 12) / 6.8)), x=x.first - 12, y=middle + 4, text_anchor="end",
        class_="label name",
    )  # fmt: skip
    address = href(lane.repository.full_name, dated) if href else None
    parts = [linked(title, _told(lane), address), *(_bar(span, x, top) for span in lane.spans)]
    moments = (
        (lane.seen, "dormant", "our rules saw no work"),
        (lane.declared, _said(lane), "it was declared over"),
    )
    for moment, state, told in moments:
        if moment and state:
            at = x(moment.toordinal())
            drawn = tag("circle", cx=at, cy=middle, r=9.0, class_="halo") + shape(state, 13, at, middle)
            parts.append(linked(drawn, f"{name}: {told} on {day(moment)}", None))
    return tag("g", *parts, _now(lane, x.last + 12, middle, width))


def _now(lane: Lane, left: float, middle: float, width: float) -> str:
    """What it is today and since which year, where there is room for words."""
    drawn = shape(lane.state, 13, left + 7, middle)
    if width - left < 60:
        return linked(drawn, _told(lane), None)
    word = tag("tspan", escaped(STATES[lane.state].word))
    since = tag("tspan", str(lane.spans[-1].start.year), dx="6", class_="value") if lane.ended else ""
    return drawn + tag("text", word, since, x=left + 20, y=middle + 4, class_="label")


def _told(lane: Lane) -> str:
    """A life in a sentence."""
    steps = ", ".join(f"{STATES[s.headline].word.lower()} from {month(s.start)}" for s in lane.spans)
    return f"{lane.repository.full_name}, born {day(lane.born)}: {steps}"


def _cut(name: str, most: float) -> str:
    return name if len(name) <= most else f"{name[: max(int(most) - 1, 3)]}…"


def _bar(span: Span, x: Scale, top: float) -> str:
    """Full height while it lives, a thin line for what comes after."""
    tall = 6 if span.headline in OVER else TALL - 13
    return bar(span, x, top + (TALL - tall) / 2, tall, named=False)


def _said(lane: Lane) -> str | None:
    found = [span.headline for span in lane.spans if span.start == lane.declared]
    return found[0] if found else None
