"""Sparklines: the last five years of a row in the width of a thumb."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dashboards.drawing.svg.markup import escaped, n, tag


def spark(values: Sequence[float], title: str, width: float = 92, height: float = 26) -> str:
    """Bars of months, highest at full height; NaN leaves its place empty; nothing known, nothing drawn."""
    known = [v for v in values if not math.isnan(v)]
    if not known:
        return ""
    top = max(*known, 1.0) if len(known) > 1 else max(known[0], 1.0)
    step = width / len(values)
    bars = "".join(
        f"M{n(i * step + step / 2)} {n(height)}v{n(-max(v / top * (height - 2), 0.6))}"
        for i, v in enumerate(values)
        if not math.isnan(v) and v >= 0
    )
    drawn = tag("path", d=bars, class_="bars", stroke_width=n(step * 0.72))
    return tag(
        "svg", f"<title>{escaped(title)}</title>", drawn, class_="spark", role="img",
        width=n(width), height=n(height), viewBox=f"0 0 {n(width)} {n(height)}",
    )  # fmt: skip
