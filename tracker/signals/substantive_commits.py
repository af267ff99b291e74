"""Whether anybody still develops it: commits by people, without merges, robots and automated changes."""

from __future__ import annotations

from tracker.signals.base import Finding, Outcome, Signal, View
from tracker.signals.numbers import Numbers
from tracker.signals.rules import Rules
from tracker.writing import capitalised, counted, day


def outcome(numbers: Numbers, rules: Rules) -> Outcome:
    """RAISED needs every day of the year known; QUIET needs only enough known commits."""
    if numbers.year.known >= rules.dormant_commits:
        return Outcome.QUIET
    return Outcome.RAISED if numbers.year.complete and numbers.year.days > 0 else Outcome.UNKNOWN


def see(view: View, rules: Rules) -> Finding:
    """Raised when a year saw fewer substantive commits than the threshold."""
    numbers = view.numbers
    found = outcome(numbers, rules)
    return Finding(
        signal="substantive_commits",
        axis="observed",
        outcome=found,
        sentence=_sentence(view, found, rules),
        values={
            "commits_365_days": numbers.year.known if found is not Outcome.UNKNOWN else None,
            "commits_180_days": numbers.half.known if numbers.half.complete else None,
            "days_unknown": numbers.year.days_unknown,
            "until": numbers.until.isoformat(),
            "last": numbers.last_substantive.isoformat() if numbers.last_substantive else None,
            "counted": numbers.counted,
        },
        thresholds={"dormant_commits": rules.dormant_commits},
        url=f"{view.url}/commits",
        since=numbers.last_substantive if found is Outcome.RAISED else None,
        state="dormant" if found is Outcome.RAISED else None,
    )


def _sentence(view: View, found: Outcome, rules: Rules) -> str:
    numbers = view.numbers
    threshold = f"(threshold {rules.dormant_commits})"
    if found is Outcome.UNKNOWN:
        return missing(view)
    what = counted(numbers.year.known, numbers.noun)
    if not numbers.year.complete:
        return (
            f"At least {what} in the 365 days to {day(numbers.until)} {threshold}; "
            f"{counted(numbers.year.days_unknown, 'day')} of them are not known{_known_until(view)}."
        )
    last = numbers.last_substantive
    tail = f"; the last was on {day(last)}" if last and numbers.year.known < rules.slow_commits else ""
    return f"{capitalised(what)} in the 365 days to {day(numbers.until)} {threshold}{tail}."


def missing(view: View) -> str:
    """Why commits cannot tell, with the collector's reason where it left one."""
    numbers = view.numbers
    if numbers.known_until is None:
        return f"Commits are not known for any day up to {day(view.as_of)}{_reason(view)}."
    if (view.as_of - numbers.known_until).days <= 1:
        days = counted(numbers.year.days_unknown, "day")
        return f"Commits are not known for {days} of the year to {day(view.as_of)}{_reason(view)}."
    last = numbers.last_substantive
    latest = f" The last substantive one known was on {day(last)}." if last else ""
    return f"Commits are recorded only up to {day(numbers.known_until)}{_reason(view)}.{latest}"


def _known_until(view: View) -> str:
    known = view.numbers.known_until
    return f" (commits are recorded up to {day(known)})" if known and known < view.numbers.until else ""


def _reason(view: View) -> str:
    for gap in view.dossier.gaps:
        about = gap.metric.startswith("commits") and gap.start <= view.as_of
        if about and (view.as_of - gap.end).days < 365 and gap.reason:
            return f": {gap.reason.rstrip('.')}"
    return ""


signal = Signal(
    "substantive_commits", "How many substantive commits by people did the last year see?", "observed", see
)
