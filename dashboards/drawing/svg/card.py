"""A card for other people's pages: what a link shows of a page when it is shared, 1200 by 630."""

from __future__ import annotations

import textwrap

from dashboards.drawing.svg.markup import escaped, n
from dashboards.drawing.svg.standalone import SIZE, style

WIDTH, HEIGHT, EDGE = 1200, 630, 40
LETTER, LINES = 19.0, 2  # px of the headline's average letter; lines of it


def card(title: str, subtitle: str, foot: str, drawn: str = "", theme: str = "light") -> str:
    """One <svg> with a headline, the picture as large as there is room, and where it is from."""
    lines = textwrap.wrap(title, int((WIDTH - 2 * EDGE) / LETTER), max_lines=LINES, placeholder="...") or [""]
    top = 60 + 44 * len(lines)
    heading = "".join(
        f'<text class="headline" x="{EDGE}" y="{72 + 44 * i}">{escaped(line)}</text>'
        for i, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}"><style>{style(theme)}</style>'
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>{heading}'
        f'<text class="said" x="{EDGE}" y="{top}">{escaped(textwrap.shorten(subtitle, 120))}</text>'
        f"{_fitted(drawn, top + 22)}"
        f'<text class="said" x="{EDGE}" y="{HEIGHT - 26}">{escaped(foot)}</text></svg>'
    )


def _fitted(drawn: str, top: float) -> str:
    """A picture moved and scaled into the room below the headline."""
    size = SIZE.search(drawn)
    if not size:
        return ""
    width, height = float(size[1]), float(size[2])
    wide, tall = WIDTH - 2 * EDGE, HEIGHT - 64 - top
    scale = min(wide / width, tall / height, 1.6)
    left = EDGE + (wide - width * scale) / 2
    inner = drawn.replace("<svg ", f'<svg width="{n(width)}" height="{n(height)}" ', 1)
    return f'<g transform="translate({n(left)} {n(top)}) scale({scale:.4f})">{inner}</g>'
