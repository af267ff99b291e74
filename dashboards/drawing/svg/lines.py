"""A line chart as SVG: direct labels, gaps as gaps, thin and dotted after a project's end."""

from __future__ import annotations

import math
import textwrap
from datetime import date

from dashboards.drawing.plot import (
    LONGEST,
    NARROW,
    LinePlot,
    end_labels,
    plot,
    position,
    positions,
    shown,
    value_at,
)
from dashboards.drawing.spec import Chart, Line, Mark
from dashboards.drawing.svg.markup import escaped, n, path, shape, tag
from dashboards.drawing.svg.scale import day_ticks, value_ticks
from dashboards.drawing.theme import DASHES
from dashboards.drawing.thin import keep
from tracker.writing import day, full, short, short_name

POINTS = 260  # a line, of a picture as wide as a page
SMALL, POINTS_IN_SMALL = 400, 130  # pixels; a point for every two of them
LETTER = 7.0  # px of an average letter of a note


def in_page(chart: Chart) -> str:
    """The chart as wide as a page, and beside it as narrow as a phone: the style sheet shows one of them.

    The narrow one is without names at the ends of its lines, which the page gives above it and below.
    """
    return draw(chart) + f'<div class="narrow">{draw(chart, *NARROW, labelled=False)}</div>'


def draw(chart: Chart, width: float = 960, height: float = 420, labelled: bool = True) -> str:
    """The chart as one <svg> element that can stand in a page or in a file of its own."""
    lines = shown(chart)
    name = escaped(f"{chart.title}. {chart.subtitle}")
    if not lines:
        return _svg(width, height, name, *_empty(chart.empty, width, height))
    frame = plot(chart, lines, width, height, labelled)
    body = [_grid(chart, frame), _provisional(chart, frame)]
    body += [_line(line, frame, chart) for line in lines]
    body += [_mark(line, mark, frame, chart) for line in lines for mark in sorted(line.marks, key=_above)]
    if labelled:
        body.append(_labels(lines, frame, chart))
    return _svg(width, height, name, *body)


def _empty(words: str, width: float, height: float) -> list[str]:
    """Why there is nothing to see, in as many lines as the width asks for."""
    said = textwrap.wrap(words, int(width / LETTER))
    top = height / 2 - 8 * (len(said) - 1)
    return [
        tag("text", escaped(line), x=width / 2, y=top + 16 * i, text_anchor="middle", class_="mute")
        for i, line in enumerate(said)
    ]


def _svg(width: float, height: float, name: str, *body: str) -> str:
    return tag(
        "svg", f"<title>{name}</title>", *body, xmlns="http://www.w3.org/2000/svg", class_="chart",
        role="img",
        viewBox=f"0 0 {n(width)} {n(height)}",
    )  # fmt: skip


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
        dash = DASHES[line.dash] or None
        drawn = tag("path", d=alive, fill="none", stroke=line.colour, stroke_dasharray=dash, class_="line")
        parts.append(drawn)
    if after:
        over = path(_points(line, after, frame, chart))
        parts.append(tag("path", d=over, fill="none", stroke=line.colour, class_="over"))
    return tag("g", *parts, class_=_behind(line, chart))


def _points(line: Line, kept: list[int], frame: LinePlot, chart: Chart) -> list[tuple[float, float] | None]:
    found: list[tuple[float, float] | None] = [None] * len(kept)
    low = 0.0 if chart.log else -math.inf  # what has no logarithm is not drawn
    drawn = [(place, i, y) for place, i in enumerate(kept) if (y := line.y[i]) is not None and y > low]
    xs = frame.x.each(positions([line.x[i] for _, i, _ in drawn]))
    ys = frame.y.each([y for *_, y in drawn])
    for (place, *_), x, y in zip(drawn, xs, ys, strict=True):
        found[place] = (x, y)
    return found


def _above(mark: Mark) -> bool:
    """The end of a project is drawn over its milestones."""
    return mark.state is not None


def _mark(line: Line, mark: Mark, frame: LinePlot, chart: Chart) -> str:
    x = mark.x
    y = value_at(line, x)
    if y is None or not frame.x.low <= position(x) <= frame.x.high:
        return ""
    at, height = frame.x(position(x)), frame.y(y)
    if mark.state:
        drawn = tag("circle", cx=at, cy=height, r=7.0, class_="halo") + shape(mark.state, 12, at, height)
    else:
        drawn = tag("circle", cx=at, cy=height, r=3.5, class_="ring", stroke=line.colour)
    return tag("g", f"<title>{escaped(mark.text)}</title>", drawn, class_=_behind(line, chart))


def _labels(lines: list[Line], frame: LinePlot, chart: Chart) -> str:
    parts = []
    for label in end_labels(chart, lines, frame):
        x, y, line = frame.x(position(label.x)), label.at, label.line
        text = tag("tspan", escaped(short_name(line.name)[:LONGEST]), class_="name") + tag(
            "tspan", escaped(short(label.value)), dx="6", class_="value"
        )
        height = frame.y(label.value)
        lead = tag("path", d=f"M{n(x + 2)} {n(height)}L{n(frame.right + 8)} {n(y)}", class_="lead")
        drawn = lead if abs(y - height) > 3 or frame.right - x > 6 else ""
        drawn += _swatch(line, frame.right + 12, y)
        drawn += tag("text", text, x=frame.right + 20, y=y + 4, class_="label")
        if label.noted:
            drawn += tag("text", escaped(line.end_note), x=frame.right + 20, y=y + 17, class_="note")
        parts.append(tag("g", drawn, class_=_behind(line, chart)))
    return "".join(parts)


def _swatch(line: Line, x: float, y: float) -> str:
    """A dot in the line's colour, or a piece of it where its dashes tell it apart."""
    if line.dash == "solid":
        return tag("circle", cx=x, cy=y, r=3.5, fill=line.colour)
    d, dash = f"M{n(x - 8)} {n(y)}h14", DASHES[line.dash]
    return tag("path", d=d, stroke=line.colour, stroke_width=2.2, stroke_dasharray=dash, fill="none")


def _behind(line: Line, chart: Chart) -> str | None:
    """Lines stand back while another one is brought forward."""
    return "behind" if chart.focus and line.name != chart.focus else None


def _told(line: Line, chart: Chart) -> str:
    end = line.last()
    if end is None:
        return line.name
    when = f"on {day(end[0])}" if isinstance(end[0], date) else f"at {end[0]:.1f} years"
    return f"{line.name}: {full(end[1])} {chart.unit} {when}" + (
        f"; {line.end_note}" if line.end_note else ""
    )
