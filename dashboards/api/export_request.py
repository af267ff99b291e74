"""What may be asked of an export by URL: which series, how dense, in which shape; and the writing of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from dashboards.api.parameters import (
    AsOf,
    At,
    Axis,
    Every,
    From,
    Group,
    MetricName,
    Metrics,
    Repositories,
    Shape,
    To,
    chosen,
)
from dashboards.data.snapshot import Snapshot
from tracker import asking
from tracker.asking import Contradiction
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
        asking.alone(self.at, self.start, self.to, self.every)
        days = asking.span(self.start, self.to, snapshot.today)
        past = asking.until("as_of", self.as_of, snapshot.today)
        moment = asking.moment(self.at, snapshot.today)
        wanted = tuple(chosen(snapshot, list(self.repositories), self.category))
        if self.shape == "wide" and kind == "xlsx" and len(wanted) * len(self.metrics) >= WIDEST:
            raise Contradiction("shape", "A sheet has no room for so many columns: choose fewer, or long.")
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
    axis: Axis = "calendar",
    shape: Shape = "long",
    as_of: AsOf = None,
    at: At = None,
) -> ExportRequest:
    """The order that a request's parameters make."""
    names = tuple(dict.fromkeys(str(m) for m in metric))
    return ExportRequest(names, tuple(repository), category, start, to, every, axis, shape, as_of, at)
