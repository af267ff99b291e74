"""Numbers of a new day: what was kept of the days before, and what the facts of the last months say since.

Only numbers of recent days changed, or their verdicts would be made anew too: `tracker.store.versions`. What
a metric looks back on is read, and those that rest on all of their inputs are made of all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from tracker.metrics import METRICS
from tracker.readmodel.build import Counted, counted
from tracker.readmodel.stale import StaleRow
from tracker.readmodel.star_past import ARRIVALS, STARS, gone_on_with
from tracker.records import Quality
from tracker.series import History, Repository, Sample, Series
from tracker.series.cache import SeriesCache
from tracker.series.compact import UnreadableSeries, from_bytes
from tracker.series.inputs import InputWindow, imported
from tracker.series.splice import NotSpliced, spliced
from tracker.store.versions import A_VERSION, RECENT
from tracker.tables import EPOCH

TOO_OLD = timedelta(days=200)  # to be worth extending
WHOLE = tuple(metric for metric in METRICS.values() if metric.looks_back is None)
# Of stars that came a window is enough: tracker.readmodel.star_past.
READ_WHOLE = frozenset(name for m in WHOLE for name in (*m.inputs, imported(m.name))) - {ARRIVALS}
BACK = {
    name: max(m.looks_back or 0 for m in METRICS.values() if name in m.inputs)
    for metric in METRICS.values() for name in metric.inputs
}  # fmt: skip


class Recent(History):
    """What is known since a day, but for inputs that are wanted whole."""

    def __init__(self, history: History, window: InputWindow) -> None:
        super().__init__(history.store, history.today, history.catalog)
        self.cache = SeriesCache(self.store, self.today, self.cache.live, window)


def extended(history: History, later: Sequence[tuple[StaleRow, Any]]) -> dict[int, Counted]:
    """Numbers by repository of (what is wanted, the row it has); not of those that need all facts."""
    others = unlike(history, [one.repository for one, _ in later])
    found = {row.repository_id: (one.repository, _day(row)) for one, row in later}
    found = {
        number: (repository, day)
        for number, (repository, day) in found.items()
        if number not in others and history.today - day <= TOO_OLD
    }
    if not found:
        return {}
    window = InputWindow(min(day for _, day in found.values()), BACK, READ_WHOLE)
    recent = Recent(history, window)
    recent.load(list(METRICS), [repository for repository, _ in found.values()])
    bodies = history.store.read_model.bodies(found, list(METRICS))
    made = {}
    for number, (repository, day) in found.items():
        kept = {name: bodies[number, name] for name in METRICS if (number, name) in bodies}
        if (series := _series(recent, repository, day, kept)) is not None:
            made[number] = counted_of(recent, repository, series)
    return made


def counted_of(history: History, repository: Repository, series: dict[str, Series]) -> Counted:
    """A repository's numbers on the day of `history`, from its series by metric."""
    points = {
        name: one.at(history.today)
        or Sample(None, None, None, Quality.UNKNOWN, history.cache.why(name, repository, history.today))
        for name, one in series.items()
    }
    return counted(series, points, history.today)


def unlike(history: History, repositories: Sequence[Repository]) -> set[int]:
    """Those of which days were declared unknown, or others' files tell: rows that reach over any window."""
    ids = [r.github_id for r in repositories if r.github_id is not None]
    unlike = {row.repository_id for row in history.store.gaps.of(ids)}
    if told := history.store.observations.names() & {imported(name) for name in METRICS}:
        unlike |= {number for number, _ in history.store.observations.latest(ids, told, history.today)}
    return unlike


def _day(row: Any) -> date:
    """From which day on numbers may differ from those that were kept."""
    looked = date.fromordinal(row.counted % A_VERSION + EPOCH)
    built: date = min(row.counted_on, looked)
    return built - timedelta(days=RECENT)


def _series(
    recent: History, repository: Repository, day: date, kept: dict[str, bytes]
) -> dict[str, Series] | None:
    """Every series, whole; None where what was kept cannot be gone on with."""
    try:
        return {
            name: gone_on_with(recent, repository, day, kept)
            if name == STARS
            else recent.series(name, repository)
            if metric.looks_back is None
            else spliced(from_bytes(kept[name]), recent.series(name, repository), day)
            for name, metric in METRICS.items()
        }
    except (KeyError, UnreadableSeries, NotSpliced):
        return None
