"""From what was built of a repository to the rows that are kept of it, and the key they are kept under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from tracker.health.life import Axes, Turn
from tracker.health.verdict import HEADLINES
from tracker.metrics import METRICS
from tracker.readmodel import summary as summaries
from tracker.readmodel import verdicts
from tracker.readmodel.build import Counted, Judged
from tracker.readmodel.summary import Summary
from tracker.series.compact import to_bytes
from tracker.store.read_model import LIFE, Rows

VERDICT, STARS, COMMITS = "verdict", "levels:stars", "levels:commits"
VALUES = "values"  # the last known value of every metric, eight bytes each; NaN where there is none


@dataclass(frozen=True, slots=True)
class Key:
    """What a row is made from: versions of its facts, the day, and the program with its rules."""

    judged: int
    counted: int
    made_by: str
    day: date


def rows(key: Key, judged: Judged, counted: Counted, shown: Summary) -> Rows:
    """Everything that is kept of one repository."""
    number = judged.verdict.github_id
    turns = [
        (number, t.start, t.axes.headline, t.axes.declared, t.axes.observed, t.axes.location, t.axes.since,
         t.axes.observed_since, t.because, t.axes.since_by)
        for t in judged.life.turns
    ]  # fmt: skip
    bodies = {VERDICT: verdicts.to_bytes(judged.verdict), **numbers_kept(counted)}
    held = (key.judged, key.counted, key.made_by, key.day, judged.life.until, key.day, counted.until)
    return Rows((number, *held, *cells(shown)), turns, bodies)


def numbers_kept(counted: Counted) -> dict[str, bytes]:
    """Every series, and the levels from which any past day's list is made."""
    series = {name: to_bytes(counted.series[name]) for name in METRICS}
    last = [counted.points[name].value for name in METRICS]
    values = np.array([np.nan if value is None else value for value in last], "<f8").tobytes()
    return {STARS: counted.stars, COMMITS: counted.commits, VALUES: values, **series}


def values_of(body: bytes) -> dict[str, float | None]:
    """The last known values, by metric."""
    cells = np.frombuffer(body, "<f8").tolist()
    return {name: None if value != value else value for name, value in zip(METRICS, cells, strict=True)}


def cells(shown: Summary) -> tuple[Any, ...]:
    """The columns that lists are sorted and filtered by, and the summary itself."""
    gains, points = shown.numbers.changes, shown.points
    return (
        shown.axes.headline, HEADLINES.index(shown.axes.headline), shown.axes.unmaintained,
        points["stars"].value, gains[30].value, gains[90].value, gains[90].share, gains[365].value,
        shown.numbers.pace, shown.numbers.commits_year, points["commit_authors"].value,
        points["time_to_first_response"].value, points["time_to_close"].value,
        shown.last_release.published_at.date() if shown.last_release else None,
        summaries.to_bytes(shown),
    )  # fmt: skip


def turn_of(row: Sequence[Any]) -> Turn:
    """A row of `life` as the turn that it is."""
    cells = dict(zip(LIFE, row, strict=True))
    return Turn(
        cells["start"],
        Axes(cells["headline"], cells["declared"], cells["observed"], cells["location"], cells["since"],
             cells["observed_since"], bool(cells["since_by"])),
        cells["because"],
    )  # fmt: skip
