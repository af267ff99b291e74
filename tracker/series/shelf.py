"""What was read of one state of the database, once, and what was made of it, once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from threading import RLock

import numpy as np
import numpy.typing as npt
import pandas as pd

from tracker.metrics import METRICS
from tracker.records import Quality
from tracker.series.inputs import Facts, imported, load, needs
from tracker.series.people import People
from tracker.series.tracked import Tracked
from tracker.series.words import words
from tracker.store.desk import many_objects
from tracker.store.reader import Reader

NOTHING = pd.Series(dtype="float64", index=pd.DatetimeIndex([]))


class Shelf:
    """Series of repositories, computed when first asked for. `live` names our own source in labels."""

    def __init__(self, reader: Reader, today: date, live: str) -> None:
        self.reader = reader
        self.today = today
        self.live = live
        self.people = People(reader)
        self._facts: dict[int, Facts] = {}
        self._loaded: dict[int, set[str]] = {}  # the names of the inputs in them
        self._computed: dict[tuple[int, str], pd.Series] = {}
        self._filled: dict[tuple[int, str], npt.NDArray[np.datetime64]] = {}
        self._lock = RLock()

    def load(self, metrics: Collection[str], repositories: Sequence[Tracked]) -> None:
        """Load what is not yet known, for all metrics at once: most of them share their inputs."""
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
                loaded = load(self.reader, missing, wanted, self.today, self.people)
            for repository_id, facts in loaded.items():
                known = self._facts.get(repository_id)
                self._facts[repository_id] = known | facts if known else facts
                self._loaded.setdefault(repository_id, set()).update(wanted)

    def series(self, metric: str, repository: Tracked) -> pd.Series:
        """The metric's values by day, declared gaps taken out; it must not be changed."""
        if repository.github_id is None:
            return NOTHING
        self.load([metric], [repository])
        key = (repository.github_id, metric)
        if key not in self._computed:
            self._computed[key] = self._fill(key, self._compute(metric, self._facts[key[0]]))
        return self._computed[key]

    def own(self, metric: str, repository: Tracked) -> pd.Series:
        """The metric's values from what the tracker collected itself, without any import."""
        if repository.github_id is None:
            return NOTHING
        self.load([metric], [repository])
        return self._compute(metric, self._facts[repository.github_id])

    def words(
        self, metric: str, repository: Tracked, days: npt.NDArray[np.datetime64]
    ) -> tuple[npt.NDArray[np.intp], list[tuple[str, Quality]]]:
        """Source and label of the values on `days`: a code for each, and the pairs that codes stand for."""
        assert repository.github_id is not None
        key = (repository.github_id, metric)
        self.series(metric, repository)
        filled = self._filled.get(key, np.array([], dtype="datetime64[D]"))
        return words(metric, self._facts[repository.github_id], days, filled, self.today, self.live)

    def why(self, metric: str, repository: Tracked, as_of: date) -> str:
        """Why nothing is known on or before a day."""
        assert repository.github_id is not None
        self.load([metric], [repository])
        for name, first, last, reason in self._facts[repository.github_id].gaps:
            if name in METRICS[metric].inputs and first <= as_of <= last:
                return reason
        return "no reading on or before that day"

    def _compute(self, metric: str, facts: Facts) -> pd.Series:
        series = METRICS[metric].compute(facts.inputs).copy()
        for name, first, last, _ in facts.gaps:
            if name in METRICS[metric].inputs:
                series[(series.index >= pd.Timestamp(first)) & (series.index <= pd.Timestamp(last))] = np.nan
        return series

    def _fill(self, key: tuple[int, str], own: pd.Series) -> pd.Series:
        """What others' files say on days that are unknown here; our own readings always stand."""
        block = self._facts[key[0]].blocks.get(imported(key[1]))
        if block is None:
            return own
        theirs = pd.Series(block.values, index=pd.DatetimeIndex(block.days))
        theirs = theirs[~theirs.index.isin(own.index[own.notna()])]
        self._filled[key] = theirs.index.to_numpy().astype("datetime64[D]")
        return own.combine_first(theirs)
