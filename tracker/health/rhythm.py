"""A project's own measure: how long it has to be silent before its silence says anything."""

from __future__ import annotations

from tracker.signals.numbers import Numbers
from tracker.signals.rules import Rules

BUSY = 100  # substantive commits in its best year of the four before: such a project does not pause by habit
QUIET_DAYS, BUSY_QUIET_DAYS = 365, 180  # the shortest silence that says anything
OWN_SILENCES, BUSY_SILENCES = 4, 3  # times the longest of its own that it came back from
NOBODYS_RHYTHM_DAYS = 2 * 365  # a silence that long says it of everybody
FORMERLY = 48  # commits in its best year, before which three years of next to nothing are an end as well
TRICKLE, TRICKLE_YEARS = 9, 3


def silence_needed(numbers: Numbers) -> int:
    """The days without a substantive commit or final release after which this project may be called dormant.

    A multiple of its own longest silence of six years, at least half a year or a year, at most two years.
    """
    busy = (numbers.peak or 0) >= BUSY
    shortest, times = (BUSY_QUIET_DAYS, BUSY_SILENCES) if busy else (QUIET_DAYS, OWN_SILENCES)
    longest = numbers.gaps[0] if numbers.gaps else 0
    return min(NOBODYS_RHYTHM_DAYS, max(shortest, times * longest))


def at_own_rhythm(numbers: Numbers, rules: Rules) -> bool:
    """Whether so little work may as well be how it always lived: its silence is not yet long for it.

    What was busy once and has only trickled for years is at nobody's rhythm, however short its silences.
    """
    if not numbers.releases_known or rules.dormant_commits > rules.slow_commits:
        return False  # who asks for more than a slow pace excuses none
    silence = numbers.silence
    if silence is None or silence >= silence_needed(numbers):
        return False
    return not _only_trickles(numbers, rules)


def _only_trickles(numbers: Numbers, rules: Rules) -> bool:
    """Three years of a commit now and then and no final release, after a life that had far more."""
    before = numbers.years[: TRICKLE_YEARS - 1]
    if len(before) < TRICKLE_YEARS - 1 or (numbers.peak or 0) < FORMERLY:
        return False
    age = numbers.release_age
    if age is not None and age <= TRICKLE_YEARS * rules.dormant_release_days:
        return False
    return numbers.year.known + sum(year.known for year in before) <= TRICKLE
