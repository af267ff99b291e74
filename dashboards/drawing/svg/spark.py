"""Sparklines: the last five years of a row in the width of a thumb."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

from dashboards.drawing.svg.markup import escaped, n


def spark(values: Sequence[float], title: str, width: float = 92, height: float = 26) -> str:
    """Bars of months, highest at full height; NaN leaves its place empty; nothing known, nothing drawn."""
    known = [v for v in values if not math.isnan(v)]
    if not known:
        return ""
    top = max(*known, 1.0) if len(known) > 1 else max(known[0], 1.0)
    scale = (height - 2) / top
    feet = _feet(len(values), width, height)
    bars = "".join(
        f"{foot}{-max(v * scale, 0.6):.1f}" for foot, v in zip(feet, values, strict=True) if v >= 0
    )
    drawn = f'<path d="{bars}" class="bars" stroke-width="{n(width / len(values) * 0.72)}"/>'
    box = f'width="{n(width)}" height="{n(height)}" viewBox="0 0 {n(width)} {n(height)}"'
    return f'<svg class="spark" role="img" {box}><title>{escaped(title)}</title>{drawn}</svg>'


@cache
def _feet(many: int, width: float, height: float) -> tuple[str, ...]:
    """Where each bar begins: the same for every row of a table."""
    step = width / many
    return tuple(f"M{n(i * step + step / 2)} {n(height)}v" for i in range(many))
