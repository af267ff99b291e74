"""How long ago the last final release was; candidates and betas do not count."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.numbers import Numbers
from tracker.signals.rules import Rules
from tracker.writing import counted, day


def outcome(numbers: Numbers, rules: Rules) -> Outcome:
    """RAISED when releases are known and none is young enough, also when there never was one."""
    if not numbers.releases_known:
        return Outcome.UNKNOWN
    return Outcome.RAISED if older_than(numbers, rules.dormant_release_days) else Outcome.QUIET


def older_than(numbers: Numbers, days: int) -> bool:
    """No final release within so many days, as far as releases are known."""
    return numbers.release_age is None or numbers.release_age > days


def see(view: View, rules: Rules) -> Finding:
    """Raised when the last final release is older than the threshold."""
    numbers = view.numbers
    found = outcome(numbers, rules)
    url = f"{view.url}/releases"
    if numbers.last_tag:
        url = f"{url}/tag/{numbers.last_tag}"
    return Finding(
        signal="release_age",
        axis="observed",
        outcome=found,
        sentence=_unknown(view, rules) if found is Outcome.UNKNOWN else _sentence(numbers, rules),
        values={
            "days": numbers.release_age if found is not Outcome.UNKNOWN else None,
            "release": numbers.last_tag,
            "released": numbers.last_release.isoformat() if numbers.last_release else None,
            "complete": numbers.releases_known,
        },
        thresholds={"dormant_release_days": rules.dormant_release_days},
        url=url,
        since=numbers.last_release if found is Outcome.RAISED else None,
    )


def _unknown(view: View, rules: Rules) -> str:
    gap = view.gap(("releases",), rules.dormant_release_days)
    if view.dossier.releases is None or gap is None:
        return "Its releases have never been asked for, so their age is not known."
    text = (
        f"Whether it made a release in the year to {day(view.as_of)} is not known: {gap.reason.rstrip('.')}."
    )
    if last := view.numbers.last_release:
        text += f" The last one known came out on {day(last)}."
    return text


def _sentence(numbers: Numbers, rules: Rules) -> str:
    if numbers.last_release is None or numbers.release_age is None:
        return f"It had made no release by {day(numbers.as_of)}."
    days, threshold = numbers.release_age, f"threshold {rules.dormant_release_days} days"
    age = "on that very day" if days == 0 else f"{counted(days, 'day')} before"
    if days > 2 * 365:  # so many days are hard to picture
        threshold = f"{days / 365.25:.1f} years; {threshold}"
    return (
        f"The last final release, {numbers.last_tag}, came out on {day(numbers.last_release)}, {age} "
        f"({threshold})."
    )


signal = Signal("release_age", "How old is the last final release?", "observed", see)
