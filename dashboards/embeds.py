"""Pictures for other people's pages: a star chart and badges, no script, no token, light and dark."""

from __future__ import annotations

from dashboards import choice
from dashboards.drawing import drawn as draw_choice
from dashboards.pages.repository import find
from dashboards.query import Asked
from dashboards.respond import SHORT, Answer, text
from dashboards.snapshot import Snapshot
from dashboards.svg.badge import badge
from dashboards.svg.lines import draw
from dashboards.svg.markup import words
from dashboards.theme import DARK, LIGHT, SANS, STATES
from dashboards.words import short

SVG = "image/svg+xml"
THEMES = ("auto", "light", "dark")


def stars(snapshot: Snapshot, asked: Asked) -> Answer:
    """`/embed/stars.svg?repos=…&theme=auto|light|dark` and everything the compare page takes."""
    theme = asked.choice("theme", THEMES, "auto")
    width = asked.whole("width", 800, 320, 1600)
    chart, _ = draw_choice(snapshot, choice.read(snapshot, asked))
    return text(
        framed(draw(chart, width, width * 0.5), chart.title, chart.subtitle, width, theme), SVG, cache=SHORT
    )


def framed(drawn: str, title: str, subtitle: str, width: float, theme: str) -> str:
    """A drawn chart with its words above it and its own colours, as a file that stands alone."""
    tall = width * 0.5 + 62
    inner = drawn.replace("<svg ", f'<svg x="0" y="56" width="{width}" height="{width * 0.5:g}" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{tall:g}" '
        f'viewBox="0 0 {width} {tall:g}" font-family="{SANS.replace(chr(34), chr(39))}" font-size="12">'
        f"<style>{style(theme)}</style>"
        f'<rect class="paper" width="{width}" height="{tall:g}" rx="6"/>'
        f'<text class="title" x="16" y="26">{words(title)}</text>'
        f'<text class="tick" x="16" y="45">{words(subtitle)}</text>{inner}</svg>'
    )


def style(theme: str) -> str:
    """The chart's style sheet for one theme; 'auto' follows the reader's system."""
    if theme != "auto":
        return _colours(DARK if theme == "dark" else LIGHT)
    return f"{_colours(LIGHT)}@media (prefers-color-scheme:dark){{{_colours(DARK)}}}"


def _colours(c: dict[str, str]) -> str:
    return (
        f".paper{{fill:{c['paper']}}}.title{{fill:{c['ink']};font-size:15px;font-weight:600}}"
        f".label,.name{{fill:{c['ink']}}}.value,.tick,.note,.mute{{fill:{c['mute']}}}"
        f".tick,.note{{font-size:11px}}.grid{{stroke:{c['grid']}}}.lead,.rule{{stroke:{c['mute']};fill:none;"
        f"stroke-width:.7}}.halo{{fill:{c['paper']}}}.ring{{fill:{c['paper']};stroke-width:1.6}}"
        ".line{stroke-width:2.2;stroke-linejoin:round}.over{stroke-width:1.2;stroke-dasharray:1.5 4}"
        f".hatch{{stroke:{c['mute']};stroke-width:.7}}"
    )


def badge_of(snapshot: Snapshot, asked: Asked) -> Answer:
    """`/badge/OWNER/NAME.svg?show=verdict|stars`."""
    repository = find(snapshot, asked)
    if asked.choice("show", ("verdict", "stars"), "verdict") == "stars":
        point = snapshot.history.point("stars", repository, snapshot.today)
        return text(badge("stars", short(point.value)), SVG, cache=SHORT)
    verdict = snapshot.verdict(repository, snapshot.today)
    state = verdict.headline if verdict else "unknown"
    return text(badge("maintained", STATES[state].word.lower(), state), SVG, cache=SHORT)
