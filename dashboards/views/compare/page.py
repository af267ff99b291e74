"""Compare: any number of repositories, any metric, by date or by age."""

from __future__ import annotations

from dashboards.data.query import QueryString, before
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.plot import naming
from dashboards.drawing.spec import Chart
from dashboards.drawing.svg.lines import draw, in_page
from dashboards.views.base import Context, Page, Picture, Table
from dashboards.views.compare import beside
from dashboards.views.compare import data as comparing
from dashboards.views.compare.chart import draw_comparison
from dashboards.views.compare.comparison import EVERY, SCALES, SMOOTH, Comparison
from dashboards.views.compare.comparison import read as read_comparison
from tracker.asking import AXES
from tracker.metrics import METRICS, Metric

ASKED = 12  # repositories that are asked which metrics are known: more cost more than they tell


def context(snapshot: Snapshot, asked: QueryString) -> Context:
    """The words of the page."""
    comparison = read_comparison(snapshot, asked)
    drawn, found = draw_comparison(snapshot, comparison, labelled=True)
    chosen = {r.full_name for r in comparison.repositories}
    ranges = [(f"{n} y", before(comparison.as_of, n)) for n in (1, 3, 5)]
    return {
        "as_of": comparison.as_of,
        "dated": comparison.as_of != snapshot.today,
        "comparison": comparison,
        "chart": drawn,
        "svg": in_page(drawn),
        "naming": naming(drawn),
        "numbers": found,
        "beside": beside.drawn(snapshot, comparison.repositories, comparison.as_of),
        "metrics": _offered(snapshot, comparison),
        "options": {"every": EVERY, "axis": AXES, "scale": SCALES, "smooth": SMOOTH},
        "ranges": [("All", None), *reversed(ranges)],
        "chosen": chosen,
        "milestones": _milestones(comparison),
    }


def _offered(snapshot: Snapshot, comparison: Comparison) -> dict[str, list[Metric]]:
    """The metrics to choose from: those of which something is known, and under a heading the others."""
    some = comparison.repositories[:ASKED]
    points = snapshot.history.points(list(METRICS), some, comparison.as_of)
    known = {metric for (_, metric), point in points.items() if point.value is not None}
    known = known if some else set(METRICS)
    found = {"": [m for m in METRICS.values() if m.name in known or m is comparison.metric]}
    others = [m for m in METRICS.values() if m not in found[""]]
    return found | ({"Nothing is known yet": others} if others else {})


def _milestones(comparison: Comparison) -> list[tuple[str, object]]:
    """Dated events of what is compared, newest first, with their sources."""
    found = [
        (repository.full_name, milestone)
        for repository in comparison.repositories
        for milestone in repository.milestones
        if milestone.date <= comparison.end
        and (comparison.start is None or milestone.date >= comparison.start)
    ]
    return sorted(found, key=lambda pair: pair[1].date, reverse=True)  # type: ignore[attr-defined]


def chart(snapshot: Snapshot, asked: QueryString) -> Chart:
    """The chart alone."""
    return draw_comparison(snapshot, read_comparison(snapshot, asked), labelled=True)[0]


def picture(snapshot: Snapshot, asked: QueryString) -> Picture:
    """The chart as a file of its own."""
    comparison = read_comparison(snapshot, asked)
    drawn, _ = draw_comparison(snapshot, comparison, labelled=True)
    name = f"compare-{comparison.metric.name}-{comparison.end}"
    return Picture(name, drawn.title, drawn.subtitle, draw(drawn), _foot(drawn))


def _foot(drawn: Chart) -> str:
    """The unit, where the values come from, how far they can be trusted, and which lines are named."""
    labels = sorted({str(label) for line in drawn.lines for label in line.labels if isinstance(label, str)})
    sources = sorted({line.source for line in drawn.lines if line.source})
    parts = [drawn.unit, f"source: {', '.join(sources)}" if sources else "", ", ".join(labels), naming(drawn)]
    return " · ".join(part for part in parts if part)


def table(snapshot: Snapshot, asked: QueryString) -> Table:
    """What is drawn, as long rows."""
    comparison = read_comparison(snapshot, asked)
    columns = ("repository", "metric", "day", "value", "quality")
    name = f"compare-{comparison.metric.name}-{comparison.end}"
    return Table(name, columns, comparing.rows_of(snapshot, comparison))


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
