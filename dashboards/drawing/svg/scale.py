"""From values to coordinates, and the ticks people expect: 1-2-5 steps, decades, years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.writing import month, tick


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps low..high to first..last, linearly or by logarithm."""

    low: float
    high: float
    first: float
    last: float
    log: bool = False

    def __call__(self, value: float) -> float:
        return self.each((value,))[0]

    def each(self, values: Sequence[float]) -> list[float]:
        """Where each of some values stands: a line is hundreds of them."""
        low, high = self.low, self.high
        if self.log:
            values = [math.log10(max(value, low)) for value in values]
            low, high = math.log10(low), math.log10(high)
        first, span, reach = self.first, (high - low) or 1.0, self.last - self.first
        return [first + (at - low) / span * reach for at in values]


def nice(high: float, many: int = 5) -> float:
    """A round step such that `many` of them reach `high`."""
    if high <= 0:
        return 1.0
    raw = high / many
    size = 10.0 ** math.floor(math.log10(raw))
    return next(size * step for step in (1, 2, 2.5, 5, 10) if size * step >= raw - 1e-12)


def value_ticks(low: float, high: float, log: bool) -> list[tuple[float, str]]:
    """Ticks of a value axis with their labels; none whose label, of one decimal, would tell another value."""
    if log:
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        steps = (1, 2, 5) if len(decades) < 5 else (1,)
        found = [10.0**d * s for d in decades for s in steps]
        return [(v, tick(v)) for v in found if low <= v <= high * 1.0001]
    step = nice(high - low)
    first = math.ceil(low / step)
    values = [i * step for i in range(first, math.floor(high / step + 1e-9) + 1)]
    return [(v, tick(v)) for v in values if math.isclose(v, round(v, 1), abs_tol=1e-9)]


def day_ticks(first: date, last: date, most: int = 9) -> list[tuple[date, str]]:
    """Ticks of a calendar axis: years, or months when there are less than two years."""
    years = last.year - first.year
    if years >= 2:
        step = max(1, math.ceil(years / most))
        starts = [date(y, 1, 1) for y in range(first.year, last.year + 1)]
        return [(d, str(d.year)) for d in starts if first <= d <= last and d.year % step == 0]
    months = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in range(1, 13)]
    inside = [d for d in months if first <= d <= last]
    step = max(1, math.ceil(len(inside) / min(most, 7)))
    if inside:
        return [(d, month(d)) for d in inside[::step]]
    return [(first, f"{first.day} {month(first)}"), (last, f"{last.day} {month(last)}")]


def spread_out(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as possible to the wanted ones, at least `gap` apart, between low and high."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = dict.fromkeys(order, 0.0)
    above = low - gap
    for i in order:
        placed[i] = above = max(wanted[i], above + gap)
    below = high + gap
    for i in reversed(order):
        placed[i] = below = min(placed[i], below - gap)
    return [placed[i] for i in range(len(wanted))]
