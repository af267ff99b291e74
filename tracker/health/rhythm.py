"""A project's own measure: whether so little work, and so long a silence, is how it always lived."""

from __future__ import annotations

from tracker.signals.numbers import Numbers
from tracker.signals.rules import Rules

HALF = 180  # days of a first year that tell a pace
OWN_RHYTHM_DAYS = 3 * 365  # a longer silence is nobody's rhythm
SILENCE_ALLOWED = 1.5  # of the second longest that it came back from


def at_own_rhythm(numbers: Numbers, rules: Rules) -> bool:
    """A small library that has lived like this for years: its pace is its own, its silence one of its own.

    Its pace is held against the years before (the lowest of four, or a third of their median), its silence
    against two earlier ones from which work came back. The first long silence of a busier life is excused
    by neither, and no silence of three years is.
    """
    if not numbers.releases_known or rules.dormant_commits > rules.slow_commits:
        return False  # who asks for more than a slow pace excuses none
    before = sorted(y.known for y in numbers.years if y.complete and y.days >= HALF)
    silence = numbers.silence
    if not before or silence is None or silence > OWN_RHYTHM_DAYS:
        return False
    usual = numbers.gaps[1] if len(numbers.gaps) > 1 else 0
    if silence > max(rules.dormant_release_days, SILENCE_ALLOWED * usual):
        return False
    if silence <= usual and before[-1] < rules.fading_peak:
        return True
    return numbers.year.known >= max(1.0, min(before[0], before[len(before) // 2] / 3))
