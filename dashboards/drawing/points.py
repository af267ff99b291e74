"""A chart's numbers for the page's own script: they travel with the page, and each keeps its own day."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Any

from dashboards.drawing.plot import NARROW, LinePlot, end_labels, plot, position, positions, shown
from dashboards.drawing.spec import Chart, Line
from dashboards.drawing.thin import keep

MOST = 4000  # points of a page; of more, each line keeps its ends, peaks and valleys with their own days
AGE = 1000  # ages travel as thousandths of a year


def points(chart: Chart, live: bool) -> str:
    """JSON that can stand in a <script> element: geometry, and for each line days, values, labels, source.

    Days are ordinals and ages thousandths of a year, both as differences; labels are runs.
    """
    lines = shown(chart)
    document: dict[str, Any] = {
        "unit": chart.unit, "byAge": chart.by_age, "log": chart.log, "focus": chart.focus, "live": live,
        "range": live and not chart.by_age, "lines": [], "reach": 0,
    }  # fmt: skip
    if lines:
        area = plot(chart, lines)
        labelled = {label.line.name: round(label.at, 1) for label in end_labels(chart, lines, area)}
        document |= {
            "wide": _edges(area), "narrow": _edges(plot(chart, lines, *NARROW, labelled=False)),
            "low": area.x.low, "high": area.x.high, "bottomValue": area.y.low, "topValue": area.y.high,
            "reach": max(map(_step, lines)) * 0.75,
            "lines": [_line(line, MOST // len(lines), chart.by_age, labelled) for line in lines],
        }  # fmt: skip
    text = json.dumps(document, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "").replace("\u2029", "")


def _edges(area: LinePlot) -> list[float]:
    """Left, right, top and bottom of what is drawn in, in the picture's own units."""
    return [area.left, round(area.right, 1), area.top, area.bottom]


def _line(line: Line, most: int, by_age: bool, labelled: dict[str, float]) -> dict[str, Any]:
    kept = keep(line.y, most)
    xs = [round(at * (AGE if by_age else 1)) for at in positions([line.x[i] for i in kept])]
    labels = [line.labels[i] for i in kept] if line.labels else ()
    return {
        "name": line.name, "colour": line.colour, "dash": line.dash, "source": line.source,
        "x": [x - before for x, before in zip(xs, [0, *xs], strict=False)],
        "y": [_number(line.y[i]) for i in kept],
        "labels": runs(labels, len(kept)),
        "labelAt": labelled.get(line.name, -99),
        "marks": [[position(mark.x), mark.text] for mark in line.marks],
    }  # fmt: skip


def runs(labels: Sequence[object], many: int) -> list[list[object]]:
    """Labels as [label, how many in a row]; None where a value has none."""
    told = [label if isinstance(label, str) else None for label in labels] or [None] * many
    return [[label, sum(1 for _ in run)] for label, run in groupby(told)]


def _number(y: float | None) -> float | int | None:
    if y is None:
        return None
    return int(y) if float(y).is_integer() else float(f"{y:.5g}")


def _step(line: Line) -> float:
    """How far apart values usually are."""
    at = positions(line.x)
    return median(b - a for a, b in pairwise(at)) if len(at) > 1 else 1.0
