"""Whether it runs at a fraction of its own pace: the year's commits beside its best year before."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.numbers import Numbers
from tracker.signals.release_age import older_than
from tracker.signals.rules import Rules
from tracker.writing import counted, day, share

LEAVING = 1.5  # a slow repository is active again at this multiple of the thresholds


def ratio(numbers: Numbers, rules: Rules) -> float | None:
    """The year's commits as a share of the best year's; None when either is not known or too small to tell.

    An unknown day in an earlier year can only make the true share smaller, so those years may have gaps; the
    last year may not.
    """
    if not numbers.year.complete or numbers.peak is None or numbers.peak < rules.fading_peak:
        return None
    return numbers.year.known / numbers.peak


def fading(numbers: Numbers, rules: Rules, *, already: bool = False) -> bool:
    """Fallen far below its best year, no release for months, and still cooling in the last half year.

    What is `already` fading needs twice the commits to leave, so that a handful does not turn it to and fro.
    """
    pace = ratio(numbers, rules)
    if pace is None or pace > rules.fading_share or not numbers.releases_known:
        return False
    if not older_than(numbers, rules.fading_release_days):
        return False
    if already:
        return numbers.half.known < 2 * rules.revived_commits
    return numbers.half.known < rules.revived_commits and numbers.quarter.known < rules.revived_quarter


def slowing(numbers: Numbers, rules: Rules, *, already: bool = False) -> bool:
    """Well below its best year: worth watching, never an alarm. Leaving needs half as much again."""
    pace = ratio(numbers, rules)
    return pace is not None and pace <= rules.slow_share * (LEAVING if already else 1)


def see(view: View, rules: Rules) -> Finding:
    """Raised when slowing; the state tells "slow" from "fading"."""
    numbers = view.numbers
    pace = ratio(numbers, rules)
    raised = slowing(numbers, rules)
    state = "fading" if fading(numbers, rules) else "slow" if raised else None
    found = Outcome.RAISED if raised else Outcome.UNKNOWN if pace is None else Outcome.QUIET
    return Finding(
        signal="own_pace",
        axis="observed",
        outcome=found,
        sentence=_sentence(numbers, pace, state, rules),
        values={
            "share": round(pace, 4) if pace is not None else None,
            "commits_365_days": numbers.year.known if numbers.year.complete else None,
            "best_year": numbers.peak,
        },
        thresholds={"slow_share": rules.slow_share, "fading_share": rules.fading_share},
        url=f"{view.url}/graphs/code-frequency",
        state=state,
    )


def _sentence(numbers: Numbers, pace: float | None, state: str | None, rules: Rules) -> str:
    if pace is None or numbers.peak is None:
        if numbers.peak is None:
            return "It has no earlier year to compare its pace with."
        if numbers.peak < rules.fading_peak:
            best = counted(numbers.peak, numbers.noun)
            return f"Its best year of the four before had {best}: too few to judge a pace."
        return "The last year's commits are not fully known, so its pace cannot be judged."
    text = (
        f"The year to {day(numbers.until)} saw {counted(numbers.year.known, numbers.noun)}, "
        f"{share(numbers.year.known, numbers.peak)} of the best of the four years before "
        f"({numbers.peak:,.0f}; slow at {share(rules.slow_share, 1)}, "
        f"fading at {share(rules.fading_share, 1)})."
    )
    if state == "fading":
        text += (
            f" For {rules.fading_release_days} days there was no final release, and the last 180 saw "
            f"{counted(numbers.half.known, 'commit')}."
        )
    return text


signal = Signal("own_pace", "How does the last year compare with its best?", "observed", see)
