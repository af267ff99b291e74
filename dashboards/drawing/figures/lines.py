"""A Chart as a Plotly figure: what the static SVG shows, with hover, zoom and selection on top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboards.drawing.plot import (
    BOTTOM,
    HEIGHT,
    LEFT,
    LONGEST,
    TOP,
    WIDTH,
    EndLabel,
    LinePlot,
    end_labels,
    plot,
    shown,
    value_at,
)
from dashboards.drawing.spec import Chart, Line, X
from dashboards.drawing.svg.scale import value_ticks
from dashboards.drawing.theme import STATES, layout
from dashboards.drawing.thin import keep
from tracker.writing import day, short, short_name

POINTS = 700  # a line: more than a screen is wide


def figure(chart: Chart) -> go.Figure:
    """One trace for each line's life, one thin and dotted for what came after its project's end."""
    lines = shown(chart)
    drawn = go.Figure(layout=layout(height=HEIGHT, uirevision="keep"))
    axis = (
        {"type": "linear", "ticksuffix": " y", "hoverformat": ".1f"}
        if chart.by_age
        else {"type": "date", "hoverformat": "%-d %b %Y"}
    )
    drawn.update_xaxes(**axis)
    if not lines:
        return drawn
    for line in lines:
        for trace in _traces(line, chart):
            drawn.add_trace(trace)
    drawn.add_traces([_marks(line, chart) for line in lines if line.marks])
    area = plot(chart, lines)
    drawn.update_layout(
        annotations=_ends(lines, chart, area),
        margin={"l": LEFT, "r": WIDTH - area.right, "t": TOP, "b": BOTTOM},
    )
    drawn.update_yaxes(**_values(chart, area))
    if chart.provisional_from and not chart.by_age:
        drawn.add_vrect(x0=chart.provisional_from.isoformat(), x1=_right(lines), line_width=0, opacity=0.12,
                        fillcolor="#868b93", layer="below")  # fmt: skip
    return drawn


def _values(chart: Chart, area: LinePlot) -> dict[str, Any]:
    """The value axis as the server's picture has it; only dates are zoomed."""
    ticks = value_ticks(area.y.low, area.y.high, chart.log)
    ends = [area.y.low, area.y.high]
    return {
        "type": "log" if chart.log else "linear",
        "range": [math.log10(v) for v in ends] if chart.log else ends,
        "fixedrange": True, "automargin": False,
        "tickvals": [value for value, _ in ticks], "ticktext": [label for _, label in ticks],
    }  # fmt: skip


def _traces(line: Line, chart: Chart) -> list[go.Scatter]:
    cut = line.cut()
    kept = keep(line.y, POINTS)
    alive = [i for i in kept if i <= cut - 1]
    over = [i for i in kept if i >= max(cut - 1, 0)] if cut < len(line.x) else []
    return [
        _trace(line, part, chart, width, dash)
        for part, width, dash in ((alive, 2.2, line.dash), (over, 1.2, "dot"))
        if part
    ]


def _trace(line: Line, kept: list[int], chart: Chart, width: float, dash: str) -> go.Scatter:
    labels = [line.labels[i] if i < len(line.labels) else None for i in kept]
    same = labels[0] if len(set(labels)) == 1 else None
    said = f" · {same}" if same else " · %{text}" if any(labels) else ""
    value = "%{y:,.1f}" if any(y is not None and y % 1 for y in line.y) else "%{y:,.0f}"
    return go.Scatter(
        # Arrays: plotly looks at each element of a list, several times.
        x=np.array([_x(line.x[i]) for i in kept]),
        y=np.array([_y(line.y[i], chart) for i in kept], dtype=object),
        text=None if same or not any(labels) else [label or "" for label in labels],
        mode="lines" if len(kept) > 1 else "markers",
        opacity=_opacity(line, chart),
        name=_plain(line.name),
        line={"color": line.colour, "width": width, "dash": dash},
        marker={"color": line.colour, "size": 6},
        connectgaps=False,
        hovertemplate=f"{_plain(short_name(line.name))} <b>{value}</b> {chart.unit}{said}<extra></extra>",
    )


def _marks(line: Line, chart: Chart) -> go.Scatter:
    styles = [STATES[mark.state] if mark.state else None for mark in line.marks]
    colours = [style.colour if style else line.colour for style in styles]
    return go.Scatter(
        x=[_x(mark.x) for mark in line.marks],
        y=[_y(value_at(line, mark.x), chart) for mark in line.marks],
        text=[_plain(mark.text) for mark in line.marks],
        customdata=[day(mark.day) for mark in line.marks],
        mode="markers",
        name=_plain(line.name),
        marker={
            "color": colours, "size": [12 if style else 8 for style in styles], "opacity": 1,
            "line": {"width": [2.5 if style and style.shape == "bar" else 1.5 for style in styles],
                     "color": colours},
            "symbol": [style.symbol if style else "circle-open" for style in styles],
        },
        hovertemplate=f"{_plain(short_name(line.name))}: %{{text}}, %{{customdata}}<extra></extra>",
    )  # fmt: skip


def _ends(lines: Sequence[Line], chart: Chart, area: LinePlot) -> list[dict[str, Any]]:
    """Names at the ends of lines, where the server's picture has them."""
    tall = area.bottom - area.top
    return [
        {
            "x": 1.0, "xref": "paper", "xanchor": "left", "xshift": 6, "yref": "paper",
            "y": round(1 - (label.at - area.top) / tall, 4), "yanchor": "middle", "showarrow": False,
            "align": "left", "text": _label(label), "font": {"size": 12},
            "opacity": _opacity(label.line, chart),
        }
        for label in end_labels(chart, lines, area)
    ]  # fmt: skip


def _opacity(line: Line, chart: Chart) -> float:
    """Lines stand back while another one is brought forward."""
    return 0.25 if chart.focus and line.name != chart.focus else 1.0


def _label(label: EndLabel) -> str:
    """A dot in the line's colour, its name and last value, and what became of it."""
    line = label.line
    name = _plain(short_name(line.name)[:LONGEST])
    text = f'<span style="color:{line.colour}">●</span> {name} {short(label.value)}'
    return f'{text}<br><span style="font-size:11px">    {line.end_note}</span>' if label.noted else text


def _right(lines: Sequence[Line]) -> str:
    return max((_x(line.x[-1]) for line in lines), default="")  # type: ignore[return-value]


def _x(x: X) -> str | float:
    return x.isoformat() if isinstance(x, date) else round(x, 3)


def _y(y: float | None, chart: Chart) -> float | int | None:
    if y is None or (chart.log and y <= 0):
        return None
    return int(y) if float(y).is_integer() else float(f"{y:.5g}")


def _plain(text: str) -> str:
    """Text that Plotly's own little mark-up cannot misread."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("%{", "% {")
