"""From a page and a snapshot to HTML: one Jinja environment, one way of writing numbers and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.points import points
from dashboards.drawing.spec import Chart
from dashboards.drawing.svg.spark import spark
from dashboards.drawing.theme import LABELS, STATES
from dashboards.http.cells import CELLS
from dashboards.http.copying import copies
from dashboards.http.described import dataset
from dashboards.http.links import Links, absolute
from dashboards.http.overview_row import OverviewRowWriter
from dashboards.http.staleness import PATIENCE, stale
from dashboards.views import PAGES
from dashboards.views.base import Page
from tracker import writing
from tracker.channels.base import web_address

ROOMS = Path(__file__).parents[1]
TEMPLATES = (ROOMS / "templates", *sorted(path for path in (ROOMS / "views").iterdir() if path.is_dir()))
FILTERS = (
    "short", "full", "signed", "percent", "part", "day", "month", "minute", "duration", "short_duration",
    "counted", "listed", "short_name",
)  # fmt: skip


class Renderer:
    """Writes pages. `links` decides whether for the server or for a static site.

    `base`: the address that it is known by, where that is not told with each page.
    """

    def __init__(self, links: Links, base: str = "") -> None:
        self.links = links
        self.base = base
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=select_autoescape(default=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update({name: getattr(writing, name) for name in FILTERS})
        self._environment.filters["web"] = web_address  # no link out leads to javascript: or to a file
        self._environment.globals.update(
            pages=PAGES,
            states=STATES,
            trust=LABELS,
            **CELLS,
            spark=_spark,
            overview_row=OverviewRowWriter,
            points=self._points,
            dataset=dataset,
            copies=copies,
            absolute=absolute,
        )

    def page(self, page: Page, snapshot: Snapshot, asked: QueryString, **more: Any) -> str:
        """A page's HTML. `more`: what depends on the visitor and not on the data."""
        context = {
            "may": None,
            "base": self.base,
            "shared": asked,
            "shared_query": {k: ",".join(v) for k, v in asked.values.items()},
            **page.context(snapshot, asked),
            **more,
        }
        if "svg" in context:
            context["svg"] = Markup(context["svg"])  # noqa: S704 - drawn by svg/, which escapes what it is given
        if "strip" in context:
            context["strip"] = Markup(context["strip"])  # noqa: S704
        return self._render(page.template, snapshot, page, context)

    def _points(self, chart: Chart) -> Markup:
        return Markup(points(chart, self.links.live))  # noqa: S704 - JSON without a single "<"

    def plain(self, template: str, snapshot: Snapshot | None, **context: Any) -> str:
        """A page that belongs to no list: errors, beginnings."""
        return self._render(template, snapshot, None, context)

    def _render(
        self, template: str, snapshot: Snapshot | None, page: Page | None, context: Mapping[str, Any]
    ) -> str:
        today = snapshot.today if snapshot else date.today()  # noqa: DTZ011 - only for relative words
        return self._environment.get_template(template).render(
            links=self.links, snapshot=snapshot, page=page, today=today,
            staleness=stale(snapshot) if snapshot and snapshot.tracked else "", late_after=PATIENCE,
            ago=partial(writing.ago, today=today), is_demo=bool(snapshot and snapshot.is_demo),
            is_made_up=bool(snapshot and snapshot.is_made_up), **context,
        )  # fmt: skip


def _spark(values: Any, title: str) -> Markup:
    return Markup(spark(values, title))  # noqa: S704 - drawn by svg/, which escapes what it is given
