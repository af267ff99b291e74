"""The rise and fall of many projects in one picture: a lane each, over a shared line of years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from dashboards.svg.markup import n, shape, tag, words
from dashboards.svg.scale import Scale, day_ticks
from dashboards.svg.strip import bar
from dashboards.theme import STATES
from dashboards.words import bare, day

if TYPE_CHECKING:
    from dashboards.pages.lifecycles import Lane
    from dashboards.snapshot import Span

TALL, LEFT, RIGHT, TOP = 30, 170, 150, 30
OVER = frozenset({"archived", "end-of-life", "moved", "dormant"})


def lanes(found: Sequence[Lane], as_of: date, width: float = 1160) -> str:
    """All lanes as one <svg>; each carries its name, its bars, and the moments of its end."""
    if not found:
        return ""
    first = min(lane.born for lane in found)
    height = TOP + TALL * len(found) + 12
    x = Scale(date(first.year, 1, 1).toordinal(), as_of.toordinal(), LEFT, width - RIGHT)
    parts = [_years(date(first.year, 1, 1), as_of, x, height)]
    parts += [_lane(lane, x, TOP + TALL * i, width) for i, lane in enumerate(found)]
    title = (
        f"<title>Lives of {len(found)} repositories to {day(as_of)}; the table below says the same</title>"
    )
    return tag(
        "svg", title, *parts, xmlns="http://www.w3.org/2000/svg", role="img", class_="chart lanes",
        viewBox=f"0 0 {n(width)} {n(height)}",
    )  # fmt: skip


def _years(first: date, last: date, x: Scale, height: float) -> str:
    parts = []
    for tick, label in day_ticks(first, last, 18):
        at = x(tick.toordinal())
        parts.append(tag("line", x1=at, x2=at, y1=float(TOP - 6), y2=height - 10, class_="grid"))
        parts.append(tag("text", words(label), x=at, y="16", text_anchor="middle", class_="tick"))
    return "".join(parts)


def _lane(lane: Lane, x: Scale, top: float, width: float) -> str:
    name = bare(lane.repository.full_name)
    middle = top + TALL / 2
    parts = [
        tag("text", f"<title>{words(lane.repository.full_name)}</title>", words(name[:22]),
            x=float(LEFT - 12), y=middle + 4, text_anchor="end", class_="label name"),
        *(_bar(span, x, top) for span in lane.spans),
    ]  # fmt: skip
    moments = (
        (lane.seen, "dormant", "our rules saw no work"),
        (lane.declared, _said(lane), "it was declared over"),
    )
    for moment, state, told in moments:
        if moment and state:
            at = x(moment.toordinal())
            text = f"<title>{words(f'{name}: {told} on {day(moment)}')}</title>"
            drawn = tag("circle", cx=at, cy=middle, r=9.0, class_="halo") + shape(state, 13, at, middle)
            parts.append(tag("g", text, drawn))
    now = STATES[lane.state]
    right = width - RIGHT + 12
    parts.append(shape(lane.state, 13, right + 7, middle))
    parts.append(tag("text", words(now.word), x=right + 20, y=middle + 4, class_="label"))
    return tag("g", *parts)


def _bar(span: Span, x: Scale, top: float) -> str:
    """Full height while it lives, a thin line for what comes after."""
    tall = 6 if span.headline in OVER else TALL - 13
    return bar(span, x, top + (TALL - tall) / 2, tall, named=False)


def _said(lane: Lane) -> str | None:
    found = [span.headline for span in lane.spans if span.start == lane.declared]
    return found[0] if found else None
