"""Places: where each repository stands between its stars and its work, and where it stood before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from dashboards.data.columns import Chosen, columns_of
from dashboards.data.figures import Trail
from dashboards.data.row import RepositorySummary
from dashboards.drawing.theme import STATES
from tracker.series import Sample
from tracker.writing import day, full


@dataclass(frozen=True)
class Position:
    """One repository's place: stars across, commits of a year upwards."""

    row: RepositorySummary
    stars: float
    commits: float

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def trail(self) -> Trail:
        """Made when it is drawn, which of many is done for the first hundred."""
        return self.row.trail

    @property
    def description(self) -> str:
        """What it says on hover: both numbers with their days, sources and labels."""
        point, commits = self.row.points["stars"], self.row.points["commits"]
        return (
            f"{self.name}: {STATES[self.row.headline].word.lower()}. "
            f"{full(self.stars)} stars on {day(point.day)} ({_label(point)}), "
            f"{full(self.commits)} commits in the year to {day(self.row.commits_until)} ({_label(commits)})."
        )

    @property
    def starred_though_over(self) -> bool:
        return self.row.unmaintained and (self.row.gain(365) or 0) > 0


def _label(point: Sample) -> str:
    """A number's trust label and source."""
    return f"{point.quality.value}, source: {point.source}" if point.source else point.quality.value


class QuadrantPositions(Sequence[Position]):
    """Everyone whose stars and commits are known, most stars first; each is made when it is drawn."""

    def __init__(self, rows: Sequence[RepositorySummary]) -> None:
        columns = columns_of(rows)
        self.drawn = ~np.isnan(columns.stars) & ~np.isnan(columns.commits)
        places = np.flatnonzero(self.drawn)
        self.rows = Chosen(rows, places[np.argsort(-columns.stars[places], kind="stable")])

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Position: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Position]: ...

    def __getitem__(self, place: int | slice) -> Position | Sequence[Position]:
        if isinstance(place, slice):
            return [_position(row) for row in self.rows[place]]
        return _position(self.rows[place])


def _position(row: RepositorySummary) -> Position:
    assert row.stars is not None
    assert row.commits_year is not None
    return Position(row, row.stars, row.commits_year)
