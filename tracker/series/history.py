"""History: the one road by which anybody gets a number, always with what must be said about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any

from tracker.catalog import Catalog, catalog
from tracker.cursors import read_cursor
from tracker.dossier import Dossier
from tracker.metrics import METRICS
from tracker.records import Quality
from tracker.series import dossiers
from tracker.series.cache import SeriesCache
from tracker.series.followed import Repository, find, unknown
from tracker.series.frames import beside
from tracker.series.listed import followed
from tracker.series.owners import by_asked_name, tell_of_two_owners
from tracker.series.sample import Sample
from tracker.series.series import Series
from tracker.store.database import many_objects
from tracker.store.store import Store

if TYPE_CHECKING:
    import pandas as pd

Wanted = Sequence[Repository | str] | str | None  # repositories as people have them


class UnknownMetric(LookupError):
    """No metric has this name; the message lists those there are."""


class History:
    """A view of the database as of `today`. Loads lazily and remembers; make a new one when data change."""

    def __init__(self, store: Store, today: date, known: Catalog | None = None) -> None:
        self.store = store
        self.today = today
        self.meta = store.meta.all()
        self.catalog = known or catalog()
        self.cache = SeriesCache(store, today, "replay" if self.is_demo else "github")
        self._tracked: list[Repository] | None = None
        self._lock = RLock()

    @property
    def is_demo(self) -> bool:
        return self.meta.get("kind") == "demo"

    def stamp(self) -> tuple[Any, ...]:
        """A value that changes when the data or the day do."""
        return (*self.store.meta.stamp(), self.today)

    def tracked(self) -> list[Repository]:
        """Every followed repository, by name."""
        with self._lock:
            if self._tracked is None:
                self._tracked = followed(self.store, self.catalog)
            return self._tracked

    _owners = cached_property(lambda self: by_asked_name(self.tracked()))

    @cached_property
    def _names(self) -> dict[str, Repository]:
        """By present name, then by the name asked for: who has a name now comes before who had it."""
        found: dict[str, Repository] = {}
        for names in ((r.full_name for r in self.tracked()), (r.asked_as for r in self.tracked())):
            for name, repository in zip(names, self.tracked(), strict=True):
                if name:
                    found.setdefault(name.lower(), repository)
        return found

    def find(self, text: str) -> Repository:
        """A followed repository by its present or former name. Raises UnknownRepository."""
        if found := self._names.get(text.strip().lower()) or find(self.tracked(), text):
            tell_of_two_owners(self._owners, text.strip(), found, self.store)
            return found
        if row := self.store.repositories.find(text):
            for repository in self.tracked():
                if repository.github_id == row["github_id"]:
                    return repository
        raise unknown(self.tracked(), text)

    def chosen(self, repositories: Wanted = None) -> list[Repository]:
        """Repositories by what one has of them: themselves, their names, one name; all when None."""
        if repositories is None:
            return self.tracked()
        listed = [repositories] if isinstance(repositories, str) else repositories
        return [self.find(one) if isinstance(one, str) else one for one in listed]

    def frame(
        self,
        metric: str,
        repositories: Wanted = None,
        start: date | None = None,
        end: date | None = None,
        every: str = "day",
    ) -> pd.DataFrame:
        """One column per repository (its full name), one row per day or period; NaN is unknown.

        `repositories` may be names, and are all that are followed when left out. Days are UTC, both ends
        included; the unit is the metric's (`tracker.metrics.METRICS`).
        Periods are labelled by their first day; totals show the last known value, counts the sum (unknown
        when a day of it is), durations the median. Raises UnknownMetric, ValueError for `every`.
        """
        return beside(self.read(metric, repositories, start, end, every))

    def read(
        self,
        metric: str,
        repositories: Wanted = None,
        start: date | None = None,
        end: date | None = None,
        every: str = "day",
    ) -> list[Series]:
        """As `frame`, each repository's series for itself, in the order asked for."""
        self._metric(metric)
        found = self.chosen(repositories)
        self.cache.load([metric], found)
        return [self.cache.series(metric, r).within(start, end or self.today).every(every) for r in found]

    def labels(
        self,
        metric: str,
        repositories: Wanted = None,
        start: date | None = None,
        end: date | None = None,
        every: str = "day",
    ) -> pd.DataFrame:
        """The trust label of every value of `frame`, in the same shape; a period's is its weakest day's."""
        series = self.read(metric, repositories, start, end, every)
        return beside(series, lambda one: one.provenance.labels(), Quality.UNKNOWN.value)

    def sources(
        self,
        metric: str,
        repositories: Wanted = None,
        start: date | None = None,
        end: date | None = None,
        every: str = "day",
    ) -> pd.DataFrame:
        """The source of every value of `frame`, in the same shape; None where unknown."""
        series = self.read(metric, repositories, start, end, every)
        return beside(series, lambda one: one.provenance.sources(), None)

    def point(self, metric: str, repository: Repository, as_of: date) -> Sample:
        """The last known value on or before a day."""
        return self.points([metric], [repository], as_of)[(repository.full_name, metric)]

    def points(
        self, metrics: Sequence[str], repositories: Sequence[Repository], as_of: date
    ) -> dict[tuple[str, str], Sample]:
        """Last known values on or before a day, for many: {(full name, metric): Sample}."""
        for metric in metrics:
            self._metric(metric)
        self.cache.load(metrics, repositories)
        return {(r.full_name, m): self._sample(m, r, as_of) for m in metrics for r in repositories}

    def dossier(self, repository: Repository) -> Dossier:
        """Everything known about one repository, dated."""
        return self.dossiers([repository])[repository.full_name]

    def dossiers(
        self, repositories: Sequence[Repository] | None = None, *, light: bool = False
    ) -> dict[str, Dossier]:
        """Everything known about repositories, dated, by full name; `light`: but commits, authors, issues."""
        chosen = self.tracked() if repositories is None else repositories
        with many_objects():
            return dossiers.build(self.store, chosen, self.today, self.cache.people, light=light)

    def gaps(self, repository: Repository) -> list[tuple[str, date, date, str]]:
        """Days declared unknown: (stored metric, first, last, reason)."""
        return self.gaps_of([repository])[repository.full_name]

    def gaps_of(self, repositories: Sequence[Repository]) -> dict[str, list[tuple[str, date, date, str]]]:
        """As `gaps`, of many in one query, by full name."""
        found: dict[int, list[tuple[str, date, date, str]]] = {}
        for row in self.store.gaps.of([r.github_id for r in repositories if r.github_id is not None]):
            declared = (row.metric, row.start_day, row.end_day, row.reason)
            found.setdefault(row.repository_id, []).append(declared)
        return {r.full_name: found.get(r.github_id or 0, []) for r in repositories}

    def freshness(self, ids: Collection[int] | None = None) -> list[tuple[int, str, datetime]]:
        """(repository id, collector, last success), of some or all repositories; without those that have not
        yet read all there is."""
        return [
            (row.repository_id, row.collector, row.updated_at)
            for row in self.store.progress.cursors(ids)
            if (cursor := read_cursor(row.collector, row.position)) and cursor.complete
        ]

    def _metric(self, name: str) -> Any:
        if name not in METRICS:
            raise UnknownMetric(f"there is no metric {name!r}; there are {', '.join(METRICS)}")
        return METRICS[name]

    def load(self, metrics: Collection[str], repositories: Sequence[Repository]) -> None:
        """Read what these metrics need of these repositories, in a few queries, before it is asked for."""
        for metric in metrics:
            self._metric(metric)
        self.cache.load(metrics, repositories)

    def series(self, metric: str, repository: Repository) -> Series:
        """One series by day, all of it."""
        self._metric(metric)
        return self.cache.series(metric, repository)

    def own(self, metric: str, repository: Repository) -> pd.Series:
        """The metric's values from what the tracker collected itself, without any import."""
        self._metric(metric)
        return self.cache.own(metric, repository)

    def _sample(self, metric: str, repository: Repository, as_of: date) -> Sample:
        if repository.github_id is None:
            return Sample(None, None, None, Quality.UNKNOWN, repository.problem or "not collected yet")
        found = self.cache.series(metric, repository).at(as_of)
        return found or Sample(None, None, None, Quality.UNKNOWN, self.cache.why(metric, repository, as_of))
