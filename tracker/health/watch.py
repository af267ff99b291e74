"""Early warning: how far a repository fell behind its own past, in one measured score; never an alarm."""

from __future__ import annotations

from math import log2

from tracker.signals.numbers import Numbers
from tracker.signals.own_pace import ratio
from tracker.signals.rules import Rules

WORTH_WATCHING = 1.8  # its odds are measured as it stands, so it is no setting
RELEASE = 180  # days: an older last release counts for a warning, a younger one against it
SILENCE = 60  # days since the last work or release, likewise
COOLING = 0.6  # how much it counts that the last half year saw less than its half of the year


def score(numbers: Numbers, rules: Rules) -> float | None:
    """Doublings away from its own pace: of commits, release age, silence and cooling; None where unknown.

    A repository that never released says nothing by that. Each part is bounded, so none decides alone.
    """
    pace = ratio(numbers, rules)
    if pace is None or not numbers.half.complete:
        return None
    parts = -log2(_within(pace, 0.01, 1.0))
    if numbers.release_age is not None and numbers.releases_known:
        parts += log2(_within(numbers.release_age, 30, 1500) / RELEASE)
    if numbers.silence is not None:
        parts += 0.5 * log2(_within(numbers.silence, 7, 700) / SILENCE)
    return parts - COOLING * log2(_within(2 * numbers.half.known / max(numbers.year.known, 1.0), 0.1, 2.0))


def watching(headline: str, observed: str, numbers: Numbers, rules: Rules) -> bool:
    """Whether it falls behind its own past while nobody has said that it is over."""
    if headline not in ("fading", "slow", "active"):
        return False
    found = score(numbers, rules)
    return observed == "fading" or (found is not None and found >= WORTH_WATCHING)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
