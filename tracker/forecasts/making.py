"""From a series to its forecast, or to the sentence that says why there is none."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tracker.forecasts.drift import HORIZON, PACE, Values, all_errors, factors_each, interval, path, replayed
from tracker.forecasts.prediction import Hit, Prediction, Score, score
from tracker.series import Series
from tracker.series.periods import Days, resample
from tracker.writing import day

FORECAST = ("stars", "pypi_downloads")  # the metrics that are foretold
ENOUGH = 24  # months without a hole
STALE = 3  # months that the last known one may lie back
MEMORY = 120  # months on which a forecast rests; what came before says little of the next


@dataclass(frozen=True, slots=True)
class Outlook:
    """Of one series: the months ahead, or why they are refused; the known past; and the past's forecasts.

    hits: what the same method said HORIZON months before each known month, knowing nothing of what came
    later, and what came; those that were really said then stand in the stead of replayed ones.
    """

    name: str
    metric: str
    ahead: tuple[Prediction, ...]
    refused: str | None
    months: tuple[date, ...] = ()
    values: tuple[float, ...] = ()
    hits: tuple[Hit, ...] = ()

    @property
    def score(self) -> Score:
        """Of all hits a year ahead."""
        return score(self.hits)

    @property
    def kept_score(self) -> Score:
        """Of those alone that were said before, and kept."""
        return score([hit for hit in self.hits if hit.kept])

    def as_json(self) -> dict[str, object]:
        """The document of the API and of `forecast --json`."""
        return {
            "repository": self.name, "metric": self.metric, "refused": self.refused,
            "forecast": [one.as_json() for one in self.ahead],
            "score": self.score.as_json(), "score_of_kept": self.kept_score.as_json(),
            "hits": [hit.as_json() for hit in self.hits],
        }  # fmt: skip


def outlook(
    series: Series, today: date, ended: str | None = None, kept: Sequence[Prediction] = ()
) -> Outlook:
    """The forecast of a series by day as of `today`.

    ended: why nothing more is to be expected ("it was archived on …"); kept: what was said before.
    Refused below ENOUGH months, over a gap, where the last known month is more than STALE ago, and for
    what has ended.
    """
    months, values, broken = monthly(series, today)
    hits = tuple(_hits(series, months, values, kept))
    refused = _refused(months, broken, today, ended)
    made = () if refused else tuple(predictions(series, months, values))
    return Outlook(series.name, series.metric, made, refused, tuple(months), tuple(values.tolist()), hits)


def monthly(series: Series, today: date) -> tuple[list[date], Values, date | None]:
    """Whole months up to now without a hole: last days, values, and since when it is whole after a gap.

    A month is whole when it is over and known: a total at its end (within a week), a count on every day.
    """
    past = series.within(None, today.replace(day=1) - timedelta(days=1))
    if past.extent is None or not len(past):
        return [], np.zeros(0), None
    firsts, values, *_ = resample(past.days, past.values, past.kind, "month", past.extent)
    known = _known_at_end(past, firsts) if series.kind == "total" else _begun(past, firsts)
    firsts, values = firsts[known], values[known]
    numbers = firsts.astype("datetime64[M]").astype(np.int64)
    breaks = np.flatnonzero(np.diff(numbers) != 1)
    low = int(breaks[-1]) + 1 if len(breaks) else 0
    low = max(low, len(values) - MEMORY)
    ends = [month_end(first) for first in firsts[low:].tolist()]
    return ends, values[low:], firsts[low].item() if len(breaks) and low <= breaks[-1] + 1 else None


def _known_at_end(past: Series, firsts: Days) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """A level read in the last week of its month is that month's."""
    last = past.days[np.searchsorted(past.days, (firsts.astype("M8[M]") + 1).astype("M8[D]")) - 1]
    return (firsts.astype("M8[M]") + 1).astype("M8[D]") - last <= np.timedelta64(7, "D")


def _begun(past: Series, firsts: Days) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The month in which counting began is no whole one, unless it began with it."""
    assert past.extent is not None
    return firsts >= np.datetime64(past.extent[0], "D")


def predictions(series: Series, months: Sequence[date], values: Values) -> list[Prediction]:
    """The HORIZON months after `months`; months of too few past errors are left out."""
    if len(values) <= PACE[series.kind]:
        return []
    lows, highs = interval(values, series.kind)
    told = zip(lows.tolist(), path(values, series.kind).tolist(), highs.tolist(), strict=True)
    return [
        _prediction(series, months[-1], month_end(later(months[-1], step)), one)
        for step, one in enumerate(told, 1)
        if math.isfinite(one[2])
    ]


def _prediction(series: Series, made_on: date, target: date, told: Sequence[float]) -> Prediction:
    low, value, high = (round(one, 1) for one in told)
    return Prediction(series.metric, made_on, target, low, value, high)


def _hits(series: Series, months: Sequence[date], values: Values, kept: Sequence[Prediction]) -> list[Hit]:
    """What was said a year before each known month; what was kept stands before what is replayed."""
    came = dict(zip(months, values.tolist(), strict=True))
    said = {one.target: one for one in kept if one.ahead == HORIZON and one.target in came}
    found = [Hit(one, came[target], kept=True) for target, one in said.items()]
    if ends := range(ENOUGH, len(values) - HORIZON + 1):
        wide = factors_each(all_errors(values, series.kind), series.kind, ends)
        past = replayed(values, series.kind, ends, wide, HORIZON).tolist()
        for end, told in zip(ends, past, strict=True):
            target = months[end + HORIZON - 1]
            if target not in said and math.isfinite(told[2]):
                one = _prediction(series, months[end - 1], target, told)
                found.append(Hit(one, came[target], kept=False))
    return sorted(found, key=lambda hit: hit.said.target)


def _refused(months: Sequence[date], broken: date | None, today: date, ended: str | None) -> str | None:
    last = today.replace(day=1) - timedelta(days=1)
    if ended:
        return f"No forecast for what has ended: {ended}."
    if not months:
        return "No forecast: no whole month is known."
    if (oldest := month_end(later(last, -STALE))) > months[-1]:
        return f"No forecast: the last month that is known ended on {day(months[-1])}, before {day(oldest)}."
    if len(months) < ENOUGH and broken is not None:
        return (
            f"No forecast over a gap: it is known without a hole since {day(broken)} only, "
            f"{len(months)} months of the {ENOUGH} that are needed."
        )
    if len(months) < ENOUGH:
        return f"No forecast yet: {len(months)} months are known, {ENOUGH} are needed."
    return None


def month_end(first: date) -> date:
    """The last day of a day's month."""
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def later(day: date, months: int) -> date:
    """The first of the month some months later."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
