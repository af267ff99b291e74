"""Histories judged by their silence alone: whether each lives or ended, and its spells of dormancy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.dossier import Dossier
from tracker.health.observed import Agreement
from tracker.signals.base import Case, View
from tracker.signals.meter import months
from tracker.signals.rules import Rules

TWO_YEARS = 730


@dataclass(frozen=True, slots=True)
class SilentHistory:
    """One repository's looks, and what became of it: "living", "ended" or neither."""

    full_name: str
    fate: str
    worked: date  # the last look that saw real work
    views: tuple[View, ...]

    @property
    def half(self) -> int:
        """0: thresholds may be chosen on it; 1: it only measures them."""
        owner = self.full_name.partition("/")[0]
        return hashlib.sha256(owner.lower().encode()).digest()[-1] % 2

    @property
    def followed(self) -> int:
        """Days from the last real work to the last look."""
        return (self.views[-1].as_of - self.worked).days


@dataclass(frozen=True, slots=True)
class Spell:
    """Dormant from `start` to the look at `end`; `silence`: the longest in it; `over`: taken back then."""

    start: date
    end: date
    silence: int
    over: bool


def silent_history(dossier: Dossier, until: date, rules: Rules) -> SilentHistory | None:
    """A repository's looks from its second year on; None where there are none."""
    case = Case(dossier)
    first = case.meter.first_day
    if first is None:
        return None
    looks = [m for m in months(first, until) if (m - first).days >= rules.young_days]
    if not looks:
        return None
    views = tuple(case.view(look, rules) for look in looks)
    worked = [v.as_of for v in views if _works(v, rules)]
    return SilentHistory(
        dossier.full_name,
        _fate(views[-1], rules),
        worked[-1] if worked else looks[0],
        views,
    )


def _works(view: View, rules: Rules) -> bool:
    age = view.numbers.release_age
    return view.numbers.half.known >= rules.revived_commits or (age is not None and age <= 31)


def _fate(view: View, rules: Rules) -> str:
    numbers = view.numbers
    released = numbers.release_age is not None and numbers.release_age <= rules.dormant_release_days
    if released or numbers.year.known >= rules.dormant_commits:
        return "living"
    return "ended" if numbers.silence is None or numbers.silence >= 365 else "between"


def spells(history: SilentHistory, rules: Rules) -> list[Spell]:
    """Its spells of dormancy, oldest first."""
    agreement, found = Agreement(rules), list[Spell]()
    states = [agreement.look(view).state == "dormant" for view in history.views]
    begun = 0
    for at, (before, now) in enumerate(pairwise([False, *states, False])):
        if now and not before:
            begun = at
        elif before and not now:
            silence = max(view.numbers.silence or 0 for view in history.views[begun:at])
            end = history.views[min(at, len(states) - 1)].as_of
            found.append(Spell(history.views[begun].as_of, end, silence, at < len(states)))
    return found
