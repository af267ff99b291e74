"""Pictures for other people's pages: a star chart and badges, no script, no token, light and dark."""

from __future__ import annotations

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.plot import naming
from dashboards.drawing.svg.badge import badge
from dashboards.drawing.svg.lines import draw
from dashboards.drawing.svg.standalone import EDGE, THEMES, standalone
from dashboards.drawing.theme import STATES
from dashboards.http.respond import SHORT, Representation, text
from dashboards.views.compare.chart import draw_comparison
from dashboards.views.compare.comparison import read as read_comparison
from dashboards.views.repository.page import find
from tracker.writing import short

SVG = "image/svg+xml"


def stars(snapshot: Snapshot, asked: QueryString) -> Representation:
    """`/embed/stars.svg?repos=…&theme=auto|light|dark` and everything the compare page takes."""
    theme = asked.one_of("theme", THEMES, "auto")
    width = asked.whole("width", 800, 320, 1600)
    chart, _ = draw_comparison(snapshot, read_comparison(snapshot, asked))
    drawn = standalone(
        draw(chart, width - 2 * EDGE, width * 0.5), chart.title, chart.subtitle, theme, naming(chart)
    )
    return text(drawn, SVG, cache=SHORT)


def badge_of(snapshot: Snapshot, asked: QueryString) -> Representation:
    """`/badge/OWNER/NAME.svg?show=verdict|stars`."""
    repository = find(snapshot, asked)
    if asked.one_of("show", ("verdict", "stars"), "verdict") == "stars":
        point = snapshot.history.point("stars", repository, snapshot.today)
        return text(badge("stars", short(point.value)), SVG, cache=SHORT)
    verdict = snapshot.verdict(repository, snapshot.today)
    state = verdict.headline if verdict else "unknown"
    return text(badge("maintained", STATES[state].word.lower(), state), SVG, cache=SHORT)
