"""From numbers to what a repository does: active, slow, fading, dormant or unknown, without flapping."""

from __future__ import annotations

from collections import deque
from datetime import date

from tracker.health.pace import MonthlyLook, Pace, held
from tracker.health.rhythm import at_own_rhythm
from tracker.signals.base import Case, Outcome, View
from tracker.signals.meter import months
from tracker.signals.numbers import Numbers
from tracker.signals.own_pace import LEAVING, fading, slowing
from tracker.signals.release_age import older_than
from tracker.signals.release_age import outcome as release_outcome
from tracker.signals.rules import Rules
from tracker.signals.substantive_commits import missing
from tracker.signals.substantive_commits import outcome as commit_outcome
from tracker.writing import day

ORDER = ("active", "slow", "fading", "dormant")
ANSWERED_SHARE = 0.5
ANSWERED_ISSUES = 5


def look(view: View, rules: Rules, present: str = "unknown") -> MonthlyLook:
    """What the numbers of one day argue for; leaving the `present` state takes more than entering it did."""
    numbers = view.numbers
    if numbers.age is not None and numbers.age < 0:
        return MonthlyLook(view.as_of, None, "It was not on GitHub yet.", False)
    state, reason = _alive_or_not(view, rules, present)
    if numbers.age is not None and numbers.age < rules.young_days and state != "active":
        state, reason = None, f"It is younger than {rules.young_days} days: too young to judge."
    recovered = state is not None and _recovered(numbers, rules)
    return MonthlyLook(view.as_of, state, reason, recovered, numbers.known_until)


def _alive_or_not(view: View, rules: Rules, present: str) -> tuple[str | None, str | None]:
    numbers = view.numbers
    commits = commit_outcome(numbers, rules)
    if commits is Outcome.UNKNOWN:
        if numbers.release_age is not None and numbers.release_age <= rules.release_proves_days:
            return "active", None
        return None, missing(view)
    if commits is Outcome.RAISED:
        return _silent(view, rules, present)
    if not numbers.year.complete:
        return _at_least(view, rules, present)
    if fading(numbers, rules, already=present == "fading"):
        return "fading", None
    was_slow = present in ("slow", "fading", "dormant")
    few = numbers.year.known < rules.slow_commits * (LEAVING if was_slow else 1)
    return "slow" if few or slowing(numbers, rules, already=was_slow) else "active", None


def _at_least(view: View, rules: Rules, present: str) -> tuple[str | None, str | None]:
    """Part of the year is unknown: what is known proves life, but a slow one may as well be faster."""
    known, peak = view.numbers.year.known, view.numbers.peak or 0
    enough = known >= LEAVING * rules.slow_commits
    if enough and (peak < rules.fading_peak or known > LEAVING * rules.slow_share * peak):
        return "active", None
    if present == "fading":
        return None, missing(view)
    return ("slow" if present in ("slow", "dormant") else "active"), None


def _silent(view: View, rules: Rules, present: str) -> tuple[str | None, str | None]:
    """Hardly a commit in a year: dormant, unless a release, answered issues or its own past speak for it."""
    numbers = view.numbers
    released = release_outcome(numbers, rules)
    if released is Outcome.QUIET or _finished(view, rules):
        return "slow", None
    if at_own_rhythm(numbers, rules) and not _unanswered(view, rules):
        return "fading" if fading(numbers, rules, already=present == "fading") else "slow", None
    if _never_began(numbers, rules):
        return None, "It has not had an active year yet, so there is nothing that could have stopped."
    if released is Outcome.RAISED:
        return "dormant", None
    if (
        numbers.two_years.complete
        and numbers.two_years.days >= rules.silent_days
        and not numbers.two_years.known
    ):
        return "dormant", None
    return None, "Its releases are not known, and a young release would speak against dormancy."


def _finished(view: View, rules: Rules) -> bool:
    """Small, steady and looked after: a low pace for years, and issues that are still answered.

    The steady years bound the excuse: after about two silent years the median falls and it no longer holds.
    """
    years = sorted(y.known for y in view.numbers.years if y.complete)
    if len(years) < 3 or view.case.ledger is None:
        return False
    steady = rules.dormant_commits <= years[len(years) // 2] < rules.fading_peak
    flow = view.case.ledger.flow(view.as_of, 365)
    return steady and flow.opened >= ANSWERED_ISSUES and flow.closed >= ANSWERED_SHARE * flow.opened


def _unanswered(view: View, rules: Rules) -> bool:
    """People ask and nobody answers: such a silence is not taken for a rest."""
    if view.case.ledger is None or view.gap(("issues_new", "issues_closed"), 365):
        return False
    flow = view.case.ledger.flow(view.as_of, 365)
    return flow.opened >= ANSWERED_ISSUES and flow.closed < rules.issues_closed_share * flow.opened


def _never_began(numbers: Numbers, rules: Rules) -> bool:
    """In its second year, and the first had hardly a commit: a late beginner, not an end."""
    young = numbers.age is not None and numbers.age < 2 * rules.young_days
    return young and (numbers.peak or 0) < rules.dormant_commits


def _recovered(numbers: Numbers, rules: Rules) -> bool:
    """Enough to end dormancy at once."""
    if numbers.half.known >= rules.revived_commits:
        return True
    return numbers.releases_known and not older_than(numbers, rules.dormant_release_days)


class Agreement:
    """Feeds monthly looks to a Pace: a state changes when consecutive looks agree on the direction."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.pace = Pace()
        self._recent: deque[int] = deque(maxlen=max(rules.looks, 1))

    def look(self, view: View) -> Pace:
        """The pace after one more monthly look."""
        return self.hear(look(view, self.rules, self.pace.state))

    def hear(self, seen: MonthlyLook) -> Pace:
        """The pace after what one more look argues for."""
        if seen.state is None:
            self.pace = held(self.pace, seen, self.rules)
            if self.pace.state == "unknown":
                self._recent.clear()
            return self.pace
        level = ORDER.index(seen.state)
        if self.pace.state == "dormant" and seen.recovered:
            self._recent.clear()
            self._recent.append(level)
            self.pace = Pace(seen.state, seen.day, None, seen.day, seen.day)
            return self.pace
        self._recent.append(level)
        settled = self._settle(level)
        waiting = seen.state if settled != seen.state else None
        if settled is None:
            reason = (
                f"One look, on {day(seen.day)}, is not enough: {self.rules.looks} monthly looks must agree."
            )
            self.pace = Pace("unknown", None, reason, None, seen.day, waiting)
        elif settled == self.pace.state:
            kept = self.pace
            self.pace = Pace(kept.state, kept.since, None, kept.revived, seen.day, waiting)
        else:
            self.pace = Pace(settled, seen.day, None, self.pace.revived, seen.day, waiting)
        return self.pace

    def _settle(self, level: int) -> str | None:
        """The present state moved just as far as all recent looks agree; None before there is one."""
        agreed = len(self._recent) == self._recent.maxlen
        if self.pace.state == "unknown":
            if level <= ORDER.index("slow"):
                return ORDER[level]
            return ORDER[min(self._recent)] if agreed else None
        if self.pace.state == "dormant" or not agreed:
            return self.pace.state
        present = ORDER.index(self.pace.state)
        return ORDER[max(min(self._recent), min(max(self._recent), present))]


def pace_on(case: Case, as_of: date, rules: Rules) -> Pace:
    """What the repository does as of one day: replayed from its history, independent of anything stored."""
    agreement = Agreement(rules)
    for moment in months(case.meter.first_day or as_of, as_of):
        agreement.look(case.view(moment, rules))
    return settled_between(agreement, case.view(as_of, rules), rules)


def settled_between(agreement: Agreement, view: View, rules: Rules) -> Pace:
    """Between two monthly looks nothing changes, but facts can run out or first come in."""
    seen = look(view, rules, agreement.pace.state)
    if seen.state is None:
        return held(agreement.pace, seen, rules)
    if agreement.pace.state == "unknown" and ORDER.index(seen.state) <= ORDER.index("slow"):
        return Pace(seen.state, view.as_of, None, None, view.as_of)
    return agreement.pace
