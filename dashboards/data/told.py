"""What is said of one repository in words and single readings: kept, of a past day, or why nothing is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dashboards.data.past import PastDay
from tracker.health.life import Axes
from tracker.readmodel.standing import OverviewRow
from tracker.readmodel.view import ReadModel
from tracker.records import Quality
from tracker.series import Sample


class Told(Protocol):
    """Lists sort and count all by the first two and show the others of a few."""

    @property
    def headline(self) -> str: ...

    @property
    def unmaintained(self) -> bool: ...

    @property
    def judged(self) -> bool:
        """Whether there is a verdict."""

    @property
    def verdict(self) -> Axes | None: ...

    @property
    def because(self) -> str: ...

    @property
    def points(self) -> Mapping[str, Sample]: ...

    @property
    def releases_known(self) -> bool:
        """Whether the last release known is the last one, or none known means none."""


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Of the present: the rest is in the row's document, read when it is looked at."""

    model: ReadModel
    standing: OverviewRow
    judged = True

    @property
    def headline(self) -> str:
        return self.standing.headline

    @property
    def unmaintained(self) -> bool:
        return self.standing.unmaintained

    @property
    def verdict(self) -> Axes:
        return self.model.summary(self.standing.repository_id).axes

    @property
    def because(self) -> str:
        return self.model.summary(self.standing.repository_id).because

    @property
    def points(self) -> Mapping[str, Sample]:
        return self.model.summary(self.standing.repository_id).points

    @property
    def releases_known(self) -> bool:
        found = self.model.summary(self.standing.repository_id)
        last = found.last_release
        return found.knows_releases(last.published_at.date() if last else None, date.max)


@dataclass(frozen=True, slots=True)
class Past:
    """Of a past day: the last turn of its life up to then, read when it is looked at."""

    model: ReadModel
    day: PastDay
    number: int
    headline: str
    unmaintained: bool
    points: Mapping[str, Sample]
    judged = True

    @property
    def verdict(self) -> Axes:
        return self.day.turn(self.number).axes

    @property
    def because(self) -> str:
        return self.day.turn(self.number).because

    @property
    def releases_known(self) -> bool:
        last = self.day.release(self.number)
        at = last.published_at.date() if last else None
        return self.model.summary(self.number).knows_releases(at, self.day.as_of)


class Untold:
    """Nothing is said, and why: `because` of the verdict, `reason` of every reading."""

    headline, unmaintained, judged, verdict, releases_known = "unknown", False, False, None, False

    def __init__(self, because: str, reason: str, metrics: Sequence[str]) -> None:
        self.because = because
        self.points: Mapping[str, Sample] = dict.fromkeys(
            metrics, Sample(None, None, None, Quality.UNKNOWN, reason)
        )
