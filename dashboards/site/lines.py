"""What the published Compare draws from: each repository's lines and rows as a script, and how they look.

A page opened from a folder may not read its neighbours but may run them, so the numbers are scripts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.plot import BOTTOM, HEIGHT, LABELLED, LEFT, LONGEST, NARROW, NOTED, TOP, WIDTH
from dashboards.drawing.points import runs
from dashboards.drawing.spec import Chart, Line
from dashboards.drawing.svg import standalone
from dashboards.drawing.svg.lines import LETTER, POINTS, POINTS_IN_SMALL
from dashboards.drawing.svg.markup import SHAPES
from dashboards.drawing.theme import DASHES, LABELS, LINES, SANS, STATES
from dashboards.http.render import Renderer
from dashboards.views.compare import data as comparing
from dashboards.views.compare.comparison import MOST, Comparison, read
from dashboards.views.compare.table import ComparedRow, compared_rows
from dashboards.views.compare.title import ending, finding, subtitle
from tracker.asking import AXES
from tracker.metrics import METRICS
from tracker.series import Repository

Drawn = tuple[Chart, dict[str, Line], dict[str, ComparedRow]]
SCALES = ("linear", "log", "indexed")
GEOMETRY = {
    "width": WIDTH, "height": HEIGHT, "left": LEFT, "top": TOP, "bottom": BOTTOM, "longest": LONGEST,
    "labelled": LABELLED, "noted": NOTED, "points": POINTS, "letter": LETTER,
}  # fmt: skip
FILE = {
    "edge": standalone.EDGE, "letter": standalone.LETTER, "font": SANS.replace('"', "'"),
    "styles": {theme: standalone.style(theme) for theme in standalone.THEMES},
}  # fmt: skip
ON_A_PHONE = {"width": NARROW[0], "height": NARROW[1], "labelled": 0, "points": POINTS_IN_SMALL}


class Choice:
    """Everything that can be compared in a site: all that are followed, each metric over its whole life."""

    def __init__(self, snapshot: Snapshot, renderer: Renderer) -> None:
        self._snapshot, self._renderer = snapshot, renderer

    def look(self, files: dict[str, str]) -> dict[str, Any]:
        """How charts are drawn, what there is to choose from, and in which file it lies. For the page."""
        first = read(self._snapshot, QueryString())
        shapes = {s.name: SHAPES[s.shape].replace("{c}", s.colour) for s in STATES.values()}
        return {
            "geometry": GEOMETRY, "narrow": ON_A_PHONE, "colours": LINES, "dashes": list(DASHES.items()),
            "shapes": shapes, "file": FILE, "trust": LABELS, "today": self._snapshot.today.toordinal(),
            "most": MOST, "files": files, "chosen": first.names, "metric": first.metric.name,
            "metrics": {name: self._metric(name) for name in self._known},
        }  # fmt: skip

    def script(self, repository: Repository) -> bytes:
        """One repository's file."""
        name = repository.full_name
        known = {metric: self._one(metric, repository) for metric in self._known}
        verdict = self._snapshot.verdict(repository, self._snapshot.today)
        end = comparing.ended(verdict)
        lines = (self._drawn(metric)[1].get(name) for metric in self._known)
        note = next((line.end_note for line in lines if line and line.end_note), "")
        document = {
            "name": name, "ended": end.toordinal() if end else None, "over": bool(end),
            "endNote": note,
            "born": repository.created_at.date().toordinal() if repository.created_at else None,
            "ending": next((ending(rows[name]) for rows in self._rows if name in rows), ""),
            "metrics": {metric: found for metric, found in known.items() if found},
        }  # fmt: skip
        written = json.dumps(document, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
        return f"tracker.lines({written});\n".encode()

    @cached_property
    def _known(self) -> list[str]:
        """The metrics of which something is known of anybody."""
        snapshot = self._snapshot
        points = snapshot.history.points(list(METRICS), snapshot.resolved, snapshot.today)
        some = {metric for (_, metric), point in points.items() if point.value is not None}
        return [name for name in METRICS if name in some]

    def _comparison(self, metric: str) -> Comparison:
        def make() -> Comparison:
            asked = read(self._snapshot, QueryString({"metric": [metric]}))
            return replace(asked, repositories=tuple(self._snapshot.resolved))

        return self._snapshot.cached(("published comparison", metric), make)

    def _drawn(self, metric: str) -> Drawn:
        """All lines, by name, and all rows of one metric, made once."""

        def make() -> Drawn:
            comparison = self._comparison(metric)
            chart = comparing.chart(self._snapshot, comparison, labelled=True)
            rows = compared_rows(self._snapshot, comparison)
            return chart, {line.name: line for line in chart.lines}, {row.name: row for row in rows}

        return self._snapshot.cached(("published lines", metric), make)

    @property
    def _rows(self) -> Iterator[dict[str, ComparedRow]]:
        """The rows of every known metric; what became of a repository is the same in each."""
        return (self._drawn(metric)[2] for metric in self._known)

    def _metric(self, name: str) -> dict[str, Any]:
        comparison, metric = self._comparison(name), METRICS[name]
        days_are = self._snapshot.days_are
        first = self._drawn(name)[0].provisional_from
        return {
            "title": metric.title, "unit": comparison.unit, "fullUnit": metric.unit, "kind": metric.kind,
            "source": metric.source, "definition": f"{metric.definition} Source: {metric.source}.",
            "provisional": first.toordinal() if first else None,
            "every": comparison.every,
            "subtitle": {
                axis: {s: subtitle(replace(comparison, scale=s, axis=axis), days_are) for s in SCALES}
                for axis in AXES
            },
            "caption": self._part("compared_caption.html", comparison=comparison),
            "head": self._part("compared_head.html", comparison=comparison),
        }  # fmt: skip

    def _one(self, metric: str, repository: Repository) -> dict[str, Any] | None:
        _, lines, rows = self._drawn(metric)
        line, row = lines.get(repository.full_name), rows.get(repository.full_name)
        if row is None:
            return None
        comparison = self._comparison(metric)
        written = self._part("compared_row.html", n=row, place=0, comparison=comparison, dated=False)
        value = row.point.value if row.point else None
        alone = finding([row], replace(comparison, repositories=(repository,)))
        found = {"value": value, "gain": row.gain, "alone": alone, "row": written}
        return {**_numbers(line, repository, comparison), **found}

    def _part(self, template: str, **context: Any) -> str:
        return self._renderer.plain(template, self._snapshot, as_of=self._snapshot.today, **context).strip()


def _numbers(line: Line | None, repository: Repository, comparison: Comparison) -> dict[str, Any]:
    """A line as the script draws it: days as differences of ordinals, labels as runs."""
    if line is None or not line.x:
        return {"x": [], "y": [], "labels": [], "marks": [], "milestones": []}
    days = [x.toordinal() for x in line.x]  # type: ignore[union-attr]
    told = comparing.milestones(repository, list(line.x), comparison)  # type: ignore[arg-type]
    return {
        "x": [at - before for at, before in zip(days, [0, *days], strict=False)],
        "y": [None if y is None else int(y) if float(y).is_integer() else round(y, 6) for y in line.y],
        "labels": runs(line.labels, len(line.y)),
        "marks": [[mark.x.toordinal(), mark.text, mark.state] for mark in line.marks if mark.state],  # type: ignore[union-attr]
        "milestones": [[mark.x.toordinal(), mark.text, None] for mark in told],  # type: ignore[union-attr]
    }
