"""A Chart as a Plotly figure: what the static SVG shows, with hover, zoom and selection on top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboards.drawing.formatting import day, short, short_name
from dashboards.drawing.spec import Chart, Line, X
from dashboards.drawing.svg.lines import value_at
from dashboards.drawing.svg.scale import spread_out, value_ticks
from dashboards.drawing.theme import layout
from dashboards.drawing.thin import keep

POINTS = 700  # a line: more than a screen is wide


def figure(chart: Chart) -> go.Figure:
    """One trace for each line's life, one thin and dotted for what came after its project's end."""
    lines = [line for line in chart.lines if line.last() is not None]
    drawn = go.Figure(layout=layout(height=440, uirevision="keep"))
    for line in lines:
        for trace in _traces(line, chart):
            drawn.add_trace(trace)
    if any(line.marks for line in lines):
        drawn.add_traces([_marks(line, chart) for line in lines if line.marks])
    drawn.update_layout(annotations=_ends(lines, chart), margin_r=_room(lines))
    drawn.update_yaxes(**_values(lines, chart))
    drawn.update_xaxes(type="linear" if chart.by_age else "date", ticksuffix=" y" if chart.by_age else "")
    if chart.provisional_from and not chart.by_age:
        drawn.add_vrect(x0=chart.provisional_from.isoformat(), x1=_right(lines), line_width=0, opacity=0.12,
                        fillcolor="#868b93", layer="below")  # fmt: skip
    return drawn


def _values(lines: Sequence[Line], chart: Chart) -> dict[str, Any]:
    """The value axis: from nought, or by powers of ten with ticks that can be read."""
    known = [v for line in lines for v in line.y if v is not None and v > 0]
    if not chart.log or not known:
        return {"type": "linear", "rangemode": "tozero", "separatethousands": True}
    ticks = value_ticks(min(known), max(known) * 1.1, True)
    return {
        "type": "log", "rangemode": "normal",
        "tickvals": [value for value, _ in ticks], "ticktext": [label for _, label in ticks],
    }  # fmt: skip


def _traces(line: Line, chart: Chart) -> list[go.Scatter]:
    cut = line.cut()
    kept = keep(line.y, POINTS)
    alive = [i for i in kept if i <= cut - 1]
    over = [i for i in kept if i >= max(cut - 1, 0)] if cut < len(line.x) else []
    return [
        _trace(line, part, chart, width, dash)
        for part, width, dash in ((alive, 2.2, "solid"), (over, 1.2, "dot"))
        if part
    ]


def _trace(line: Line, kept: list[int], chart: Chart, width: float, dash: str) -> go.Scatter:
    labels = [line.labels[i] if i < len(line.labels) else None for i in kept]
    same = labels[0] if len(set(labels)) == 1 else None
    said = f" · {same}" if same else " · %{text}" if any(labels) else ""
    value = "%{y:,.1f}" if any(y is not None and y % 1 for y in line.y) else "%{y:,.0f}"
    when = "%{x:.1f} years" if chart.by_age else "%{x|%-d %b %Y}"
    return go.Scatter(
        # Arrays: plotly looks at each element of a list, several times.
        x=np.array([_x(line.x[i]) for i in kept]),
        y=np.array([_y(line.y[i], chart) for i in kept], dtype=object),
        text=None if same or not any(labels) else [label or "" for label in labels],
        mode="lines" if len(kept) > 1 else "markers",
        name=_plain(line.name),
        line={"color": line.colour, "width": width, "dash": dash},
        marker={"color": line.colour, "size": 6},
        connectgaps=False,
        hovertemplate=f"<b>{_plain(line.name)}</b><br>{value} {chart.unit}<br>{when}{said}<extra></extra>",
    )


def _marks(line: Line, chart: Chart) -> go.Scatter:
    return go.Scatter(
        x=[_x(mark.x) for mark in line.marks],
        y=[_y(value_at(line, mark.x), chart) for mark in line.marks],
        text=[_plain(mark.text) for mark in line.marks],
        customdata=[day(mark.day) for mark in line.marks],
        mode="markers",
        name=_plain(line.name),
        marker={
            "color": line.colour, "size": 8, "line": {"width": 1.5, "color": line.colour},
            "symbol": ["x" if mark.state else "circle-open" for mark in line.marks],
        },
        hovertemplate=f"<b>{_plain(line.name)}</b><br>%{{text}}<br>%{{customdata}}<extra></extra>",
    )  # fmt: skip


def _ends(lines: Sequence[Line], chart: Chart) -> list[dict[str, Any]]:
    """Names at the ends of lines, moved apart as they will stand at the figure's own height."""
    ends = [(line, end) for line in lines if (end := line.last())]
    if not ends:
        return []
    top = max(end[1] for _, end in ends) or 1.0
    peak = max(v for line in lines for v in line.y if v is not None) or top
    tall = 440 - 48
    if chart.log:
        floor = min((v for line in lines for v in line.y if v), default=1.0)
        heights = [
            tall * math.log(max(end[1], floor) / floor + 1e-9) / (math.log(peak / floor) or 1)
            for _, end in ends
        ]
    else:
        heights = [tall * end[1] / peak for _, end in ends]
    gap = 34.0 if any(line.end_note for line, _ in ends) else 17.0
    placed = spread_out(heights, min(gap, tall / len(ends)), 0.0, float(tall))
    return [
        {
            "x": 1.0, "xref": "paper", "xanchor": "left", "xshift": 6, "y": _annotated(end[1], chart),
            "yref": "y", "yshift": round(place - height), "yanchor": "middle", "showarrow": False,
            "align": "left", "text": _label(line, end[1]), "font": {"size": 12},
        }
        for (line, end), height, place in zip(ends, heights, placed, strict=True)
    ]  # fmt: skip


def _label(line: Line, value: float) -> str:
    """A dot in the line's colour, its name and last value, and what became of it."""
    text = f'<span style="color:{line.colour}">●</span> {_plain(short_name(line.name)[:26])} {short(value)}'
    return f'{text}<br><span style="font-size:11px">    {line.end_note}</span>' if line.end_note else text


def _annotated(value: float, chart: Chart) -> float:
    return math.log10(max(value, 1e-9)) if chart.log else value


def _room(lines: Sequence[Line]) -> int:
    longest = max((max(len(short_name(line.name)[:26]), len(line.end_note) - 6) for line in lines), default=0)
    return min(int(longest * 7 + 76), 270)


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
