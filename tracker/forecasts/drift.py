"""The method: the pace of the last months, fading, with an interval from its own past errors. Pure.

value(t + h) = value(t) + pace * (1 + f + f² + … + f^(h-1)) with pace = mean monthly change and f = FADING.
The interval is conformal: the errors of the same method at every earlier month, in units of how far it
dared to go, give the factor that would have held in LEVEL of them; that factor is laid around the forecast.
"""

from __future__ import annotations

import math
from bisect import insort
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from tracker.metrics.base import Kind

Values = npt.NDArray[np.float64]

HORIZON = 12  # months ahead
LEVEL = 0.8  # of the intervals should hold what comes
FADING = 0.98  # of the pace that is left a month later
PACE = {"total": 3, "count": 6}  # months of which the pace is the mean; sums of a month are less steady
SURE = 0.02  # of the level: no forecast is surer than this a year ahead before its errors say so
GROWTH: Values = np.cumsum(FADING ** np.arange(HORIZON))


def path(values: Values, kind: Kind) -> Values:
    """The next HORIZON months after monthly `values` (without holes, ascending), never below zero."""
    back = PACE[kind]
    pace = (values[-1] - values[-1 - back]) / back
    ahead: Values = np.maximum(values[-1] + pace * GROWTH, 0.0)
    return ahead


def interval(values: Values, kind: Kind) -> tuple[Values, Values]:
    """Around `path`: the low and the high ends, by month. NaN where there are too few past errors."""
    return around(values, kind, factors(all_errors(values, kind), kind, len(values)))


def around(values: Values, kind: Kind, wide: Values) -> tuple[Values, Values]:
    """The low and the high ends of `path`, so many reaches away."""
    middle = path(values, kind)
    reach = wide * _reach(values[-1], middle)
    return np.maximum(middle - reach, 0.0), middle + reach


def all_errors(values: Values, kind: Kind) -> list[Values]:
    """`errors` at 1 to HORIZON months ahead."""
    return [errors(values, kind, ahead) for ahead in range(1, HORIZON + 1)]


def factors(wrong: Sequence[Values], kind: Kind, known: int) -> Values:
    """By month ahead, how many reaches an interval is wide to each side, by the errors that showed in the
    first `known` months alone. What lies farther ahead is not surer."""
    found: Values = factors_each(wrong, kind, [known])[0]
    return found


def factors_each(wrong: Sequence[Values], kind: Kind, known: Sequence[int]) -> Values:
    """As `factors`, a row for each of some ascending numbers of months: errors are put in order only once."""
    rows = [
        _factors(one.tolist(), [max(many - PACE[kind] - ahead, 0) for many in known])
        for ahead, one in enumerate(wrong, 1)
    ]
    found: Values = np.maximum.accumulate(np.array(rows).T, axis=1)
    return found


def errors(values: Values, kind: Kind, ahead: int) -> Values:
    """Of every month from which `ahead` months later is known: how wrong, in units of the reach."""
    at = np.arange(PACE[kind], len(values) - ahead)
    said = _said(values, kind, at, ahead)
    found: Values = np.abs(values[at + ahead] - said) / _reach(values[at], said)
    return found


def replayed(values: Values, kind: Kind, known: Sequence[int], wide: Values, ahead: int) -> Values:
    """What `path` and `around` say of one month ahead after each of some numbers of months, with a row of
    `wide` for each: rows of (low, value, high), NaN where there were too few past errors."""
    at = np.asarray(known, np.intp) - 1
    middle = _said(values, kind, at, ahead)
    reach = wide[:, ahead - 1] * _reach(values[at], middle)
    return np.stack([np.maximum(middle - reach, 0.0), middle, middle + reach], axis=1)


def _said(values: Values, kind: Kind, at: npt.NDArray[np.intp], ahead: int) -> Values:
    """One month of `path`, as of each of some months."""
    back = PACE[kind]
    pace = (values[at] - values[at - back]) / back
    found: Values = np.maximum(values[at] + pace * GROWTH[ahead - 1], 0.0)
    return found


def _reach(level: Values | np.float64, said: Values) -> Values:
    """How far a forecast dares to go, at least by one star or download."""
    found: Values = np.maximum(SURE * level + np.abs(said - level), 1.0)
    return found


def _factors(past: Sequence[float], first: Sequence[int]) -> list[float]:
    """Of the first so many errors (ascending numbers): the smallest factor that held in LEVEL of them,
    counted as if the next were one of them."""
    found, ordered = [], list[float]()
    for many in first:
        for error in past[len(ordered) : many]:
            insort(ordered, error)
        place = math.ceil((len(ordered) + 1) * LEVEL)
        found.append(ordered[place - 1] if place <= len(ordered) else math.nan)
    return found
