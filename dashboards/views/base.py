"""What a page is: a path, a template, and a pure function from a snapshot and a question to its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from dashboards.data.query import QueryString
from dashboards.data.snapshot import Snapshot
from dashboards.drawing.spec import Chart

Context = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Table:
    """What a download holds: exactly what is shown."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Picture:
    """A chart drawn at the server, for a file of its own: its name, its words and its <svg>."""

    name: str
    title: str
    subtitle: str
    drawn: str
    foot: str = "source: GitHub"  # unit, source and trust label, as they stand at its foot


@dataclass(frozen=True)
class Page:
    """One page. `label` None keeps it out of the navigation."""

    name: str
    path: str
    label: str | None
    template: str
    context: Callable[[Snapshot, QueryString], Context]
    table: Callable[[Snapshot, QueryString], Table] | None = None
    fresh: bool = False  # made anew for every visitor: what it shows changes without the data changing
    picture: Callable[[Snapshot, QueryString], Picture] | None = None
    charts: Mapping[str, Callable[[Snapshot, QueryString], Chart]] = field(default_factory=dict)


SHOWN = 100  # of many, at first; more on demand


def first(asked: QueryString, found: Sequence[T], shown: int = SHOWN) -> tuple[Sequence[T], int | None]:
    """Those of many that are shown, as `rows` asks; and how many the next step shows, None at the end."""
    limit = asked.whole("rows", shown, 1, 1_000_000)
    return found[:limit], min(limit * 10, len(found)) if len(found) > limit else None


class NotHere(LookupError):
    """What was asked for does not exist; pages answer 404 with this message."""
