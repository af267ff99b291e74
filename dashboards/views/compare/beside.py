"""Used, starred, maintained: three facts of each compared repository side by side, never made into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.svg.beside import FactRow, draw, told
from tracker.metrics import METRICS
from tracker.series import Repository, Sample, Series
from tracker.writing import day

SHOWN = 12
DAYS = 30  # over which downloads are added up: a day of a week says little
USED = ("pypi_downloads", "conda_downloads")


@dataclass(frozen=True)
class Three:
    """One repository: downloads of DAYS days to `until` (None: not known), stars, and the verdict."""

    name: str
    used: float | None
    until: date | None
    source: str | None
    stars: Sample
    headline: str


def three(snapshot: Snapshot, repositories: Sequence[Repository], as_of: date) -> tuple[str, list[Three]]:
    """The metric of downloads that most of them have, and the facts; empty where nobody has any."""
    followed = [r for r in repositories if r.github_id is not None]
    snapshot.history.load((*USED, "stars"), followed)
    sums = {metric: [_used(snapshot.history.series(metric, r), as_of) for r in followed] for metric in USED}
    metric = max(USED, key=lambda name: sum(one is not None for one in sums[name]))
    if not any(sums[metric]):
        return METRICS[metric].title, []
    found, said = [], snapshot.axes(followed, as_of)
    for repository, used in zip(followed, sums[metric], strict=True):
        many, until, source = used or (None, None, None)
        verdict = said.get(repository.full_name)
        stars = snapshot.history.point("stars", repository, as_of)
        headline = verdict.headline if verdict else "unknown"
        found.append(Three(repository.full_name, many, until, source, stars, headline))
    return METRICS[metric].title, found


def _used(series: Series, as_of: date) -> tuple[float, date, str | None] | None:
    """The sum of the last DAYS known days, the last of them and its source; None when a day is missing."""
    known = series.as_of(as_of)
    if len(known) < DAYS:
        return None
    last, first = known.days[-1], known.days[-DAYS]
    if (last - first).astype(int) != DAYS - 1 or (np.datetime64(as_of) - last).astype(int) > DAYS:
        return None
    sample = known.at(last.item())
    return float(known.values[-DAYS:].sum()), last.item(), sample.source if sample else None


def drawn(snapshot: Snapshot, repositories: Sequence[Repository], as_of: date) -> str:
    """The picture; empty where nothing is known of downloads."""
    title, found = three(snapshot, repositories[:SHOWN], as_of)
    rows = [
        FactRow(
            one.name, one.used, one.stars.value, one.headline,
            told(one.used, f"{title} in {DAYS} days", f" to {day(one.until)}", one.source),
            told(one.stars.value, "stars", f" on {day(one.stars.day)}", one.stars.source),
        )
        for one in found
    ]  # fmt: skip
    return draw(rows, f"{title} in {DAYS} days") if rows else ""
