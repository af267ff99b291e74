"""A year ahead: the known months, the dashed forecast in its interval, and what was foretold before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dashboards.drawing.svg.markup import escaped, n, path, tag
from dashboards.drawing.svg.scale import Scale, day_ticks, nice, value_ticks
from tracker.forecasts import Hit, Outlook, Prediction
from tracker.writing import day, full, month

WIDTH, HEIGHT = 860.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 84.0, 14.0, 28.0
SHOWN = 48  # known months


def draw(found: Outlook, unit: str) -> str:
    """One <svg>; nothing when nothing is foretold."""
    if not found.ahead:
        return ""
    known = list(zip(found.months, found.values, strict=True))[-SHOWN:]
    hits = [hit for hit in found.hits if hit.said.target >= known[0][0]]
    x, y = _scales(known, found.ahead, hits)
    last = found.ahead[-1]
    low, value, high = (full(round(one)) for one in (last.low, last.value, last.high))
    said = f"{value} {unit} foretold for {day(last.target)}, {low} to {high}"
    parts = [
        f"<title>{escaped(found.name)}: {escaped(said)}</title>",
        _grid(x, y),
        *(_hit(hit, x, y) for hit in hits),
        _band(known[-1], found.ahead, x, y),
        tag("path", d=path([(x(d.toordinal()), y(v)) for d, v in known]), fill="none", class_="line known"),
        _label(last, x, y),
    ]
    box = f"0 0 {n(WIDTH)} {n(HEIGHT)}"
    return tag(
        "svg", *parts, xmlns="http://www.w3.org/2000/svg", class_="chart outlook", role="img", viewBox=box
    )


def _scales(
    known: Sequence[tuple[date, float]], ahead: Sequence[Prediction], hits: Sequence[Hit]
) -> tuple[Scale, Scale]:
    lows = [v for _, v in known] + [p.low for p in ahead] + [h.said.low for h in hits]
    highs = [v for _, v in known] + [p.high for p in ahead] + [h.said.high for h in hits]
    step = nice(max(max(highs) - min(lows), 1.0))
    bottom, top = max(min(lows) // step * step, 0.0), (max(highs) // step + 1) * step
    x = Scale(known[0][0].toordinal(), ahead[-1].target.toordinal(), LEFT, WIDTH - RIGHT)
    return x, Scale(bottom, top, HEIGHT - BOTTOM, TOP)


def _grid(x: Scale, y: Scale) -> str:
    parts = []
    for value, label in value_ticks(y.low, y.high, log=False):
        at = y(value)
        parts.append(tag("line", x1=x.first, x2=x.last, y1=at, y2=at, class_="grid"))
        parts.append(tag("text", escaped(label), x=x.first - 8, y=at + 4, text_anchor="end", class_="tick"))
    for tick, label in day_ticks(date.fromordinal(int(x.low)), date.fromordinal(int(x.high)), 9):
        at = x(tick.toordinal())
        parts.append(tag("text", escaped(label), x=at, y=HEIGHT - 8, text_anchor="middle", class_="tick"))
    return "".join(parts)


def _band(now: tuple[date, float], ahead: Sequence[Prediction], x: Scale, y: Scale) -> str:
    """The interval as an area, the forecast dashed within it; both begin at the last known month."""
    start = (x(now[0].toordinal()), y(now[1]))
    at = [x(p.target.toordinal()) for p in ahead]
    over = [start, *zip(at, (y(p.high) for p in ahead), strict=True)]
    under = [start, *zip(at, (y(p.low) for p in ahead), strict=True)]
    area = tag("path", d=f"{path([*over, *reversed(under)])}Z", class_="interval")
    middle = [start, *zip(at, (y(p.value) for p in ahead), strict=True)]
    return area + tag("path", d=path(middle), fill="none", class_="foretold")


def _hit(hit: Hit, x: Scale, y: Scale) -> str:
    """What was foretold a year before: its interval as a thin bar, its dot hollow where it did not hold."""
    at = x(hit.said.target.toordinal())
    kept = "foretold" if hit.kept else "would have been foretold"
    held = "held" if hit.held else "did not hold"
    came, low, value, high = (full(round(v)) for v in (hit.came, hit.said.low, hit.said.value, hit.said.high))
    words = f"{month(hit.said.target)}: {came}; {kept} a year before: {value} ({low} to {high}), which {held}"
    bar = tag("line", x1=at, x2=at, y1=y(hit.said.low), y2=y(hit.said.high), class_="past")
    dot = tag("circle", cx=at, cy=y(hit.said.value), r=2.2, class_="past" if hit.held else "past missed")
    return tag("g", f"<title>{escaped(words)}</title>", bar, dot)


def _label(last: Prediction, x: Scale, y: Scale) -> str:
    at = x(last.target.toordinal()) + 8
    texts = ((last.high, "note"), (last.value, "name"), (last.low, "note"))
    drawn, above = [], TOP - 14.0
    for value, kind in texts:
        place = max(y(value) + 4, above + 14)
        drawn.append(tag("text", escaped(full(round(value))), x=at, y=place, class_=kind))
        above = place
    return "".join(drawn)
