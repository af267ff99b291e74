"""Places: where each repository stands between its stars and its work, and where it stood before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboards.data.figures import Trail
from dashboards.data.snapshot import Snapshot
from dashboards.data.summaries import RepositorySummary, summaries
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


def positions(snapshot: Snapshot, as_of: date) -> list[Position]:
    """Everyone whose stars and commits are known."""
    found = [
        Position(row, row.stars, row.commits_year)
        for row in summaries(snapshot, as_of)
        if row.stars is not None and row.commits_year is not None
    ]
    return sorted(found, key=lambda p: -p.stars)
