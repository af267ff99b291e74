"""What may be asked of an export by URL: which series, how dense, in which shape; and the writing of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import Query

from dashboards.api.parameters import (
    Day,
    Every,
    From,
    Group,
    MetricName,
    Metrics,
    Repositories,
    To,
    chosen,
    not_too_old,
    span,
)
from dashboards.api.problems import Contradiction
from dashboards.data.snapshot import Snapshot
from tracker.exports import FORMATS, WIDEST
from tracker.exports.descriptor import About
from tracker.series.query import Query as SeriesQuery
from tracker.series.writing import writer

Kind = StrEnum("Kind", {name: name for name in FORMATS})  # type: ignore[misc]
STARS = [MetricName("stars")]


@dataclass(frozen=True)
class ExportRequest:
    """A question as it stands in the URL."""

    metrics: tuple[str, ...]
    repositories: Sequence[str]
    category: str | None
    start: date | None
    to: date | None
    every: str
    axis: str
    shape: str
    as_of: date | None
    at: date | None

    def query(self, snapshot: Snapshot, kind: str) -> SeriesQuery:
        """The question to the history. Raises Contradiction, UnknownRepository."""
        if self.at and (self.start or self.to or self.every != "day"):
            raise Contradiction("at", "It gives one value a series: leave from, to and every out.")
        days = span(snapshot, self.start, self.to)
        wanted = tuple(chosen(snapshot, list(self.repositories), self.category))
        if self.shape == "wide" and kind == "xlsx" and len(wanted) * len(self.metrics) >= WIDEST:
            raise Contradiction("shape", "A sheet has no room for so many columns: choose fewer, or long.")
        asked = (not_too_old("as_of", self.as_of), not_too_old("at", self.at))
        past, moment = (None if day is None else min(day, snapshot.today) for day in asked)
        return SeriesQuery(self.metrics, wanted, *days, self.every, self.axis, past, moment)

    def writer(self, snapshot: Snapshot, kind: str) -> Callable[[Any], About]:
        """What writes the export into a stream; whatever is wrong with the question is said at once."""
        return writer(snapshot.history, self.query(snapshot, kind), kind, self.shape)


def order(
    metric: Metrics = STARS,
    repository: Repositories = [],  # noqa: B006 - FastAPI reads it, nobody writes to it
    category: Group = None,
    start: From = None,
    to: To = None,
    every: Every = "day",
    axis: Annotated[
        Literal["calendar", "age"], Query(description="by date, or also by age in days")
    ] = "calendar",
    shape: Annotated[
        Literal["long", "wide"], Query(description="a row a value, or a column a series")
    ] = "long",
    as_of: Annotated[Day | None, Query(description="only what was known on that day")] = None,
    at: Annotated[Day | None, Query(description="one value a series: the last known on or before it")] = None,
) -> ExportRequest:
    """The order that a request's parameters make."""
    names = tuple(dict.fromkeys(str(m) for m in metric))
    return ExportRequest(names, tuple(repository), category, start, to, every, axis, shape, as_of, at)
