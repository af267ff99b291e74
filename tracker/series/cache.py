"""What was read of one state of the database, once, and the series made of it, once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from tracker.metrics import METRICS
from tracker.metrics.base import unknown
from tracker.series.followed import Repository
from tracker.series.inputs import Facts, InputWindow, imported, load, needs
from tracker.series.labelling import provenance
from tracker.series.people import PeopleByDay
from tracker.series.periods import Days, Values
from tracker.series.provenance import Provenance
from tracker.series.series import NO_DAYS, Series
from tracker.series.stored import Arrays
from tracker.store.database import many_objects
from tracker.store.store import Store

if TYPE_CHECKING:
    import pandas as pd

Kept = Callable[[Collection[str], Sequence[Repository]], dict[tuple[int, str], Series]]


class SeriesCache:
    """Series of repositories, computed when first asked for. `live` names our own source in labels.

    With a `window`, values are right from that day on by as many days as their metric looks back.
    """

    def __init__(self, store: Store, today: date, live: str, window: InputWindow | None = None) -> None:
        self.store = store
        self.today = today
        self.live = live
        self.window = window
        self.people = PeopleByDay(store)
        self._facts: dict[int, Facts] = {}
        self._loaded: dict[int, set[str]] = {}  # the names of the inputs in them
        self._made: dict[tuple[int, str], Series] = {}
        self._gaps: dict[int, list[tuple[str, date, date, str]]] = {}
        self.kept: Kept | None = None  # where series that were made before can be had
        self._lock = RLock()

    def load(self, metrics: Collection[str], repositories: Sequence[Repository]) -> None:
        """Load what is not yet known, for all metrics at once: most of them share their inputs."""
        with self._lock:
            here = [r for r in repositories if any((r.github_id, m) not in self._made for m in metrics)]
            if here and self.kept is not None:
                self._made.update(self.kept(metrics, here))
                here = [r for r in here if any((r.github_id, m) not in self._made for m in metrics)]
            self._load_facts(metrics, here)

    def _load_facts(self, metrics: Collection[str], repositories: Sequence[Repository]) -> None:
        with self._lock:
            wanted = needs(metrics)
            missing = {
                r.github_id: r.created_at
                for r in repositories
                if r.github_id is not None and not wanted <= self._loaded.get(r.github_id, set())
            }
            if not missing:
                return
            wanted = {name for name in wanted if any(name not in self._loaded.get(i, ()) for i in missing)}
            with many_objects():
                loaded = load(self.store, missing, wanted, self.today, self.people, self.window)
            for repository_id, facts in loaded.items():
                known = self._facts.get(repository_id)
                self._facts[repository_id] = known | facts if known else facts
                self._loaded.setdefault(repository_id, set()).update(wanted)

    def series(self, metric: str, repository: Repository) -> Series:
        """The metric's values by day, declared gaps taken out."""
        if repository.github_id is None:
            return Series(repository.full_name, metric, METRICS[metric].kind)
        key = (repository.github_id, metric)
        if key not in self._made:
            self.load([metric], [repository])
        if key not in self._made:
            self._made[key] = self._make(metric, repository, self._facts[key[0]])
        return self._made[key]

    def stored(self, name: str, repository: Repository) -> Arrays | None:
        """An input by day, where it was loaded and anything of it is known."""
        facts = self._facts.get(repository.github_id or 0)
        return facts.stored.arrays.get(name) if facts else None

    def own(self, metric: str, repository: Repository) -> pd.Series:
        """The metric's values from what the tracker collected itself, without any import."""
        if repository.github_id is None:
            return unknown()
        self._load_facts([metric], [repository])
        return self._compute(metric, self._facts[repository.github_id])

    def why(self, metric: str, repository: Repository, as_of: date) -> str:
        """Why nothing is known on or before a day."""
        assert repository.github_id is not None
        for name, first, last, reason in self._gaps_of(repository.github_id):
            if name in METRICS[metric].inputs and first <= as_of <= last:
                return reason
        return "no reading on or before that day"

    def _gaps_of(self, number: int) -> list[tuple[str, date, date, str]]:
        """The days that are declared unknown: they were read with a repository's facts, if those were."""
        if facts := self._facts.get(number):
            return facts.gaps
        if number not in self._gaps:
            rows = self.store.gaps.of([number])
            self._gaps[number] = [(r.metric, r.start_day, r.end_day, r.reason) for r in rows]
        return self._gaps[number]

    def _compute(self, metric: str, facts: Facts) -> pd.Series:
        import pandas as pd

        series = METRICS[metric].compute(facts.inputs).copy()
        for name, first, last, _ in facts.gaps:
            if name in METRICS[metric].inputs:
                series[(series.index >= pd.Timestamp(first)) & (series.index <= pd.Timestamp(last))] = np.nan
        return series

    def _make(self, metric: str, repository: Repository, facts: Facts) -> Series:
        if (plain := _as_stored(metric, facts)) is not None:
            said = partial(self._provenance, metric, facts, NO_DAYS)
            return of_values(repository, metric, *plain, said)
        found, filled = self._filled(metric, self._compute(metric, facts), facts)
        inputs = METRICS[metric].inputs
        return of_values(
            repository,
            metric,
            found.index.to_numpy().astype("datetime64[D]"),
            found.to_numpy(),
            partial(self._provenance, metric, facts, filled),
            tuple((first, last, reason) for name, first, last, reason in facts.gaps if name in inputs),
        )

    def _provenance(self, metric: str, facts: Facts, filled: Days, days: Days) -> Provenance:
        return provenance(metric, facts, days, filled, self.today, self.live)

    def _filled(self, metric: str, own: pd.Series, facts: Facts) -> tuple[pd.Series, Days]:
        """With what others' files say on days that are unknown here, and those days; our own always stand."""
        import pandas as pd

        block = facts.blocks.get(imported(metric))
        if block is None:
            return own, NO_DAYS
        theirs = pd.Series(block.values, index=pd.DatetimeIndex(block.days))
        theirs = theirs[~theirs.index.isin(own.index[own.notna()])]
        return own.combine_first(theirs), theirs.index.to_numpy().astype("datetime64[D]")


def _as_stored(metric: str, facts: Facts) -> Arrays | None:
    """The stored series that a metric is, where nothing fills it or is taken out of it."""
    first, *others = METRICS[metric].inputs
    if others or METRICS[metric].looks_back != 0:
        return None
    return None if facts.gaps or imported(metric) in facts.blocks else facts.stored.arrays.get(first)


def of_values(
    repository: Repository, metric: str, days: Days, values: Values,
    said: Callable[[Days], Provenance], declared: Sequence[tuple[date, date, str]] = (),
) -> Series:  # fmt: skip
    """A series by day out of values in which NaN is unknown; from first to last day it was asked about."""
    known = ~np.isnan(values)
    return Series(
        repository.full_name, metric, METRICS[metric].kind, days[known], values[known], said,
        extent=(days[0].item(), days[-1].item()) if len(days) else None,
        born=repository.created_at.date() if repository.created_at else None,
        declared=tuple(declared),
    )  # fmt: skip
