"""A line chart as SVG: direct labels, gaps as gaps, thin and dotted after a project's end."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from dashboards.drawing.formatting import day, full, short, short_name
from dashboards.drawing.spec import Chart, Line, Mark, X
from dashboards.drawing.svg.markup import escaped, n, path, shape, tag
from dashboards.drawing.svg.scale import Scale, day_ticks, spread_out, value_ticks
from dashboards.drawing.thin import keep

POINTS = 260  # a line, of a picture as wide as a page
SMALL, POINTS_IN_SMALL = 400, 130  # pixels; a point for every two of them


@dataclass(frozen=True, slots=True)
class LinePlot:
    """The drawing area and its two scales."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    x: Scale
    y: Scale


def draw(chart: Chart, width: float = 960, height: float = 420, labelled: bool = True) -> str:
    """The chart as one <svg> element that can stand in a page or in a file of its own."""
    lines = [line for line in chart.lines if line.last() is not None]
    name = escaped(f"{chart.title}. {chart.subtitle}")
    if not lines:
        note = tag(
            "text", escaped(chart.empty), x=width / 2, y=height / 2, text_anchor="middle", class_="mute"
        )
        return _svg(width, height, name, note)
    frame = _frame(chart, lines, width, height, labelled)
    body = [_grid(chart, frame), _provisional(chart, frame)]
    body += [_line(line, frame, chart) for line in lines]
    body += [_mark(line, mark, frame) for line in lines for mark in sorted(line.marks, key=_above)]
    if labelled:
        body.append(_labels(lines, frame, chart))
    return _svg(width, height, name, *body)


def position(x: X) -> float:
    """A day as its ordinal, an age as it is."""
    return float(x.toordinal()) if isinstance(x, date) else float(x)


def _svg(width: float, height: float, name: str, *body: str) -> str:
    return tag(
        "svg", f"<title>{name}</title>", *body, xmlns="http://www.w3.org/2000/svg", class_="chart",
        role="img",
        viewBox=f"0 0 {n(width)} {n(height)}",
    )  # fmt: skip


def _frame(chart: Chart, lines: list[Line], width: float, height: float, labelled: bool) -> LinePlot:
    xs = [position(x) for line in lines for x in (line.x[0], line.x[-1])]
    ys = [v for line in lines for v in line.y if v is not None]
    low, high = min(xs), max(xs)
    if high <= low:
        low, high = low - 1, high + 1
    top, bottom = 14.0, height - 28
    longest = max(max(len(short_name(line.name)), len(line.end_note) * 0.85) for line in lines)
    right = width - (min(longest * 7.2 + 62, width * 0.3) if labelled else 10)
    y_high = max(*ys, 1e-9) if len(ys) > 1 else max(ys[0], 1e-9)
    if chart.log:
        positive = [v for v in ys if v > 0] or [1.0]
        y = Scale(10.0 ** math.floor(math.log10(min(positive))), y_high * 1.1, bottom, top, log=True)
    else:
        y = Scale(min(0.0, *ys) if len(ys) > 1 else 0.0, y_high * 1.04, bottom, top)
    return LinePlot(width, height, 46, right, top, bottom, Scale(low, high, 46, right), y)


def _grid(chart: Chart, frame: LinePlot) -> str:
    parts = []
    for value, label in value_ticks(frame.y.low, frame.y.high, chart.log):
        at = frame.y(value)
        parts.append(tag("line", x1=frame.left, x2=frame.right, y1=at, y2=at, class_="grid"))
        parts.append(
            tag("text", escaped(label), x=frame.left - 8, y=at + 4, text_anchor="end", class_="tick")
        )
    for x, label in _x_ticks(chart, frame):
        parts.append(
            tag("text", escaped(label), x=frame.x(x), y=frame.height - 8, text_anchor="middle", class_="tick")
        )
        parts.append(
            tag("line", x1=frame.x(x), x2=frame.x(x), y1=frame.bottom, y2=frame.bottom + 4, class_="grid")
        )
    if chart.reference:
        at = frame.y(chart.reference[0])
        parts.append(tag("line", x1=frame.left, x2=frame.right, y1=at, y2=at, class_="rule"))
    return "".join(parts)


def _x_ticks(chart: Chart, frame: LinePlot) -> list[tuple[float, str]]:
    if chart.by_age:
        step = max(1, round((frame.x.high - frame.x.low) / 9))
        years = range(0, math.floor(frame.x.high) + 1, step)
        return [(float(y), "start" if y == 0 else f"{y} y") for y in years]
    first, last = date.fromordinal(int(frame.x.low)), date.fromordinal(int(frame.x.high))
    return [
        (float(d.toordinal()), label)
        for d, label in day_ticks(first, last, max(2, int((frame.right - frame.left) / 62)))
    ]


def _provisional(chart: Chart, frame: LinePlot) -> str:
    """A hatched band over the days that may still move."""
    if chart.by_age or chart.provisional_from is None or chart.provisional_from.toordinal() > frame.x.high:
        return ""
    at = frame.x(max(chart.provisional_from.toordinal() - 1, frame.x.low))
    wide = max(frame.right - at, 3)
    strokes = "".join(
        f"M{n(at)} {n(y)}l{n(wide)} {n(-wide)}" for y in range(int(frame.top + wide), int(frame.bottom), 6)
    )
    title = f"<title>From {day(chart.provisional_from)} on provisional: may still move</title>"
    return tag("g", title, tag("path", d=strokes, class_="hatch"))


def _line(line: Line, frame: LinePlot, chart: Chart) -> str:
    cut = line.cut()
    kept = keep(line.y, POINTS if frame.width > SMALL else POINTS_IN_SMALL)
    before = [i for i in kept if i <= cut - 1]
    after = [i for i in kept if i >= max(cut - 1, 0)] if cut < len(line.x) else []
    parts = [f"<title>{escaped(_told(line, chart))}</title>"]
    alive = path(_points(line, before, frame, chart))
    if alive:
        parts.append(tag("path", d=alive, fill="none", stroke=line.colour, class_="line"))
    if after:
        over = path(_points(line, after, frame, chart))
        parts.append(tag("path", d=over, fill="none", stroke=line.colour, class_="over"))
    return tag("g", *parts)


def _points(line: Line, kept: list[int], frame: LinePlot, chart: Chart) -> list[tuple[float, float] | None]:
    found: list[tuple[float, float] | None] = []
    for i in kept:
        y = line.y[i]
        drawn = y is not None and not (chart.log and y <= 0)
        found.append((frame.x(position(line.x[i])), frame.y(y)) if drawn and y is not None else None)
    return found


def _above(mark: Mark) -> bool:
    """The end of a project is drawn over its milestones."""
    return mark.state is not None


def _mark(line: Line, mark: Mark, frame: LinePlot) -> str:
    x = mark.x
    y = value_at(line, x)
    if y is None or not frame.x.low <= position(x) <= frame.x.high:
        return ""
    at, height = frame.x(position(x)), frame.y(y)
    if mark.state:
        drawn = tag("circle", cx=at, cy=height, r=7.0, class_="halo") + shape(mark.state, 12, at, height)
    else:
        drawn = tag("circle", cx=at, cy=height, r=3.5, class_="ring", stroke=line.colour)
    return tag("g", f"<title>{escaped(mark.text)}</title>", drawn)


def value_at(line: Line, x: X) -> float | None:
    """The last known value at or before x."""
    found = None
    for at, y in zip(line.x, line.y, strict=True):
        if position(at) > position(x):
            break
        found = y if y is not None else found
    return found


def _labels(lines: list[Line], frame: LinePlot, chart: Chart) -> str:
    ends = [line.last() for line in lines]
    wanted = [frame.y(end[1]) for end in ends if end]
    gap = 30.0 if any(line.end_note for line in lines) else 17.0
    gap = min(gap, (frame.bottom - frame.top) / max(len(lines), 1))
    placed = spread_out(wanted, gap, frame.top + 4, frame.bottom)
    parts = []
    for line, end, y in zip(lines, ends, placed, strict=True):
        if end is None:
            continue
        x = frame.x(position(end[0]))
        text = tag("tspan", escaped(short_name(line.name)[:26]), class_="name") + tag(
            "tspan", escaped(short(end[1])), dx="6", class_="value"
        )
        lead = tag("path", d=f"M{n(x + 2)} {n(frame.y(end[1]))}L{n(frame.right + 8)} {n(y)}", class_="lead")
        parts.append(lead if abs(y - frame.y(end[1])) > 3 or frame.right - x > 6 else "")
        parts.append(tag("circle", cx=frame.right + 12, cy=y, r=3.5, fill=line.colour))
        parts.append(tag("text", text, x=frame.right + 20, y=y + 4, class_="label"))
        if line.end_note and gap >= 26:
            parts.append(tag("text", escaped(line.end_note), x=frame.right + 20, y=y + 17, class_="note"))
    return "".join(parts)


def _told(line: Line, chart: Chart) -> str:
    end = line.last()
    if end is None:
        return line.name
    when = f"on {day(end[0])}" if isinstance(end[0], date) else f"at {end[0]:.1f} years"
    return f"{line.name}: {full(end[1])} {chart.unit} {when}" + (
        f"; {line.end_note}" if line.end_note else ""
    )
