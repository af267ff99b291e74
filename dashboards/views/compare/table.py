"""The numbers beneath a chart: gains, shares, best days, and fair halves of running periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.theme import line_colour
from dashboards.views.compare.comparison import Comparison
from dashboards.views.compare.data import SUM, as_drawn, series
from tracker.health import Verdict
from tracker.health.life import Axes
from tracker.series import Repository, Sample, Series
from tracker.series.frames import placed
from tracker.series.periods import Days, Values, first_days
from tracker.writing import short

PARTED = ("week", "month", "quarter")  # periods that can be running


@dataclass(frozen=True)
class ComparedRow:
    """One line of the table beneath the chart."""

    name: str
    colour: str
    repository: Repository | None
    verdict: Axes | Verdict | None
    point: Sample | None
    gain: float | None
    share: float | None
    best: tuple[date, float] | None
    partial: str
    drawn: float | None = None  # the last value as it is drawn: indexed, smoothed


def compared_rows(snapshot: Snapshot, comparison: Comparison) -> list[ComparedRow]:
    """The table beneath the chart, in the order of the lines."""
    days, cells = placed(series(snapshot, comparison))
    _, lines = as_drawn(snapshot, comparison)
    places = {one.name: place for place, one in enumerate(series(snapshot, comparison))}
    points = snapshot.history.points([comparison.metric.name], comparison.repositories, comparison.end)
    verdicts = snapshot.axes(comparison.repositories, comparison.as_of)
    gains = {name: _gain(comparison, cells[:, place]) for name, place in places.items()}
    whole = sum(g for name, g in gains.items() if g is not None and g > 0 and name != SUM)
    found = [
        ComparedRow(
            r.full_name, line_colour(i), r, verdicts.get(r.full_name),
            points[(r.full_name, comparison.metric.name)], gains[r.full_name],
            _share(comparison, gains[r.full_name], whole), _best(comparison, days, cells[:, place]),
            _partial(snapshot, comparison, r), _last(lines[:, place]),
        )
        for i, r in enumerate(comparison.repositories) for place in (places[r.full_name],)
    ]  # fmt: skip
    if SUM in places:
        best = _best(comparison, days, cells[:, places[SUM]])
        found.append(ComparedRow(SUM, "#868b93", None, None, None, gains[SUM], None, best, ""))
    return found


def _last(cells: Values) -> float | None:
    known = cells[~np.isnan(cells)]
    return float(known[-1]) if len(known) else None


def _gain(comparison: Comparison, cells: Values) -> float | None:
    """A level's change over the range, a flow's sum, a duration's median."""
    known = cells[~np.isnan(cells)]
    if not len(known):
        return None
    if comparison.metric.kind == "total":
        return float(known[-1] - known[0]) if len(known) > 1 else None
    return float(known.sum()) if comparison.metric.kind == "count" else float(np.median(known))


def _share(comparison: Comparison, gain: float | None, whole: float) -> float | None:
    if comparison.metric.kind == "duration" or gain is None or gain <= 0 or whole <= 0:
        return None
    return gain / whole


def _best(comparison: Comparison, days: Days, cells: Values) -> tuple[date, float] | None:
    """The period with the largest gain or value; not told of durations."""
    if comparison.metric.kind == "duration" or not len(cells):
        return None
    values = np.diff(cells, prepend=np.nan) if comparison.metric.kind == "total" else cells
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return None
    best = known[np.argmax(values[known])]
    return (days[best].item(), float(values[best])) if values[best] > 0 else None


def _partial(snapshot: Snapshot, comparison: Comparison, repository: Repository) -> str:
    """The running week or month beside the same part of the one before: fair, because equally long."""
    if comparison.metric.kind != "count" or comparison.every not in PARTED:
        return ""
    daily = snapshot.history.read(comparison.metric.name, [repository], end=comparison.end)[0]
    if daily.extent is None or daily.extent[1] != comparison.end:
        return ""
    running = _first_day(comparison.end, comparison.every)
    if _first_day(comparison.end + timedelta(days=1), comparison.every) != running:
        return ""
    length = comparison.end - running
    earlier = _first_day(running - timedelta(days=1), comparison.every)
    now, then = _sum(daily, running, comparison.end), _sum(daily, earlier, earlier + length)
    if now is None or then is None:
        return ""
    same = f"the same {length.days + 1} days of the {comparison.every} before"
    return f"{short(now)} so far; {short(then)} in {same}"


def _first_day(day: date, every: str) -> date:
    """The first day of a day's period."""
    found: date = first_days(np.array([day], dtype="datetime64[D]"), every)[0].item()
    return found


def _sum(daily: Series, first: date, last: date) -> float | None:
    """What came on some days, as far as they were asked about; None when one of them is not known."""
    assert daily.extent is not None
    asked = (last - max(first, daily.extent[0])).days + 1
    part = daily.values[(daily.days >= np.datetime64(first)) & (daily.days <= np.datetime64(last))]
    return float(part.sum()) if asked > 0 and len(part) == asked else None
