"""A choice drawn with its words and its numbers: what the compare page, embeds and repository pages show."""

from __future__ import annotations

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.spec import Chart
from dashboards.views.compare import data as comparing
from dashboards.views.compare.comparison import Choice
from dashboards.views.compare.table import Numbers, numbers
from dashboards.views.compare.title import finding, subtitle


def drawn(snapshot: Snapshot, choice: Choice, labelled: bool = False) -> tuple[Chart, list[Numbers]]:
    """The chart with its title, and the numbers the title rests on."""
    found = numbers(snapshot, choice)
    title = finding(found, choice)
    words = subtitle(choice, snapshot.is_demo)
    return comparing.chart(snapshot, choice, title, words, labelled), found
