"""The parameters of the API: what they are called, what they may be, and what OpenAPI says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator

from dashboards.data.snapshot import Snapshot
from tracker import asking
from tracker.asking import BadParameter
from tracker.health.verdict import HEADLINES
from tracker.metrics import METRICS
from tracker.series import Repository
from tracker.series.listed import of_category

MetricName = StrEnum("MetricName", {name: name for name in METRICS})  # type: ignore[misc]
Headline = StrEnum("Headline", {name: name for name in HEADLINES})  # type: ignore[misc]
MOST_ROWS = 500  # in one answer


def read(reader: Callable[..., Any], name: str, *bounds: Any) -> BeforeValidator:
    """A reader of `tracker.asking` in front of a type, which is left to tell OpenAPI what may be given."""

    def check(value: Any) -> Any:
        try:
            return reader(name, value, *bounds)
        except BadParameter as error:
            raise ValueError(error.sentence) from None

    return BeforeValidator(check)


def _each(name: str, values: Sequence[str], options: Iterable[str]) -> Sequence[str]:
    return [asking.one_of(name, value, options) for value in values]


Owner = Annotated[str, Path(description="the owner's name on GitHub", examples=["keras-team"])]
Name = Annotated[str, Path(description="the repository's name", examples=["keras"])]
AsOf = Annotated[
    date | None,
    read(asking.calendar_day, "as_of"),
    Query(description="as of this day (default, and at most: the newest day here)"),
]
From = Annotated[date | None, read(asking.calendar_day, "from"), Query(alias="from", description="first day")]
To = Annotated[date | None, read(asking.calendar_day, "to"), Query(description="last day")]
At = Annotated[
    date | None,
    read(asking.calendar_day, "at"),
    Query(description="one value a series: the last known on or before it"),
]
Every = Annotated[
    Literal["day", "week", "month", "quarter"],
    read(asking.one_of, "every", asking.PERIODS),
    Query(description="totals show a period's last known value, counts its sum, durations its median"),
]
Axis = Annotated[
    Literal["calendar", "age"],
    read(asking.one_of, "axis", asking.AXES),
    Query(description="by date, or also by age in days"),
]
Shape = Annotated[
    Literal["long", "wide"],
    read(asking.one_of, "shape", asking.SHAPES),
    Query(description="a row a value, or a column a series"),
]
MetricPath = Annotated[MetricName, read(asking.one_of, "metric", METRICS), Path()]
Metrics = Annotated[
    list[MetricName],
    read(_each, "metric", METRICS),
    Query(alias="metric", max_length=len(METRICS), description="may be repeated"),
]
Repositories = Annotated[
    list[str],
    read(asking.few, "repository"),
    Query(alias="repository", max_length=asking.MOST_NAMES, examples=[["keras-team/keras"]],
          description="owner/name; may be repeated; default: all"),
]  # fmt: skip
Group = Annotated[str | None, Query(description="only repositories of this category", max_length=60)]
NamedList = Annotated[
    str | None,
    Query(
        alias="list", description="only repositories of this named list (tracker watch lists)", max_length=60
    ),
]
Limit = Annotated[
    int,
    read(asking.whole, "limit", 1, MOST_ROWS),
    Query(description="how many at most", json_schema_extra={"minimum": 1, "maximum": MOST_ROWS}),
]


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


def until(snapshot: Snapshot, day: date | None) -> date:
    """A day to look from, never one to come."""
    return asking.until("as_of", day, snapshot.today) or snapshot.today


def chosen(snapshot: Snapshot, names: list[str], group: str | None) -> list[Repository]:
    """Repositories by name and category; all when neither is given.

    Raises UnknownRepository, UnknownCategory.
    """
    within = None if group is None else {r.full_name for r in of_category(snapshot.tracked, group)}
    if names:
        found = {r.full_name: r for r in map(snapshot.find, names)}.values()
    else:
        found = {r.full_name: r for r in snapshot.tracked}.values()
    return [r for r in found if within is None or r.full_name in within]
