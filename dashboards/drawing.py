"""A choice drawn with its words and its numbers: what the compare page, embeds and repository pages show."""

from __future__ import annotations

from dashboards import comparing
from dashboards.choice import Choice
from dashboards.figures.spec import Chart
from dashboards.findings import finding, subtitle
from dashboards.numbers import Numbers, numbers
from dashboards.snapshot import Snapshot


def drawn(snapshot: Snapshot, choice: Choice, labelled: bool = False) -> tuple[Chart, list[Numbers]]:
    """The chart with its title, and the numbers the title rests on."""
    found = numbers(snapshot, choice)
    title = finding(found, choice)
    words = subtitle(choice, snapshot.is_demo)
    return comparing.chart(snapshot, choice, title, words, labelled), found
