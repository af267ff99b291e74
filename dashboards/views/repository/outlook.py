"""What a repository's page says of the year to come: the forecast, or why there is none, and the past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.svg.outlook import draw
from tracker.forecasts import FORECAST, Outlook
from tracker.forecasts.keeping import outlook_of
from tracker.metrics import METRICS, Metric
from tracker.series import Repository


@dataclass(frozen=True)
class Foretold:
    """One metric's year ahead as the page shows it."""

    metric: Metric
    outlook: Outlook
    svg: str


def foretold(snapshot: Snapshot, repository: Repository, as_of: date) -> list[Foretold]:
    """Of every metric that is foretold and known at all."""
    if repository.github_id is None:
        return []
    key = ("outlook", repository.github_id, as_of)
    return snapshot.cached(key, lambda: _foretold(snapshot, repository, as_of))


def _foretold(snapshot: Snapshot, repository: Repository, as_of: date) -> list[Foretold]:
    verdict = snapshot.verdict(repository, as_of)
    found = []
    for name in FORECAST:
        one = outlook_of(snapshot.history, repository, name, as_of, verdict)
        if one.months:
            found.append(Foretold(METRICS[name], one, draw(one, METRICS[name].unit)))
    return found
