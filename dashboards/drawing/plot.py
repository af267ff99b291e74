"""Where everything in a line chart stands: one geometry for the SVG, for plotly.js and the hover card."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.drawing.spec import Chart, Line, X
from dashboards.drawing.svg.scale import Scale, spread_out
from tracker.writing import short_name

WIDTH, HEIGHT = 960.0, 420.0
NARROW = (358.0, 300.0)  # what a phone of 390 px has between its margins
LEFT, TOP, BOTTOM = 46.0, 14.0, 28.0
LONGEST = 26  # letters of a name at a line's end
NOTED = 8  # names with what became of them beneath; of more, each would stand far from its line
LABELLED = 12  # names at the ends of lines; with more, the table and the hover card name them


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


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The name at a line's end: where its last value is, and where there is room for the words."""

    line: Line
    x: X
    value: float
    at: float
    noted: bool  # whether there is room for what became of it


def shown(chart: Chart) -> list[Line]:
    """The lines that have anything to show; the one brought forward last, so that it lies on top."""
    known = [line for line in chart.lines if line.last() is not None]
    return sorted(known, key=lambda line: line.name == chart.focus)


def plot(
    chart: Chart, lines: Sequence[Line], width: float = WIDTH, height: float = HEIGHT, labelled: bool = True
) -> LinePlot:
    """The area for some lines, with room at the right for their names."""
    xs = [position(x) for line in lines for x in (line.x[0], line.x[-1])]
    ys = [v for line in lines for v in line.y if v is not None]
    low, high = min(xs), max(xs)
    if high <= low:
        low, high = low - 1, high + 1
    longest = max(max(len(short_name(line.name)), len(line.end_note) * 0.85) for line in lines)
    right = width - (min(longest * 7.2 + 62, width * 0.3) if labelled else 10)
    top, bottom = TOP, height - BOTTOM
    y_high = max(0.0, *ys) or float(min(ys) == 0)  # nothing but noughts is drawn as nought of one
    if chart.log:
        lowest = min((v for v in ys if v > 0), default=1.0)
        y = Scale(10.0 ** math.floor(math.log10(lowest)), max(y_high, lowest) * 1.1, bottom, top, log=True)
    else:
        y = Scale(_floor(chart, ys), y_high * 1.04, bottom, top)
    return LinePlot(width, height, LEFT, right, top, bottom, Scale(low, high, LEFT, right), y)


def _floor(chart: Chart, ys: Sequence[float]) -> float:
    """Nought, so that heights compare; a range of chosen dates is refitted to what is in it."""
    low, high = min(ys), max(ys)
    if chart.refit and 0 < low < high and low > high / 2:
        return max(low - (high - low) * 0.08, 0.0)
    return min(0.0, low)


def end_labels(chart: Chart, lines: Sequence[Line], area: LinePlot) -> list[EndLabel]:
    """Names beside the ends of their lines, moved apart where they would cover each other."""
    named = _named(chart, lines)
    ends = [(line, end) for line in named if (end := line.last())]
    noted = len(named) <= NOTED and any(line.end_note for line in named)
    gap = 30.0 if noted else 17.0
    gap = min(gap, (area.bottom - area.top) / max(len(named), 1))
    placed = spread_out([area.y(end[1]) for _, end in ends], gap, area.top + 4, area.bottom)
    return [
        EndLabel(line, end[0], end[1], at, bool(line.end_note) and gap >= 26)
        for (line, end), at in zip(ends, placed, strict=True)
    ]


def _named(chart: Chart, lines: Sequence[Line]) -> list[Line]:
    """As many as can be read: the highest, and the one brought forward."""
    if len(lines) <= LABELLED:
        return list(lines)
    ranked = sorted(lines, key=lambda line: (line.name != chart.focus, -(line.last() or (0, 0.0))[1]))
    return ranked[:LABELLED]


def naming(chart: Chart) -> str:
    """Which lines have their names beside them, in words; "" where all have."""
    lines = shown(chart)
    if len(lines) <= LABELLED:
        return ""
    forward = any(line.name == chart.focus for line in lines)
    first = f"The one brought forward and the {LABELLED - 1}" if forward else f"The {LABELLED}"
    return f"{first} highest of {len(lines)} are named"


def position(x: X) -> float:
    """A day as its ordinal, an age as it is."""
    return float(x.toordinal()) if isinstance(x, date) else float(x)


def positions(xs: Sequence[X]) -> list[float]:
    """`position` of each of a line's values: they are all days or all ages."""
    if xs and isinstance(xs[0], date):
        return [float(x.toordinal()) for x in xs]  # type: ignore[union-attr]
    return [float(x) for x in xs]  # type: ignore[arg-type]


def value_at(line: Line, x: X) -> float | None:
    """How high a line is drawn at x: on its way between two known points, else the last known one before."""
    wanted = position(x)
    at = positions(line.x)
    after = bisect_right(at, wanted)
    here = line.y[after - 1] if after else None
    beyond = line.y[after] if after < len(at) else None
    if here is None or beyond is None:
        return next((y for y in reversed(line.y[:after]) if y is not None), None)
    return here + (beyond - here) * (wanted - at[after - 1]) / (at[after] - at[after - 1])
