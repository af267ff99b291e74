"""Files behind the pages: the CSV and the picture of exactly what is shown, and charts as JSON."""

from __future__ import annotations

import csv
import io

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.svg.standalone import THEMES, standalone
from dashboards.http.respond import Representation, text
from dashboards.views import PAGES
from dashboards.views.base import NotHere
from tracker.exports.csv import safe


def csv_file(snapshot: Snapshot, asked: QueryString, name: str) -> Representation:
    """A page's table as CSV. Raises NotHere for a page that has none."""
    for page in PAGES:
        if page.name == name and page.table:
            table = page.table(snapshot, asked)
            stream = io.StringIO()
            writer = csv.writer(stream, lineterminator="\r\n")
            writer.writerow(table.columns)
            writer.writerows([_cell(value) for value in row] for row in table.rows)
            return text(stream.getvalue(), "text/csv", filename=f"{safe_name(table.name)}.csv")
    raise NotHere(f"There is no table called {name}.")


def svg_file(snapshot: Snapshot, asked: QueryString, name: str) -> Representation:
    """A page's server-drawn chart as an SVG that stands alone. Raises NotHere for a page without one."""
    for page in PAGES:
        if page.name == name and page.picture:
            picture = page.picture(snapshot, asked)
            theme = asked.one_of("theme", THEMES, "auto")
            body = standalone(picture.drawn, picture.title, picture.subtitle, theme, picture.foot)
            return text(body, "image/svg+xml", filename=f"{safe_name(picture.name)}.svg")
    raise NotHere(f"There is no picture called {name}.")


def figure(snapshot: Snapshot, asked: QueryString, name: str) -> Representation:
    """A page's chart as JSON for plotly.js. Raises NotHere for a chart that does not exist."""
    from dashboards.drawing.figures.compact import compact
    from dashboards.drawing.figures.lines import figure as drawn

    for page in PAGES:
        if name in page.charts:
            return text(compact(drawn(page.charts[name](snapshot, asked))), "application/json")
    raise NotHere(f"There is no chart called {name}.")


def _cell(value: object) -> object:
    """A value as it is written; text that a spreadsheet would take for a formula gets an apostrophe."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return "" if value is None else safe(value)


def safe_name(name: str) -> str:
    """A file name out of anything."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)[:120]
