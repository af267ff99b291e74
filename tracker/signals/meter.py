"""A dossier's numbers as of any day, from running sums made once: a look costs microseconds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, date, timedelta

import numpy as np

from tracker.dossier import Dossier, WindowSum
from tracker.signals.numbers import Numbers, People
from tracker.signals.rules import Rules
from tracker.signals.running import YEAR, Running, silences
from tracker.tables import AuthorTable

YEARS_BEFORE = 4
GAPS = 4  # as many of its longest silences are told


class DossierMeter:
    """Numbers from a dossier's daily series and releases; nothing later than the day asked is looked at."""

    def __init__(self, dossier: Dossier) -> None:
        series = {"substantive": dossier.substantive, "human": dossier.human, "commits": dossier.commits}
        held = {k: v for k, v in series.items() if v is not None and len(v.values)}
        # Without substantive counts the wider ones stand in: they can only overstate activity.
        self.counted = next(iter(held), "commits")
        self._counted = Running(held[self.counted]) if held else None
        self._all = Running(held["commits"]) if "commits" in held else self._counted
        self._birth = _birth(dossier, self._counted)
        final = sorted(
            (r.published_at.astimezone(UTC).date(), r.tag)
            for r in dossier.releases or ()
            if not r.is_prerelease
        )
        self._releases_known = dossier.releases is not None
        self._holes = dossier.gaps_of("releases")
        self._release_days = [day for day, _ in final]
        self._release_tags = [tag for _, tag in final]
        self._authors = AuthorDays(dossier.authors)
        self._silences = silences(self._counted, self._birth, [d.toordinal() for d in self._release_days])

    @property
    def first_day(self) -> date | None:
        """When the monthly looks begin: the repository's first day that anything is known of."""
        return None if self._birth is None else date.fromordinal(self._birth)

    def at(self, as_of: date, rules: Rules) -> Numbers:
        """The numbers as of one day."""
        today = as_of.toordinal()
        known = self._counted.last_known(today) if self._counted else None
        # A few days without news are normal between two collections; a longer silence is ours, not theirs.
        until = known if known is not None and today - known <= rules.stale_days else today
        released = bisect_right(self._release_days, as_of) - 1
        years = self._years(until)
        return Numbers(
            as_of=as_of,
            until=date.fromordinal(until),
            known_until=_date(known),
            counted=self.counted,
            age=None if self._birth is None else today - self._birth,
            quarter=self._window(until, 90),
            half=self._window(until, 180),
            year=self._window(until, YEAR),
            two_years=self._window(until, rules.silent_days, everything=True),
            years=years,
            peak=max((y.known for y in years if y.days_unknown < y.days), default=None),
            last_substantive=_date(self._counted.last_event(today) if self._counted else None),
            last_commit=_date(self._all.last_event(today) if self._all else None),
            releases_known=self._knows_releases(as_of, released, rules),
            last_release=self._release_days[released] if released >= 0 else None,
            last_tag=self._release_tags[released] if released >= 0 else None,
            gaps=self._gaps(today),
        )

    def _knows_releases(self, as_of: date, released: int, rules: Rules) -> bool:
        """Whether the last release is known: no hole in what was read can hide a younger one.

        A release that is young enough to count proves itself, whatever else is not known.
        """
        if not self._releases_known:
            return False
        year = as_of - timedelta(days=rules.dormant_release_days)
        if released >= 0 and self._release_days[released] >= year:
            return True
        return not any(hole.start <= as_of and hole.end > year for hole in self._holes)

    def _gaps(self, today: int) -> tuple[int, ...]:
        """The longest silences that had ended by then, of the years that a pace is judged by."""
        first, last = today - YEAR * (YEARS_BEFORE + 2), bisect_right(self._silences, (today, 0))
        ended = (days for end, days in self._silences[:last] if end > first)
        return tuple(sorted(ended, reverse=True)[:GAPS])

    def worked_since(self, day: date, as_of: date, rules: Rules) -> float:
        """Known commits after a day, of the 180 days to `as_of`."""
        last = as_of.toordinal()
        first = max(day.toordinal() + 1, last - 179)
        return self._counted.window(first, last).known if self._counted else 0.0

    def people(self, as_of: date) -> People | None:
        """Authors of the year to `as_of`; None when authors are not known for it."""
        today = as_of.toordinal()
        return self._authors.people(today - YEAR + 1, today)

    def _window(self, last: int, days: int, *, everything: bool = False) -> WindowSum:
        series = self._all if everything else self._counted
        # Before it began a repository did nothing: those days are not unknown.
        if series is None:
            return WindowSum(0.0, days, days)
        first = last - days + 1
        if self._birth is not None and self._birth > first:
            first = self._birth
        return series.window(first, last)

    def _years(self, until: int) -> tuple[WindowSum, ...]:
        spans = []
        for back in range(1, YEARS_BEFORE + 1):
            last = until - YEAR * back
            if self._birth is None or last < self._birth:
                break
            spans.append(self._window(last, YEAR))
        return tuple(spans)


def _birth(dossier: Dossier, counted: Running | None) -> int | None:
    """A fork begins when it was forked; others with their first commit or their place on GitHub."""
    if dossier.forked_at is not None:
        return dossier.forked_at.astimezone(UTC).date().toordinal()
    starts = [] if counted is None else [counted.start]
    if dossier.created_at is not None:
        starts.append(dossier.created_at.astimezone(UTC).date().toordinal())
    return min(starts, default=None)


class AuthorDays:
    """Who committed on which day: authors as small numbers, cut by day."""

    def __init__(self, authors: Sequence[tuple[date, frozenset[int]]]) -> None:
        table = AuthorTable.of(authors)
        self._days: list[int] = table.days.tolist()
        self._who = np.unique(table.authors, return_inverse=True)[1]

    def people(self, first: int, last: int) -> People | None:
        """The people of the days first..last; None when there were none."""
        low, high = bisect_left(self._days, first), bisect_right(self._days, last)
        if low == high:
            return None
        tally = np.bincount(self._who[low:high])
        tally = np.sort(tally[tally > 0])[::-1]
        half = int(tally.cumsum().searchsorted((high - low) / 2))
        return People(len(tally), half + 1)


def _date(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(ordinal)


def months(first: date, last: date) -> list[date]:
    """The monthly looks: every first of a month from `first` to `last`, both included."""
    year, month = (first.year, first.month) if first.day == 1 else _next(first.year, first.month)
    looks = []
    while (look := date(year, month, 1)) <= last:
        looks.append(look)
        year, month = _next(year, month)
    return looks


def _next(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)
