"""Everything pages need of one unchanged state of the database, computed when first asked for and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TypeVar

import pandas as pd

from dashboards.data.cache import OnceCache
from tracker.dossier import Dossier
from tracker.health import Rules, Verdict, because, judge, turns
from tracker.series import History, Sample, Tracked

T = TypeVar("T")
EARLIEST = date(2008, 1, 1)  # GitHub opened in April 2008


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of months with one headline: first and last look, and the sentence that decided it."""

    headline: str
    start: date
    end: date
    because: str


class Snapshot:
    """One state of the database; thread-safe, because everything in it is made once and never changed."""

    def __init__(self, source: History, rules: Rules | None = None) -> None:
        self.history = source
        self.rules = rules or Rules()
        self.today = source.today
        self.is_demo = source.is_demo
        self.stamp = source.stamp()
        self._memory = OnceCache()

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for this state of the database."""
        return self._memory.get(key, make)

    @cached_property
    def tracked(self) -> list[Tracked]:
        return self.history.tracked()

    @cached_property
    def resolved(self) -> list[Tracked]:
        """Those that GitHub knows by a number."""
        return [r for r in self.tracked if r.github_id is not None]

    @cached_property
    def freshness(self) -> list[tuple[int, str, datetime]]:
        """(repository id, collector, last success), as History.freshness."""
        return self.history.freshness()

    @property
    def dossiers(self) -> dict[str, Dossier]:
        return self.cached("dossiers", lambda: self.history.dossiers(self.tracked))

    def find(self, text: str) -> Tracked:
        """A followed repository by present or former name. Raises UnknownRepository."""
        return self.history.find(text)

    def verdicts(self, as_of: date) -> dict[str, Verdict]:
        """Every repository's verdict on a day, by full name; successors know each other's headlines."""
        return self.cached(("verdicts", as_of), lambda: self._judge_all(as_of))

    def verdict(self, repository: Tracked, as_of: date) -> Verdict | None:
        """One verdict; None for a name that GitHub never resolved."""
        return self.verdicts(as_of).get(repository.full_name)

    def _judge_all(self, as_of: date) -> dict[str, Verdict]:
        first = {name: judge(d, as_of, self.rules) for name, d in self.dossiers.items()}
        headlines = {name: verdict.headline for name, verdict in first.items()}
        return {
            name: judge(d, as_of, self.rules, successors=headlines) if d.successors else first[name]
            for name, d in self.dossiers.items()
        }

    def spans(self, repository: Tracked, until: date | None = None) -> list[Span]:
        """The months of its life by headline, up to a day (today if none is given)."""
        until = until or self.today
        key = ("spans", repository.full_name, until)
        return self.cached(key, lambda: self._spans(repository, until))

    def _spans(self, repository: Tracked, until: date) -> list[Span]:
        dossier = self._dossier(repository)
        if dossier is None:
            return []
        start = max(dossier.created_at.date() if dossier.created_at else EARLIEST, EARLIEST)
        if start > until:
            return []
        looks = turns(dossier, start, until, self.rules)
        if not looks or looks[-1][1] < until:
            looks.append((self.verdicts(until)[repository.full_name], until))
        return _stretches(looks, until)

    def _dossier(self, repository: Tracked) -> Dossier | None:
        return self.dossiers.get(repository.full_name)

    def frame(
        self,
        metric: str,
        repositories: Sequence[Tracked],
        start: date | None = None,
        end: date | None = None,
        every: str = "day",
    ) -> pd.DataFrame:
        """As History.frame, kept for this state of the database."""
        key = ("frame", metric, tuple(r.full_name for r in repositories), start, end, every)
        return self.cached(key, lambda: self.history.frame(metric, repositories, start, end, every))

    def points(self, metrics: Sequence[str], as_of: date) -> dict[tuple[str, str], Sample]:
        """Last known values of all followed repositories on a day."""
        key = ("points", tuple(metrics), as_of)
        return self.cached(key, lambda: self.history.points(metrics, self.tracked, as_of))

    def first_day(self) -> date:
        """The day from which on there can be anything to show."""
        created = [r.created_at.date() for r in self.resolved if r.created_at]
        return min(created, default=self.today - timedelta(days=365))


def _stretches(looks: Sequence[tuple[Verdict, date]], until: date) -> list[Span]:
    """The looks at which the headline turned, as stretches without holes between them."""
    found: list[Span] = []
    for verdict, last in looks:
        if found and found[-1].headline == verdict.headline:
            found[-1] = replace(found[-1], end=last)
        else:
            found.append(Span(verdict.headline, _began(verdict, found), last, because(verdict)))
    ends = [*(span.start for span in found[1:]), until]
    return [replace(span, end=end) for span, end in zip(found, ends, strict=True)]


def _began(verdict: Verdict, before: list[Span]) -> date:
    """The day it says it began, where that lies between the looks; else the day of the look."""
    since, last = verdict.since, before[-1].end if before else verdict.as_of
    return since if since and last < since <= verdict.as_of else verdict.as_of
