"""A comparison as a chart with its title and the rows beneath it: for Compare, embeds and repositories."""

from __future__ import annotations

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.spec import Chart
from dashboards.views.compare import data as comparing
from dashboards.views.compare.comparison import Comparison
from dashboards.views.compare.table import ComparedRow, compared_rows
from dashboards.views.compare.title import finding, subtitle


def draw_comparison(
    snapshot: Snapshot, comparison: Comparison, labelled: bool = False
) -> tuple[Chart, list[ComparedRow]]:
    """The chart with its title, and the numbers the title rests on."""
    found = compared_rows(snapshot, comparison)
    title = finding(found, comparison)
    words = subtitle(comparison, snapshot.days_are)
    return comparing.chart(snapshot, comparison, title, words, labelled), found
