"""Everything pages need of one unchanged state of the database, computed when first asked for and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence, Sized
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from dashboards.data.cache import OnceCache
from dashboards.data.verdicts import Verdicts
from tracker.dossier import Dossier
from tracker.health import Rules, Verdict, judge
from tracker.health.succession import with_headlines
from tracker.metrics import METRICS
from tracker.readmodel.spans import Span, spans
from tracker.readmodel.view import ReadModel
from tracker.series import History, Repository
from tracker.store.meta import MADE_UP

if TYPE_CHECKING:
    import pandas as pd

    from tracker.health.life import Axes, Turn

T = TypeVar("T")
ROWS_KEPT = 1_000  # of three kilobytes each
PAGES_KEPT = 16 * 2**20  # bytes of answers
LARGE_KEPT = 16  # tables and lists of another day or another choice


class Snapshot:
    """One state of the database; thread-safe, because everything in it is made once and never changed.

    What is asked of many comes from the read model; a verdict with its evidence is made for one at a time.
    """

    def __init__(self, source: History, rules: Rules | None = None) -> None:
        self.history = source
        self.rules = rules or Rules()
        self.today = source.today
        self.is_demo = source.is_demo
        self.is_made_up = source.meta.get("figures") == MADE_UP
        self.stamp = source.stamp()
        self.kept = ReadModel(source, self.rules)
        source.cache.kept = self.kept.series
        self._memory = OnceCache()
        self._large = OnceCache(most=LARGE_KEPT)
        self._rows = OnceCache(most=ROWS_KEPT)
        self._pages = OnceCache(weight=len, heaviest=PAGES_KEPT)

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for this state of the database."""
        return self._memory.get(key, make)

    def lately(self, key: Hashable, make: Callable[[], T]) -> T:
        """As `cached` for what is large and another with each question: only the last few are kept."""
        return self._large.get(key, make)

    def of_day(self, what: str, as_of: date, make: Callable[[], T]) -> T:
        """What `make` gives of everybody on a day: the present's stays, of past days only the last few do."""
        return (self.cached if as_of == self.today else self.lately)((what, as_of), make)

    def page(self, key: Hashable, make: Callable[[], Sized]) -> Any:
        """What `make` answers from one view of the database, kept while there is room for its bytes."""

        def made() -> Sized:
            with self.history.store.database.together():
                return make()

        return self._pages.get(key, made)

    def written(self, key: Hashable, write: Callable[[T], str], row: T) -> str:
        """A table's row as `write` writes it: another order of the table has it again."""
        return self._rows.get(key, lambda: write(row))

    def kept_page(self, key: Hashable) -> Any:
        """The answer that `page` gave last for this key, or None."""
        return self._pages.kept(key)

    @property
    def days_are(self) -> str:
        """What must be said of a demo's days; "" where they were recorded."""
        return MADE_UP if self.is_made_up else "days spread from quarterly figures" if self.is_demo else ""

    @cached_property
    def tracked(self) -> list[Repository]:
        return self.history.tracked()

    @cached_property
    def resolved(self) -> list[Repository]:
        """Those that GitHub knows by a number."""
        return [r for r in self.tracked if r.github_id is not None]

    @cached_property
    def by_name(self) -> dict[str, Repository]:
        """Those that GitHub knows, by full name."""
        return {r.full_name: r for r in self.resolved}

    @cached_property
    def by_asked_name(self) -> dict[str, Repository]:
        """All that is followed, by the name it was asked for."""
        return {r.asked_as: r for r in self.tracked}

    @cached_property
    def newest(self) -> datetime | None:
        """When anybody last succeeded in reading."""
        return self.history.store.progress.newest()

    @cached_property
    def freshness(self) -> list[tuple[int, str, datetime]]:
        """(repository id, collector, last success), as History.freshness."""
        return self.history.freshness()

    def find(self, text: str) -> Repository:
        """A followed repository by present or former name. Raises UnknownRepository."""
        return self.history.find(text)

    def dossier(self, repository: Repository) -> Dossier | None:
        """What one project said and released; without its commits, authors and issues."""
        if repository.github_id is None:
            return None
        key = ("dossier", repository.github_id)
        return self.cached(key, lambda: self.history.dossiers([repository], light=True)[repository.full_name])

    def verdicts(self, as_of: date) -> Mapping[str, Verdict]:
        """Verdicts on a day by full name, each made when it is looked at."""
        return Verdicts(self, as_of)

    def verdict(self, repository: Repository, as_of: date) -> Verdict | None:
        """One verdict with its evidence; None for a name that GitHub never resolved.

        The present one is the one that is kept while it holds: its `as_of` may be an earlier day.
        """
        if repository.github_id is None:
            return None
        return self.cached(("verdict", repository.github_id, as_of), lambda: self._verdict(repository, as_of))

    def _verdict(self, repository: Repository, as_of: date) -> Verdict:
        kept = self.kept.verdict(repository) if self.kept.is_judged(repository) else None
        if kept is None or as_of not in (self.today, kept.as_of):
            kept = judge(self.history.dossier(repository), as_of, self.rules)
        names = {s.repository.lower() for s in kept.successors}
        known = [r for r in self.resolved if r.full_name.lower() in names] if names else []
        lives = self.lives(known, as_of)
        headlines = {name: turns[-1].axes.headline for name, turns in lives.items() if turns}
        later = {
            r.full_name: r.created_at.date() for r in known if r.created_at and r.created_at.date() > as_of
        }
        return replace(kept, successors=with_headlines(kept.successors, headlines, later))

    def lives(self, repositories: Sequence[Repository], until: date) -> dict[str, list[Turn]]:
        """The turns of repositories up to a day by full name, oldest first."""
        ids = tuple(r.github_id for r in repositories if r.github_id is not None)
        found = self.lately(("lives", ids, until), lambda: self.kept.lives(ids, until)) if ids else {}
        return {r.full_name: found.get(r.github_id or 0, []) for r in repositories}

    def axes(self, repositories: Sequence[Repository], as_of: date) -> dict[str, Axes | Verdict]:
        """What verdicts on a day say, without their evidence, by full name: read from lives, not judged."""
        known = [r for r in repositories if r.github_id is not None]
        lives = self.lives([r for r in known if self.kept.is_judged(r)], as_of)
        found: dict[str, Axes | Verdict] = {}
        for r in known:
            turns = lives.get(r.full_name)
            said = turns[-1].axes if turns else self.verdict(r, as_of)
            if said is not None:
                found[r.full_name] = said
        return found

    def spans(self, repository: Repository, until: date | None = None) -> list[Span]:
        """Its life by headline, up to a day (today if none is given)."""
        day = until or self.today
        return spans(self.lives([repository], day)[repository.full_name], day)

    def frame(
        self,
        metric: str,
        repositories: Sequence[Repository],
        start: date | None = None,
        end: date | None = None,
        every: str = "day",
    ) -> pd.DataFrame:
        """As History.frame, kept for this state of the database."""
        key = ("frame", metric, tuple(r.full_name for r in repositories), start, end, every)
        return self.lately(key, lambda: self.history.frame(metric, repositories, start, end, every))

    @property
    def values(self) -> Mapping[str, Mapping[str, float | None]]:
        """The last known value of every metric of all that GitHub knows, by full name."""
        kept = self.kept.values()
        found = {r.full_name: kept[r.github_id] for r in self.resolved if r.github_id in kept}
        others = [r for r in self.resolved if r.github_id not in kept]
        points = self.history.points(tuple(METRICS), others, self.today) if others else {}
        for (name, metric), point in points.items():
            found.setdefault(name, {})[metric] = point.value
        return found

    @cached_property
    def first_day(self) -> date:
        """The day from which on there can be anything to show."""
        created = [r.created_at.date() for r in self.resolved if r.created_at]
        return min(created, default=self.today - timedelta(days=365))
