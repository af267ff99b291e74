"""The numbers beneath a chart: gains, shares, best days, and fair halves of running periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.formatting import short
from dashboards.drawing.theme import line_colour
from dashboards.views.compare.comparison import Choice
from dashboards.views.compare.data import SUM, frame
from tracker.health import Verdict
from tracker.series import Point, Tracked


@dataclass(frozen=True)
class Numbers:
    """One line of the table beneath the chart."""

    name: str
    colour: str
    repository: Tracked | None
    verdict: Verdict | None
    point: Point | None
    gain: float | None
    share: float | None
    best: tuple[date, float] | None
    partial: str


def numbers(snapshot: Snapshot, choice: Choice) -> list[Numbers]:
    """The table beneath the chart, in the order of the lines."""
    drawn = frame(snapshot, choice)
    points = snapshot.history.points([choice.metric.name], choice.repositories, choice.end)
    verdicts = snapshot.verdicts(choice.as_of)
    gains = {name: _gain(choice, drawn[name]) for name in drawn.columns}
    whole = sum(g for name, g in gains.items() if g is not None and g > 0 and name != SUM)
    found = [
        Numbers(
            r.full_name, line_colour(i), r, verdicts.get(r.full_name),
            points[(r.full_name, choice.metric.name)], gains.get(r.full_name),
            _share(choice, gains.get(r.full_name), whole), _best(choice, drawn.get(r.full_name)),
            _partial(snapshot, choice, r),
        )
        for i, r in enumerate(choice.repositories)
    ]  # fmt: skip
    if SUM in drawn:
        found.append(
            Numbers(SUM, "#868b93", None, None, None, gains[SUM], None, _best(choice, drawn[SUM]), "")
        )
    return found


def _gain(choice: Choice, series: pd.Series) -> float | None:
    """A level's change over the range, a flow's sum, a duration's median."""
    known = series.dropna()
    if not len(known):
        return None
    if choice.metric.kind == "total":
        return float(known.iloc[-1] - known.iloc[0]) if len(known) > 1 else None
    return float(known.sum()) if choice.metric.kind == "count" else float(known.median())


def _share(choice: Choice, gain: float | None, whole: float) -> float | None:
    if choice.metric.kind == "duration" or gain is None or gain <= 0 or whole <= 0:
        return None
    return gain / whole


def _best(choice: Choice, series: pd.Series | None) -> tuple[date, float] | None:
    """The period with the largest gain or value; not told of durations."""
    if series is None or choice.metric.kind == "duration":
        return None
    values = series.diff() if choice.metric.kind == "total" else series
    values = values.dropna()
    if not len(values) or values.max() <= 0:
        return None
    return values.idxmax().date(), float(values.max())


def _partial(snapshot: Snapshot, choice: Choice, repository: Tracked) -> str:
    """The running week or month beside the same part of the one before: fair, because equally long."""
    if choice.metric.kind != "count" or choice.every not in ("week", "month", "quarter"):
        return ""
    daily = snapshot.frame(choice.metric.name, [repository], end=choice.end)
    if daily.empty or choice.end != daily.index[-1].date():
        return ""
    frequency = {"week": "W-SAT", "month": "M", "quarter": "Q"}[choice.every]
    running = pd.Period(pd.Timestamp(choice.end), freq=frequency)
    if running.end_time.date() == choice.end:
        return ""
    length = choice.end - running.start_time.date()
    earlier = (running - 1).start_time.date()
    now = _sum(daily[repository.full_name], running.start_time.date(), choice.end)
    then = _sum(daily[repository.full_name], earlier, earlier + length)
    if now is None or then is None:
        return ""
    return (
        f"{short(now)} so far; {short(then)} in the same {length.days + 1} days of the {choice.every} before"
    )


def _sum(series: pd.Series, first: date, last: date) -> float | None:
    part = series[pd.Timestamp(first) : pd.Timestamp(last)]
    return None if part.isna().any() or not len(part) else float(part.sum())
