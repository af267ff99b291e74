"""The parameters of the API: what they are called, what they may be, and what OpenAPI says of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator

from dashboards.api.problems import BadParameter, Contradiction
from dashboards.data.snapshot import Snapshot
from tracker.days import FIRST as OLDEST
from tracker.days import calendar_day
from tracker.health.verdict import HEADLINES
from tracker.metrics import METRICS
from tracker.series import Tracked

MetricName = StrEnum("MetricName", {name: name for name in METRICS})  # type: ignore[misc]
Headline = StrEnum("Headline", {name: name for name in HEADLINES})  # type: ignore[misc]
FIRST = date(1970, 1, 1)  # git's own time begins there
MOST = 500  # repositories or metrics in one question


def _day(value: Any) -> date:
    """Any day: OpenAPI has no word for a first and a last one, so those are looked at beside the data."""
    return calendar_day(value if isinstance(value, str) else "")


Day = Annotated[date, BeforeValidator(_day)]
Owner = Annotated[str, Path(description="the owner's name on GitHub", examples=["keras-team"])]
Name = Annotated[str, Path(description="the repository's name", examples=["keras"])]
AsOf = Annotated[Day | None, Query(description="as of this day (default, and at most: the newest day here)")]
From = Annotated[Day | None, Query(alias="from", description="first day")]
To = Annotated[Day | None, Query(description="last day")]
Every = Annotated[
    Literal["day", "week", "month", "quarter"],
    Query(description="totals show a period's last known value, counts its sum, durations its median"),
]
Metrics = Annotated[
    list[MetricName], Query(alias="metric", max_length=len(METRICS), description="may be repeated")
]
Repositories = Annotated[
    list[str],
    Query(alias="repository", max_length=MOST, description="owner/name; may be repeated; default: all",
          examples=[["keras-team/keras"]]),
]  # fmt: skip
Group = Annotated[str | None, Query(description="only repositories of this category", max_length=60)]
Limit = Annotated[int, Query(ge=1, le=500, description="how many at most")]


def only_known(request: Request) -> None:
    """Refuse parameters that this path does not have: a misspelt one must not be overlooked."""
    known = set(_names(request.scope["route"].dependant))
    for name in request.query_params:
        if name not in known:
            raise BadParameter(
                name, f"There is no such parameter here; there are: {', '.join(sorted(known)) or 'none'}."
            )


def _names(dependant: Any) -> Iterator[str]:
    """The names of a path's parameters, with those of what it depends on."""
    yield from (field.alias for field in dependant.query_params)
    for below in dependant.dependencies:
        yield from _names(below)


OnlyKnown = Depends(only_known)


def span(snapshot: Snapshot, start: date | None, end: date | None) -> tuple[date | None, date]:
    """The days asked for, within what can be. Raises Contradiction for a span that ends before it begins."""
    if start and end and start > end:
        raise Contradiction("from", f"{start} lies after {end}, the last day asked for.")
    last = min(end or snapshot.today, snapshot.today)
    return max(start, FIRST) if start else None, max(last, FIRST - timedelta(days=1))


def until(snapshot: Snapshot, day: date | None) -> date:
    """A day to look from, never one to come."""
    if day is not None and day > snapshot.today:
        raise Contradiction("as_of", f"{day} lies after today, {snapshot.today}.")
    return not_too_old("as_of", day) or snapshot.today


def not_too_old(name: str, day: date | None) -> date | None:
    """A day to look from. Raises Contradiction for one of which nothing can be said."""
    if day is not None and day < OLDEST:
        raise Contradiction(name, f"{day} lies before everything: give a date from {OLDEST} on.")
    return day


def chosen(snapshot: Snapshot, names: list[str], group: str | None) -> list[Tracked]:
    """Repositories by name and category; all when neither is given. Raises UnknownRepository."""
    if names:
        found = {r.full_name: r for r in map(snapshot.find, names)}.values()
    else:
        found = {r.full_name: r for r in snapshot.tracked}.values()
    return [r for r in found if group is None or r.category == group]
