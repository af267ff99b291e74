"""How one number of one repository went: the latest periods, each with its value; unknown ones are said."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.agents.answer import BadQuestion, ToolAnswer, whole
from tracker.agents.naming import Named, PackageNames
from tracker.asking import PERIODS
from tracker.metrics import METRICS

MOST = 60  # points of an answer


def history(names: PackageNames, one: Named, metric: str, every: str, day: date, last: int) -> ToolAnswer:
    """The last values of a metric by period, up to a day. Raises BadQuestion for what there is none of."""
    metric = "_".join(metric.lower().replace("-", " ").split())
    if metric not in METRICS:
        raise BadQuestion(f"there is no metric {metric[:40]!r}; there are {', '.join(METRICS)}")
    if every not in PERIODS:
        raise BadQuestion(f"every {every[:40]!r}: give one of {', '.join(PERIODS)}")
    if one.tracked is None:
        raise BadQuestion(f"{one.name} is not followed here, so nothing is known of its past")
    series = names.history.series(metric, one.tracked).as_of(day).every(every)
    days = series.days.astype("datetime64[D]").astype(str).tolist()
    points = list(zip(days, series.values.tolist(), strict=True))[-max(1, min(last, MOST)) :]
    card = METRICS[metric]
    unit = card.unit_by(every)
    data: dict[str, Any] = {"repository": one.name, "metric": metric, "unit": unit, "every": every,
                            "points": points}  # fmt: skip
    if not points:
        return ToolAnswer(f"{one.name}: {metric} is unknown up to {day}.", data)
    told = ", ".join(f"{at} {whole(value)}" for at, value in points)
    trend = _trend(points)
    label = series.weakest().value
    head = f"{one.name}, {metric} ({unit}) by {every}, label {label}"
    return ToolAnswer(f"{head}: {told}.{trend} Periods without a value are unknown, not zero.", data)


def _trend(points: list[tuple[str, float]]) -> str:
    (first, old), (latest, new) = points[0], points[-1]
    if len(points) < 2 or not old:
        return ""
    return f" From {first} to {latest}: {new / old - 1:+.0%}."
