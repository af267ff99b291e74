"""From a comparison to the chart of it: lines, marks, labels, and the same as rows for a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from dashboards.data.snapshot import Snapshot
from dashboards.drawing.spec import Chart, Line, Mark, X
from dashboards.drawing.theme import STATES, line_colour, line_dash
from dashboards.views.compare.comparison import DAYS, Comparison
from dashboards.views.compare.known import KnownPart, known_part
from tracker.health import Verdict
from tracker.health.life import Axes
from tracker.series import Repository, Series
from tracker.series.frames import beside, placed
from tracker.series.periods import Days
from tracker.writing import day, month, since_or_by

if TYPE_CHECKING:
    import pandas as pd

SUM = "Sum of these"
Said = Axes | Verdict | None  # what a line's end is drawn by
FEW = 4  # repositories whose milestones are drawn; of more they hide the lines
MARKS_SHOWN = 12  # milestones in one picture; more hide the lines


def series(snapshot: Snapshot, comparison: Comparison) -> list[Series]:
    """What is compared, one for each repository and one for their sum; all that follows shows these."""
    key = (
        "compared", comparison.metric.name, tuple(r.full_name for r in comparison.repositories),
        comparison.start, comparison.end, comparison.every, comparison.total,
    )  # fmt: skip
    return snapshot.lately(key, lambda: _series(snapshot, comparison))


def _series(snapshot: Snapshot, comparison: Comparison) -> list[Series]:
    found = snapshot.history.read(
        comparison.metric.name, comparison.repositories, comparison.start, comparison.end, comparison.every
    )
    if comparison.total and found and comparison.metric.kind != "duration":
        found = [*found, Series.sum(found, SUM)]
    return found


def frame(snapshot: Snapshot, comparison: Comparison) -> pd.DataFrame:
    """The values as they are drawn before smoothing and scaling; one column a repository, and the sum."""
    return beside(series(snapshot, comparison))


def shaped(comparison: Comparison, drawn: pd.DataFrame) -> pd.DataFrame:
    """Smoothed and indexed as asked; what was unknown stays unknown."""
    result = drawn
    periods = round(comparison.smooth / DAYS[comparison.every])
    if periods >= 2:
        result = result.rolling(periods, min_periods=max(periods // 2, 1)).mean().where(drawn.notna())
    if comparison.scale == "indexed":
        base = result.apply(lambda column: column[column > 0].iloc[0] if (column > 0).any() else np.nan)
        result = 100 * result / base
    return result


def chart(
    snapshot: Snapshot, comparison: Comparison, title: str = "", subtitle: str = "", labelled: bool = False
) -> Chart:
    """The picture; its words come from who knows the numbers. `labelled`: each value says its trust."""
    days, cells = as_drawn(snapshot, comparison)
    verdicts = snapshot.axes(comparison.repositories, comparison.as_of)
    labels = _labels(snapshot, comparison) if labelled else None
    places = {one.name: place for place, one in enumerate(series(snapshot, comparison))}
    columns = {
        name: known_part(days, cells[:, place], None if labels is None else labels[:, place])
        for name, place in places.items()
    }
    lines = [
        replace(
            _line(columns[r.full_name], r, verdicts.get(r.full_name), line_colour(i), comparison),
            dash=line_dash(i),
        )
        for i, r in enumerate(comparison.repositories)
        if r.full_name in columns
    ]
    if comparison.total and SUM in columns:
        lines.append(_sum_line(columns[SUM], comparison))
    return Chart(
        title=title,
        subtitle=subtitle,
        unit="(100 at the start)" if comparison.scale == "indexed" else comparison.unit,
        lines=tuple(lines),
        focus=comparison.focus,
        refit=bool(comparison.start or comparison.asked.text("to")) and comparison.scale == "linear",
        log=comparison.scale == "log",
        by_age=comparison.axis == "age",
        provisional_from=_provisional(snapshot, comparison),
        empty=_why_empty(comparison),
        reference=(100.0, "start") if comparison.scale == "indexed" else None,
    )


def _provisional(snapshot: Snapshot, comparison: Comparison) -> date | None:
    """The running period may still move; so may yesterday."""
    back = {"day": 1, "week": 7, "month": 31, "quarter": 92}[comparison.every]
    first = snapshot.today - timedelta(days=back)
    fits = comparison.metric.kind == "count" or comparison.every == "day"
    return first if comparison.end > first and fits and not snapshot.is_demo else None


def as_drawn(snapshot: Snapshot, comparison: Comparison) -> tuple[Days, npt.NDArray[Any]]:
    """(days, values as they are drawn): pandas is asked only where something is smoothed or indexed."""
    if comparison.scale == "indexed" or comparison.smooth:
        shown = shaped(comparison, frame(snapshot, comparison))
        return shown.index.to_numpy().astype("datetime64[D]"), shown.to_numpy()
    return placed(series(snapshot, comparison))


def _labels(snapshot: Snapshot, comparison: Comparison) -> npt.NDArray[Any]:
    """The trust label of each value, in the shape of `frame`; None where it is unknown."""
    return placed(series(snapshot, comparison), lambda one: one.provenance.labels(), None)[1]


def _line(
    known: KnownPart, repository: Repository, verdict: Said, colour: str, comparison: Comparison
) -> Line:
    days = known.days
    marks = _marks(repository, verdict, comparison, days)
    end = ended(verdict)
    return Line(
        name=repository.full_name,
        colour=colour,
        x=tuple(days)
        if comparison.axis == "calendar"
        else tuple(_x(d, repository, comparison) for d in days),
        y=tuple(None if v != v else v for v in known.values),
        labels=tuple(known.labels),
        ended=_x(end, repository, comparison) if end and days else None,
        end_note=f"{STATES[verdict.headline].word.lower()} {month(end)}" if end and verdict else "",
        marks=marks,
        source=comparison.metric.source,
    )


def _x(moment: date, repository: Repository, comparison: Comparison) -> X:
    if comparison.axis == "calendar":
        return moment
    born = repository.created_at.date() if repository.created_at else moment
    return round((moment - born).days / 365.25, 3)


def ended(verdict: Said) -> date | None:
    """The day from which nobody should count on it: said so, or found out."""
    if verdict is None or not verdict.unmaintained:
        return None
    return verdict.since or verdict.observed_since


def _marks(
    repository: Repository, verdict: Said, comparison: Comparison, days: list[date]
) -> tuple[Mark, ...]:
    if not days:
        return ()
    found = []
    end = ended(verdict)
    if end and verdict and days[0] <= end <= days[-1]:
        word = STATES[verdict.headline].word
        found.append(
            Mark(
                _x(end, repository, comparison),
                f"{word} {since_or_by(verdict.since_by)} {day(end)}",
                verdict.headline,
                day=end,
            )
        )
    if len(comparison.repositories) <= FEW:
        found += milestones(repository, days, comparison)
    return tuple(found)


def milestones(repository: Repository, days: list[date], comparison: Comparison) -> list[Mark]:
    """The latest dated events of a project on the days that are drawn."""
    return [
        Mark(_x(m.date, repository, comparison), m.text, None, m.source, m.date)
        for m in repository.milestones
        if days[0] <= m.date <= min(days[-1], comparison.as_of)
    ][-MARKS_SHOWN:]


def _sum_line(known: KnownPart, comparison: Comparison) -> Line:
    if comparison.axis != "calendar":
        return Line(SUM, "#868b93", (), ())
    values = tuple(None if v != v else v for v in known.values)
    return Line(SUM, "#868b93", tuple(known.days), values, labels=tuple(known.labels))


def _why_empty(comparison: Comparison) -> str:
    if not comparison.repositories:
        return "No repository is chosen."
    return f"Nothing is known of {comparison.metric.title.lower()} of these repositories in this range."


def rows_of(snapshot: Snapshot, comparison: Comparison) -> list[list[object]]:
    """What is drawn as long rows (repository, metric, day, value, quality), for the download."""
    drawn = frame(snapshot, comparison)
    shown = shaped(comparison, drawn)
    labels = beside(series(snapshot, comparison), lambda one: one.provenance.labels(), None)
    found: list[list[object]] = []
    for name in shown.columns:
        known = shown[name].dropna()
        told = labels[name].reindex(known.index)
        days = known.index.strftime("%Y-%m-%d")
        found += [
            [name, comparison.metric.name, day, round(float(value), 6), label]
            for day, value, label in zip(days, known, told, strict=True)
        ]
    return found
