"""The numbers beneath a chart: gains, shares, best days, and fair halves of running periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.theme import line_colour
from dashboards.views.compare.comparison import Comparison
from dashboards.views.compare.data import SUM, frame, shaped
from tracker.health import Verdict
from tracker.series import Repository, Sample
from tracker.writing import short

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ComparedRow:
    """One line of the table beneath the chart."""

    name: str
    colour: str
    repository: Repository | None
    verdict: Verdict | None
    point: Sample | None
    gain: float | None
    share: float | None
    best: tuple[date, float] | None
    partial: str
    drawn: float | None = None  # the last value as it is drawn: indexed, smoothed


def compared_rows(snapshot: Snapshot, comparison: Comparison) -> list[ComparedRow]:
    """The table beneath the chart, in the order of the lines."""
    drawn = frame(snapshot, comparison)
    lines = shaped(comparison, drawn)
    points = snapshot.history.points([comparison.metric.name], comparison.repositories, comparison.end)
    verdicts = snapshot.verdicts(comparison.as_of)
    gains = {name: _gain(comparison, drawn[name]) for name in drawn.columns}
    whole = sum(g for name, g in gains.items() if g is not None and g > 0 and name != SUM)
    found = [
        ComparedRow(
            r.full_name, line_colour(i), r, verdicts.get(r.full_name),
            points[(r.full_name, comparison.metric.name)], gains.get(r.full_name),
            _share(comparison, gains.get(r.full_name), whole), _best(comparison, drawn.get(r.full_name)),
            _partial(snapshot, comparison, r), _last(lines.get(r.full_name)),
        )
        for i, r in enumerate(comparison.repositories)
    ]  # fmt: skip
    if SUM in drawn:
        found.append(
            ComparedRow(SUM, "#868b93", None, None, None, gains[SUM], None, _best(comparison, drawn[SUM]), "")
        )
    return found


def _last(series: pd.Series | None) -> float | None:
    known = series.dropna() if series is not None else ()
    return float(known.iloc[-1]) if len(known) else None  # type: ignore[union-attr]


def _gain(comparison: Comparison, series: pd.Series) -> float | None:
    """A level's change over the range, a flow's sum, a duration's median."""
    known = series.dropna()
    if not len(known):
        return None
    if comparison.metric.kind == "total":
        return float(known.iloc[-1] - known.iloc[0]) if len(known) > 1 else None
    return float(known.sum()) if comparison.metric.kind == "count" else float(known.median())


def _share(comparison: Comparison, gain: float | None, whole: float) -> float | None:
    if comparison.metric.kind == "duration" or gain is None or gain <= 0 or whole <= 0:
        return None
    return gain / whole


def _best(comparison: Comparison, series: pd.Series | None) -> tuple[date, float] | None:
    """The period with the largest gain or value; not told of durations."""
    if series is None or comparison.metric.kind == "duration":
        return None
    values = series.diff() if comparison.metric.kind == "total" else series
    values = values.dropna()
    if not len(values) or values.max() <= 0:
        return None
    return values.idxmax().date(), float(values.max())


def _partial(snapshot: Snapshot, comparison: Comparison, repository: Repository) -> str:
    """The running week or month beside the same part of the one before: fair, because equally long."""
    import pandas as pd

    if comparison.metric.kind != "count" or comparison.every not in ("week", "month", "quarter"):
        return ""
    daily = snapshot.frame(comparison.metric.name, [repository], end=comparison.end)
    if daily.empty or comparison.end != daily.index[-1].date():
        return ""
    frequency = {"week": "W-SAT", "month": "M", "quarter": "Q"}[comparison.every]
    running = pd.Period(pd.Timestamp(comparison.end), freq=frequency)
    if running.end_time.date() == comparison.end:
        return ""
    length = comparison.end - running.start_time.date()
    earlier = (running - 1).start_time.date()
    now = _sum(daily[repository.full_name], running.start_time.date(), comparison.end)
    then = _sum(daily[repository.full_name], earlier, earlier + length)
    if now is None or then is None:
        return ""
    same = f"the same {length.days + 1} days of the {comparison.every} before"
    return f"{short(now)} so far; {short(then)} in {same}"


def _sum(series: pd.Series, first: date, last: date) -> float | None:
    import pandas as pd

    part = series[pd.Timestamp(first) : pd.Timestamp(last)]
    return None if part.isna().any() or not len(part) else float(part.sum())
