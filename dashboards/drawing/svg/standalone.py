"""A drawn chart as a file of its own: its words above it, its colours with it, light or dark."""

from __future__ import annotations

import re
import textwrap

from dashboards.drawing.svg.markup import escaped, n
from dashboards.drawing.theme import DARK, LIGHT, SANS

THEMES = ("auto", "light", "dark")
LETTER = 7.9  # px of the title's average letter
EDGE = 16  # px of paper at the left and at the right
SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def standalone(drawn: str, title: str, subtitle: str, theme: str = "auto", foot: str = "") -> str:
    """One <svg> that needs no page around it. A chart without content leaves its words."""
    size = SIZE.search(drawn)
    width, height = (float(size[1]), float(size[2])) if size else (800.0, 0.0)
    lines = textwrap.wrap(title, max(int(width / LETTER), 20)) or [""]
    top = 36 + 20 * len(lines)
    broad, tall = width + 2 * EDGE, height + top + (28 if foot else 6)
    inner = drawn.replace("<svg ", f'<svg x="{EDGE}" y="{top}" width="{n(width)}" height="{n(height)}" ', 1)
    heading = "".join(
        f'<text class="title" x="{EDGE}" y="{26 + 20 * i}">{escaped(line)}</text>'
        for i, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(broad)}" height="{n(tall)}" '
        f'viewBox="0 0 {n(broad)} {n(tall)}" font-family="{SANS.replace(chr(34), chr(39))}" font-size="12">'
        f"<style>{style(theme)}</style>"
        f'<rect class="paper" width="{n(broad)}" height="{n(tall)}" rx="6"/>{heading}'
        f'<text class="tick" x="{EDGE}" y="{25 + 20 * len(lines)}">{escaped(subtitle)}</text>{inner}'
        f"{_foot(foot, tall)}</svg>"
    )


def _foot(foot: str, tall: float) -> str:
    return f'<text class="tick" x="{EDGE}" y="{n(tall - 10)}">{escaped(foot[:200])}</text>' if foot else ""


def style(theme: str) -> str:
    """The charts' style sheet for one theme; 'auto' follows the reader's system."""
    if theme != "auto":
        return _colours(DARK if theme == "dark" else LIGHT)
    return f"{_colours(LIGHT)}@media (prefers-color-scheme:dark){{{_colours(DARK)}}}"


def _colours(c: dict[str, str]) -> str:
    return (
        f".paper{{fill:{c['paper']}}}.title{{fill:{c['ink']};font-size:15px;font-weight:600}}"
        f".headline{{fill:{c['ink']};font-size:34px;font-weight:600}}.said{{fill:{c['mute']};font-size:19px}}"
        f".label,.name{{fill:{c['ink']}}}.value,.tick,.note,.mute,.axis{{fill:{c['mute']}}}"
        f".tick,.note{{font-size:11px}}.grid{{stroke:{c['grid']}}}.lead,.rule{{stroke:{c['mute']};fill:none;"
        f"stroke-width:.7}}.halo{{fill:{c['paper']}}}.ring{{fill:{c['paper']};stroke-width:1.6}}"
        ".line{stroke-width:2.2;stroke-linejoin:round}.over{stroke-width:1.2;stroke-dasharray:1.5 4}"
        f".hatch{{stroke:{c['mute']};stroke-width:.7}}.zone{{fill:{c['grid']};opacity:.5}}"
        ".trail{stroke-width:1.2;opacity:.45}.past{opacity:.6}.span.unknown{opacity:.35}"
        ".stripes{stroke:" + c["paper"] + "}.behind{opacity:.22}.on-bar{fill:#fff;font-weight:600}"
    )
