"""A repository's life: every turn of its verdict, exact to the day, and how long the last is sure to hold.

A verdict turns at a monthly look, or on a day on which something dated begins or ceases to be known. Between
two such days only a running sum can cross a threshold: that day is found by halving.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from tracker.dossier import Daily, Dossier
from tracker.health.because import because
from tracker.health.judge import DECIDING, _gravest, _location, _since, _verdict
from tracker.health.observed import Agreement, settled_between
from tracker.health.pace import Pace
from tracker.health.turning import turning_days
from tracker.health.verdict import NOT_MAINTAINED, headline, only_by
from tracker.signals.base import Case, Outcome, View
from tracker.signals.meter import months
from tracker.signals.rules import Rules

ONE = timedelta(days=1)
AHEAD = 31  # days for which the last turn is followed into the future


@dataclass(frozen=True, slots=True)
class Axes:
    """What a verdict says, without its evidence.

    `observed_since` is None where it is unknown, and between two looks, when it would be the day itself.
    """

    headline: str
    declared: str
    observed: str
    location: str
    since: date | None
    observed_since: date | None
    since_by: bool = False  # `since` is only the latest day on which it can have begun

    @property
    def unmaintained(self) -> bool:
        """As Verdict.unmaintained."""
        return self.headline in NOT_MAINTAINED or self.observed == "dormant"


@dataclass(frozen=True, slots=True)
class Turn:
    """From `start` until the next turn the verdict said this; `because` is its sentence on that day."""

    start: date
    axes: Axes
    because: str


@dataclass(frozen=True, slots=True)
class Life:
    """All turns up to a day, oldest first; `until`: the first day on which the last may end without news.

    No news is that nothing more is known, or only that there were no commits.
    """

    turns: tuple[Turn, ...]
    until: date


def life(dossier: Dossier, start: date, end: date, rules: Rules) -> Life:
    """The turns of `judge` over every day from `start` to `end`."""
    if start > end:
        return Life((), end + ONE)
    walk = LifeWalk(Case(dossier), start, rules)
    found: list[Turn] = []
    last = end + timedelta(days=AHEAD)
    until = last
    for look in walk.turns(start, last):
        if look.day > end:
            until = look.day
            break
        sentence = because(_verdict(look.view, look.pace, rules, None))
        found.append(Turn(look.day, look.axes, sentence))
    quiet = LifeWalk(Case(_without_commits(dossier, last)), start, rules)
    later = (look.day for look in quiet.turns(end, last) if look.axes != found[-1].axes)
    return Life(tuple(found), max(min(until, *later, last), end + ONE))


def _without_commits(dossier: Dossier, last: date) -> Dossier:
    """The same repository if no commit follows the last day known."""

    def quiet(daily: Daily | None) -> Daily | None:
        if daily is None:
            return None
        more = (last - daily.start).days + 1 - len(daily.values)
        return Daily(daily.start, np.concatenate([daily.values, np.zeros(max(more, 0))]))

    series = {name: quiet(getattr(dossier, name)) for name in ("commits", "human", "substantive")}
    return replace(dossier, **series)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class DayLook:
    """One day looked at."""

    day: date
    axes: Axes
    view: View
    pace: Pace


class LifeWalk:
    """Goes through a repository's days; what the monthly looks agreed on is carried along."""

    def __init__(self, case: Case, start: date, rules: Rules) -> None:
        self.case = case
        self.rules = rules
        self.first = case.meter.first_day or start
        self.days = turning_days(case.dossier, rules)

    def turns(self, begin: date, end: date) -> Iterator[DayLook]:
        """The first look of every stretch of equal axes from `begin` to `end`."""
        last: DayLook | None = None
        for agreement, first, final in self._months(begin, end):
            inside = [d for d in self.days if first < d <= final]
            # What a running sum turned may be taken back on such a day: the day before is looked at too.
            for day in sorted({first, final, *inside, *(d - ONE for d in inside)}):
                look = self._at(day, agreement)
                if last is None or look.axes != last.axes:
                    yield from self._between(last, look, agreement)
                last = look

    def _between(self, low: DayLook | None, high: DayLook, agreement: Agreement) -> Iterator[DayLook]:
        """Where it turns between two days that differ, the second included."""
        while low is not None and low.axes != high.axes and (high.day - low.day).days > 1:
            same, other = low, high
            while (other.day - same.day).days > 1:
                middle = self._at(same.day + (other.day - same.day) // 2, agreement)
                same, other = (middle, other) if middle.axes == low.axes else (same, middle)
            yield other
            low = other
        if low is None or low.axes != high.axes:
            yield high

    def _months(self, begin: date, end: date) -> Iterator[tuple[Agreement, date, date]]:
        """(what was agreed so far, first day, last day) of each stretch between two monthly looks."""
        agreement = Agreement(self.rules)
        looks = months(min(self.first, begin), end)
        for moment in looks:
            if moment <= begin:
                agreement.look(self.case.view(moment, self.rules))
        later = [moment for moment in looks if moment > begin]
        yield agreement, begin, later[0] - ONE if later else end
        for moment, after in zip(later, [*later[1:], end + ONE], strict=True):
            agreement.look(self.case.view(moment, self.rules))
            yield agreement, moment, after - ONE

    def _at(self, day: date, agreement: Agreement) -> DayLook:
        view = self.case.view(day, self.rules)
        pace = settled_between(agreement, view, self.rules)
        raised = [f for s in DECIDING if (f := s.see(view, self.rules)).outcome is Outcome.RAISED]
        declared, location = _gravest(raised), _location(raised)
        decided = headline(declared, pace.state, location)
        last = view.numbers.known_until
        ended = last is not None and pace.since == last + ONE and pace.since < day
        passing = not ended if pace.state == "unknown" else pace.since == day and agreement.pace.since != day
        steady = replace(pace, since=None) if passing else pace
        since = _since(decided, raised, steady)
        by = only_by(raised, decided, since)
        axes = Axes(decided, declared, pace.state, location, since, steady.since, by)
        return DayLook(day, axes, view, pace)
