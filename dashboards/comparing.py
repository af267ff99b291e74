"""From a choice to a chart and its numbers: gains, shares, best days, and fair halves of running periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from dashboards.choice import DAYS, Choice
from dashboards.figures.spec import Chart, Line, Mark, X
from dashboards.snapshot import Snapshot
from dashboards.theme import STATES, line_colour
from dashboards.words import bare, day, listed, month, percent, short, signed
from tracker.health import Verdict
from tracker.series import Point, Tracked

SUM = "Sum of these"
MARKS_SHOWN = 12  # milestones in one picture; more hide the lines
AXIS_WORDS = {"calendar": "by date", "age": "by age of the repository"}


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


def chart(snapshot: Snapshot, choice: Choice) -> Chart:
    """The picture."""
    drawn = shaped(choice, frame(snapshot, choice))
    verdicts = snapshot.verdicts(choice.as_of)
    labels = _labels(snapshot, choice, drawn)
    lines = [
        _line(drawn[r.full_name], r, verdicts.get(r.full_name), line_colour(i), choice, labels)
        for i, r in enumerate(choice.repositories)
        if r.full_name in drawn
    ]
    if choice.total and SUM in drawn:
        lines.append(_sum_line(drawn[SUM], choice))
    return Chart(
        title=finding(snapshot, choice),
        subtitle=subtitle(snapshot, choice),
        unit="(100 at the start)" if choice.scale == "indexed" else choice.metric.unit,
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
    days = [moment.date() for moment in known.index]
    marks = _marks(repository, verdict, choice, days)
    end = ended(verdict)
    column = labels[repository.full_name].reindex(known.index) if labels is not None else None
    return Line(
        name=repository.full_name,
        colour=colour,
        x=tuple(_x(d, repository, choice) for d in days),
        y=tuple(None if v != v else float(v) for v in known),
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


def numbers(snapshot: Snapshot, choice: Choice) -> list[Numbers]:
    """The table beneath the chart, in the order of the lines."""
    drawn = frame(snapshot, choice)
    points = snapshot.history.points([choice.metric.name], choice.repositories, choice.end)
    verdicts = snapshot.verdicts(choice.as_of)
    gains = {name: _gain(choice, drawn[name]) for name in drawn.columns}
    whole = sum(g for name, g in gains.items() if g is not None and g > 0 and name != SUM)
    found = [
        Numbers(
            r.full_name, line_colour(i), r, verdicts.get(r.full_name), points[(r.full_name, choice.metric.name)],
            gains.get(r.full_name), _share(choice, gains.get(r.full_name), whole),
            _best(choice, drawn.get(r.full_name)), _partial(snapshot, choice, r),
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
    if repository.full_name not in daily or choice.end != daily.index[-1].date():
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


def finding(snapshot: Snapshot, choice: Choice) -> str:
    """The title: what the picture shows, in words."""
    found = [n for n in numbers(snapshot, choice) if n.repository is not None]
    known = [n for n in found if n.point and n.point.value is not None]
    if not known:
        return f"{choice.metric.title}: nothing known yet"
    kind = choice.metric.kind
    if kind == "duration":
        quick = min((n for n in found if n.gain is not None), key=lambda n: n.gain or 0, default=None)
        return f"{bare(quick.name)} is the quickest of these" if quick else choice.metric.title
    lead = max(known, key=lambda n: (n.point.value or 0) if kind == "total" else (n.gain or 0))  # type: ignore[union-attr]
    size = lead.point.value if kind == "total" and lead.point else lead.gain
    text = f"{bare(lead.name)} leads with {short(size)} {choice.metric.unit.split(' ')[0]}"
    over = [bare(n.name) for n in found if n.verdict and n.verdict.unmaintained]
    if over:
        return f"{text}; {listed(over, 3)} {'is' if len(over) == 1 else 'are'} no longer maintained"
    best = max((n for n in known if n.gain), key=lambda n: n.gain or 0, default=None)
    if best and best.name != lead.name and choice.start:
        text += f"; {bare(best.name)} gained most since {month(choice.start)}: {signed(best.gain)}"
    return text


def subtitle(snapshot: Snapshot, choice: Choice) -> str:
    """What is drawn, exactly."""
    parts = [choice.metric.title]
    if choice.metric.kind != "total" or choice.every != "day":
        parts[0] += (
            f" by {choice.every}" if choice.metric.kind != "total" else f", end of each {choice.every}"
        )
    parts.append(AXIS_WORDS[choice.axis])
    if choice.scale != "linear":
        parts.append(
            "logarithmic scale" if choice.scale == "log" else "indexed, 100 = first value of the range"
        )
    if choice.smooth and round(choice.smooth / DAYS[choice.every]) >= 2:
        parts.append(f"mean of {choice.smooth} days")
    if snapshot.is_demo:
        parts.append("days spread from quarterly figures")
    return ", ".join(parts) + f". To {day(choice.end)}, UTC."


def rows_of(snapshot: Snapshot, choice: Choice) -> list[dict[str, Any]]:
    """What is drawn as long rows, for the download."""
    drawn = frame(snapshot, choice)
    shown = shaped(choice, drawn)
    labels = _labels(snapshot, choice, drawn)
    found = []
    for name in shown.columns:
        for moment, value in shown[name].dropna().items():
            label = labels.at[moment, name] if labels is not None and name in labels else None
            found.append(
                {"repository": name, "metric": choice.metric.name, "day": moment.date().isoformat(),
                 "value": round(float(value), 6), "quality": label if label == label else None}
            )  # fmt: skip
    return found


def change_words(value: float | None) -> str:
    """A share in words for the table."""
    return percent(value)
