"""A project's own measure: how long it has to be silent before its silence says anything."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.signals.numbers import Numbers
from tracker.signals.rules import Rules


@dataclass(frozen=True, slots=True)
class SilenceBySize:
    """How long the silence of a project of some size has to be, in days: so many times its longest own."""

    commits: int  # in its best year of the four before, at least
    shortest: int
    silences: int
    longest: int


# The busier it was, the sooner its silence says something: who had several commits a week does not pause by
# habit. Chosen on one half of the owners' histories and measured on the other: docs/health.md has the curve.
SIZES = (
    SilenceBySize(
        400, shortest=60, silences=0, longest=60
    ),  # the fall itself says it, if nobody worked lately
    SilenceBySize(250, shortest=90, silences=2, longest=540),
    SilenceBySize(36, shortest=180, silences=3, longest=730),
    SilenceBySize(0, shortest=365, silences=4, longest=730),  # two years are long for everybody
)
FORMERLY = 75  # commits in its best year, before which three years of next to nothing are an end as well
TRICKLE, TRICKLE_YEARS = 9, 3


def silence_needed(numbers: Numbers, rules: Rules) -> int:
    """The days without a substantive commit or final release after which this project may be called dormant.

    A multiple of its own longest silence of six years, within bounds for its size.
    """
    peak = numbers.peak or 0
    size = next(s for s in SIZES if peak >= s.commits)
    longest = numbers.gaps[0] if numbers.gaps else 0
    needed = min(size.longest, max(size.shortest, size.silences * longest))
    return needed * rules.silence_percent // 100


def at_own_rhythm(numbers: Numbers, rules: Rules) -> bool:
    """Whether so little work may as well be how it always lived: its silence is not yet long for it.

    What was busy once and has only trickled for years is at nobody's rhythm, however short its silences.
    """
    if not numbers.releases_known or rules.dormant_commits > rules.slow_commits:
        return False  # who asks for more than a slow pace excuses none
    silence = numbers.silence
    if silence is None or silence >= silence_needed(numbers, rules):
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
