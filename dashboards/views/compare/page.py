"""Compare: any number of repositories, any metric, by date or by age."""

from __future__ import annotations

from dashboards.data.query import Asked, before
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.spec import Chart
from dashboards.drawing.svg.lines import draw
from dashboards.views.base import Context, Page, Picture, Table
from dashboards.views.compare import comparison as choices
from dashboards.views.compare import data as comparing
from dashboards.views.compare.chart import drawn as draw_choice
from tracker.metrics import METRICS


def context(snapshot: Snapshot, asked: Asked) -> Context:
    """The words of the page."""
    choice = choices.read(snapshot, asked)
    drawn, found = draw_choice(snapshot, choice)
    chosen = {r.full_name for r in choice.repositories}
    ranges = [(f"{n} y", before(choice.as_of, n)) for n in (1, 3, 5)]
    return {
        "as_of": choice.as_of,
        "dated": choice.as_of != snapshot.today,
        "choice": choice,
        "chart": drawn,
        "svg": draw(drawn),
        "numbers": found,
        "metrics": list(METRICS.values()),
        "options": choices,
        "ranges": [("All", None), *reversed(ranges)],
        "others": [r for r in snapshot.resolved if r.full_name not in chosen],
        "milestones": _milestones(choice),
    }


def _milestones(choice: choices.Choice) -> list[tuple[str, object]]:
    """Dated events of what is compared, newest first, with their sources."""
    found = [
        (repository.full_name, milestone)
        for repository in choice.repositories
        for milestone in repository.milestones
        if milestone.date <= choice.end and (choice.start is None or milestone.date >= choice.start)
    ]
    return sorted(found, key=lambda pair: pair[1].date, reverse=True)  # type: ignore[attr-defined]


def chart(snapshot: Snapshot, asked: Asked) -> Chart:
    """The chart alone."""
    return draw_choice(snapshot, choices.read(snapshot, asked), labelled=True)[0]


def picture(snapshot: Snapshot, asked: Asked) -> Picture:
    """The chart as a file of its own."""
    choice = choices.read(snapshot, asked)
    drawn, _ = draw_choice(snapshot, choice)
    name = f"compare-{choice.metric.name}-{choice.end}"
    return Picture(name, drawn.title, drawn.subtitle, draw(drawn))


def table(snapshot: Snapshot, asked: Asked) -> Table:
    """What is drawn, as long rows."""
    choice = choices.read(snapshot, asked)
    columns = ("repository", "metric", "day", "value", "quality")
    name = f"compare-{choice.metric.name}-{choice.end}"
    return Table(name, columns, comparing.rows_of(snapshot, choice))


page = Page(
    "compare",
    "/compare",
    "Compare",
    "compare.html",
    context,
    table,
    picture=picture,
    charts={"compare": chart},
)
