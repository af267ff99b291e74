"""Writing SVG: elements with escaped attributes, short numbers, and the shape of every state."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache
from html import escape

from dashboards.drawing.theme import STATES

FORBIDDEN = re.compile("[^ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in XML, and line breaks
WHOLE = re.compile(r"\.0(?!\d)")  # what a whole number ends with, as `n` leaves it out
Href = Callable[[str, date | None], str]  # from a full name and a day of the past to an address

# Drawn in a box of 16 by 16; `colour` fills or strokes. One shape each, so that colour is never needed.
SHAPES = {
    "disc": '<circle cx="8" cy="8" r="6" fill="{c}"/>',
    "half": '<circle cx="8" cy="8" r="5.2" fill="none" stroke="{c}" stroke-width="1.6"/>'
    '<path d="M8 2.8a5.2 5.2 0 0 0 0 10.4z" fill="{c}"/>',
    "ring": '<circle cx="8" cy="8" r="4.9" fill="none" stroke="{c}" stroke-width="2.4"/>',
    "bar": '<rect x="1.5" y="6.4" width="13" height="3.2" rx="1.6" fill="{c}"/>',
    "wrench": '<path d="M10.5 2a4 4 0 0 0-3.9 5.1L2 11.7 4.3 14l4.6-4.600A4 4 0 0 0 14 5.500l-2.4 2.4'
    '-2.3-.6-.6-2.300L11.1 2.600A4 4 0 0 0 10.5 2z" fill="{c}"/>',
    "arrow": '<path d="M1.5 6.600h6.500V3l6.5 5-6.5 5V9.400H1.500z" fill="{c}"/>',
    "cross": '<path d="M3 4.8 4.8 3 8 6.2 11.2 3 13 4.8 9.8 8 13 11.2 11.2 13 8 9.8 4.8 13 3 11.2 6.2 8z" '
    'fill="{c}"/>',
    "box": '<path d="M1.5 2.500h13v3.200h-13zM2.5 6.700h11v6.800h-11zM6 8.200v1.600h4V8.200z" fill="{c}" '
    'fill-rule="evenodd"/>',
    "dots": '<circle cx="8" cy="8" r="5.4" fill="none" stroke="{c}" stroke-width="1.8" '
    'stroke-dasharray="1.9 2.350"/>',
}


def n(value: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{value:.1f}"
    return text[:-2] if text[-1] == "0" else text


def tag(name: str, /, *children: str, **attributes: object) -> str:
    """An element. Attributes: `class_` for class, `_` for `-`; None is left out; children are markup."""
    written = "".join([
        f'{_named(key)}{n(v) if isinstance(v, float) else _quoted(str(v))}"'
        for key, v in attributes.items()
        if v is not None
    ])  # fmt: skip
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


@cache
def _named(key: str) -> str:
    """An attribute up to its value."""
    return f' {key.rstrip("_").replace("_", "-")}="'


@lru_cache(maxsize=1024)
def _quoted(text: str) -> str:
    """An attribute's value: most are said again and again."""
    return escape(_allowed(text))


def escaped(text: object) -> str:
    """Text as markup; characters that XML forbids are left out."""
    return escape(_allowed(text), quote=False)


def _allowed(text: object) -> str:
    return FORBIDDEN.sub("", str(text))


def shape(state: str, size: float = 16, x: float | None = None, y: float | None = None) -> str:
    """A state's shape as an <svg> or, placed at a point, as a <g>."""
    drawn = SHAPES[STATES[state].shape].replace("{c}", STATES[state].colour)
    if x is None or y is None:
        return (
            f'<svg class="shape" width="{size:g}" height="{size:g}" viewBox="0 0 16 16" aria-hidden="true" '
            f'focusable="false">{drawn}</svg>'
        )
    scale = size / 16
    return f'<g transform="translate({n(x - size / 2)} {n(y - size / 2)}) scale({scale:g})">{drawn}</g>'


def linked(drawn: str, told: str, href: str | None) -> str:
    """Something drawn that says what it is on hover and, with an address, is a link there."""
    title = f"<title>{escaped(told)}</title>"
    if href is None:
        return tag("g", title, drawn, class_="hot")
    return tag("a", title, drawn, href=href, class_="hot", aria_label=told)


def path(points: Sequence[tuple[float, float] | None]) -> str:
    """Path data through points; None lifts the pen; a point that stands alone becomes a dot."""
    parts, before, last = [], None, len(points) - 1
    for i, point in enumerate(points):
        if point is not None:
            parts.append(f"{'M' if before is None else 'L'}{point[0]:.1f} {point[1]:.1f}")
            if before is None and (i == last or points[i + 1] is None):
                parts.append("h.1")
        before = point
    return WHOLE.sub("", "".join(parts))
