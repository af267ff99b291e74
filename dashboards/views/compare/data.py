"""From a choice to a chart and its numbers: gains, shares, best days, and fair halves of running periods."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.formatting import day, month
from dashboards.drawing.spec import Chart, Line, Mark, X
from dashboards.drawing.theme import STATES, line_colour
from dashboards.views.compare.comparison import DAYS, Choice
from tracker.health import Verdict
from tracker.series import Tracked

SUM = "Sum of these"
MARKS_SHOWN = 12  # milestones in one picture; more hide the lines


def frame(snapshot: Snapshot, choice: Choice) -> pd.DataFrame:
    """The values as they are drawn before smoothing and scaling; one column a repository, and the sum."""
    drawn = snapshot.frame(choice.metric.name, choice.repositories, choice.start, choice.end, choice.every)
    if choice.total and len(drawn.columns):
        added = drawn.ffill() if choice.metric.kind == "total" else drawn
        drawn = drawn.assign(**{SUM: added.sum(axis=1, min_count=1)})
    return drawn


def shaped(choice: Choice, drawn: pd.DataFrame) -> pd.DataFrame:
    """Smoothed and indexed as asked; what was unknown stays unknown."""
    result = drawn
    periods = round(choice.smooth / DAYS[choice.every])
    if periods >= 2:
        result = result.rolling(periods, min_periods=max(periods // 2, 1)).mean().where(drawn.notna())
    if choice.scale == "indexed":
        base = result.apply(lambda column: column[column > 0].iloc[0] if (column > 0).any() else np.nan)
        result = 100 * result / base
    return result


def chart(
    snapshot: Snapshot, choice: Choice, title: str = "", subtitle: str = "", labelled: bool = False
) -> Chart:
    """The picture; its words come from who knows the numbers. `labelled`: each value says its trust."""
    drawn = shaped(choice, frame(snapshot, choice))
    verdicts = snapshot.verdicts(choice.as_of)
    labels = _labels(snapshot, choice, drawn) if labelled else None
    lines = [
        _line(drawn[r.full_name], r, verdicts.get(r.full_name), line_colour(i), choice, labels)
        for i, r in enumerate(choice.repositories)
        if r.full_name in drawn
    ]
    if choice.total and SUM in drawn:
        lines.append(_sum_line(drawn[SUM], choice))
    return Chart(
        title=title,
        subtitle=subtitle,
        unit="(100 at the start)" if choice.scale == "indexed" else choice.unit,
        lines=tuple(lines),
        log=choice.scale == "log",
        by_age=choice.axis == "age",
        provisional_from=_provisional(snapshot, choice),
        empty=_why_empty(choice),
        reference=(100.0, "start") if choice.scale == "indexed" else None,
    )


def _provisional(snapshot: Snapshot, choice: Choice) -> date | None:
    """The running period may still move; so may yesterday."""
    back = {"day": 1, "week": 7, "month": 31, "quarter": 92}[choice.every]
    first = snapshot.today - timedelta(days=back)
    fits = choice.metric.kind == "count" or choice.every == "day"
    return first if choice.end > first and fits and not snapshot.is_demo else None


def _labels(snapshot: Snapshot, choice: Choice, drawn: pd.DataFrame) -> pd.DataFrame | None:
    """The trust label of each drawn value: that of its period's last known day."""
    if drawn.empty:
        return None
    daily = snapshot.history.labels(choice.metric.name, choice.repositories, choice.start, choice.end)
    if choice.every == "day" or daily.empty:
        return daily
    known = daily.where(daily != "unknown")
    return known.reindex(drawn.index + timedelta(days=DAYS[choice.every] - 1), method="pad").set_axis(
        drawn.index
    )


def _line(
    series: pd.Series, repository: Tracked, verdict: Verdict | None, colour: str, choice: Choice,
    labels: pd.DataFrame | None,
) -> Line:  # fmt: skip
    known = (
        series.loc[series.first_valid_index() : series.last_valid_index()]
        if series.notna().any()
        else series[:0]
    )
    days: list[date] = known.index.to_numpy().astype("datetime64[D]").tolist()
    marks = _marks(repository, verdict, choice, days)
    end = ended(verdict)
    column = labels[repository.full_name].reindex(known.index) if labels is not None else None
    return Line(
        name=repository.full_name,
        colour=colour,
        x=tuple(days) if choice.axis == "calendar" else tuple(_x(d, repository, choice) for d in days),
        y=tuple(None if v != v else v for v in known.tolist()),
        labels=tuple(None if v != v else v for v in column) if column is not None else (),
        ended=_x(end, repository, choice) if end and days else None,
        end_note=f"{STATES[verdict.headline].word.lower()} {month(end)}" if end and verdict else "",
        marks=marks,
    )


def _x(moment: date, repository: Tracked, choice: Choice) -> X:
    if choice.axis == "calendar":
        return moment
    born = repository.created_at.date() if repository.created_at else moment
    return round((moment - born).days / 365.25, 3)


def ended(verdict: Verdict | None) -> date | None:
    """The day from which nobody should count on it: said so, or found out."""
    if verdict is None or not verdict.unmaintained:
        return None
    return verdict.since or verdict.observed_since


def _marks(
    repository: Tracked, verdict: Verdict | None, choice: Choice, days: list[date]
) -> tuple[Mark, ...]:
    if not days:
        return ()
    found = []
    end = ended(verdict)
    if end and verdict and days[0] <= end <= days[-1]:
        word = STATES[verdict.headline].word
        found.append(Mark(_x(end, repository, choice), f"{word} since {day(end)}", verdict.headline, day=end))
    if len(choice.repositories) <= 4:
        found += [
            Mark(_x(m.date, repository, choice), m.text, None, m.source, m.date)
            for m in repository.milestones
            if days[0] <= m.date <= min(days[-1], choice.as_of)
        ][-MARKS_SHOWN:]
    return tuple(found)


def _sum_line(series: pd.Series, choice: Choice) -> Line:
    known = series.dropna()
    days = tuple(moment.date() for moment in known.index) if choice.axis == "calendar" else ()
    return Line(SUM, "#868b93", days, tuple(float(v) for v in known) if days else ())


def _why_empty(choice: Choice) -> str:
    if not choice.repositories:
        return "No repository is chosen."
    return f"Nothing is known of {choice.metric.title.lower()} of these repositories in this range."


def rows_of(snapshot: Snapshot, choice: Choice) -> list[list[object]]:
    """What is drawn as long rows (repository, metric, day, value, quality), for the download."""
    drawn = frame(snapshot, choice)
    shown = shaped(choice, drawn)
    labels = _labels(snapshot, choice, drawn)
    found: list[list[object]] = []
    for name in shown.columns:
        known = shown[name].dropna()
        words = (
            labels[name].reindex(known.index)
            if labels is not None and name in labels
            else [None] * len(known)
        )
        days = known.index.strftime("%Y-%m-%d")
        found += [
            [name, choice.metric.name, day, round(float(value), 6), word if word == word else None]
            for day, value, word in zip(days, known, words, strict=True)
        ]
    return found
