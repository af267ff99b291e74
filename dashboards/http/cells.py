"""What tables repeat in every cell, written by functions: a template's macro costs ten times as much."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cache
from typing import Any

from markupsafe import Markup, escape

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.svg.markup import shape as drawn
from dashboards.drawing.theme import STATES
from dashboards.http.links import Links
from tracker import writing
from tracker.series import Sample

LATE = 31  # days after which a reading says of when it is


@cache
def shape(name: str, size: float = 16) -> Markup:
    """A state's shape."""
    return Markup(drawn(name, size))  # noqa: S704 - built from our own constants


@cache
def state(name: str, size: float = 15) -> Markup:
    """A state's shape and its word."""
    word = escape(STATES[name].word)
    return Markup(f'<span class="state">{shape(name, size)}<span>{word}</span></span>')  # noqa: S704


def number(value: object, title: object, cls: str = "") -> Markup:
    """A number that says on hover what it rests on."""
    return Markup(f'<span class="n {cls}" title="{escape(title)}">{escape(value)}</span>')  # noqa: S704


def repo(links: Links, full_name: str, as_of: date | None = None) -> Markup:
    """A repository's name, leading to its page."""
    owner, address = escape(full_name.split("/")[0]), escape(links.repository(full_name, as_of))
    name = escape(writing.short_name(full_name))
    return Markup(  # noqa: S704
        f'<a class="repo" href="{address}"><span class="owner">{owner}/</span><bdi>{name}</bdi></a>'
    )


def offered(snapshot: Snapshot, chosen: Collection[str]) -> Markup:
    """Everybody who can be added to those chosen, as options: written once for a state of the database."""

    def make() -> dict[str, str]:
        return {r.full_name: f'<option value="{escape(r.full_name)}">' for r in snapshot.resolved}

    options: dict[str, str] = snapshot.cached("options", make)
    return Markup("".join([one for name, one in options.items() if name not in chosen]))  # noqa: S704


def when(moment: datetime | None, ago: Callable[[datetime], str], prefix: str = "") -> Markup:
    """How long ago something was; the day on hover."""
    if not moment:
        return Markup("–")
    told, day = escape(f"{prefix}{ago(moment)}"), escape(writing.day(moment))
    return Markup(f'<time datetime="{moment.isoformat()}" title="{day}">{told}</time>')  # noqa: S704


def old(day: date | None, as_of: date, days: int = LATE) -> str:
    """The month of a reading that is old on a day; nothing for a fresh one."""
    return writing.month(day) if day and (as_of - day).days > days else ""


def provenance(point: Sample, unit: str = "") -> str:
    """What a number says about itself on hover: value, day, label, source; or why it is not known."""
    if point.value is None:
        return f"unknown: {point.reason or 'no reason is known'}"
    parts = [
        f"{writing.full(point.value)} {unit}".strip(),
        f"on {writing.day(point.day)}",
        point.quality.value,
    ]
    if point.source:
        parts.append(f"source: {point.source}")
    return " · ".join(parts)


def weakest(row: Any) -> str:
    """The label of a row's star count, which the trust column shows."""
    return str(row.points["stars"].quality.value)


CELLS = {one.__name__: one for one in (shape, state, number, repo, offered, when, old, provenance, weakest)}
