"""Taking in other people's history: kept apart from our readings, shown only where we know nothing.

A value goes into the stored series `import:METRIC` of its repository, so that nothing of ours can be
overwritten, now or later. Rows of the tracker's own exports keep the source and the label they had.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby, islice

import numpy as np

from tracker.imports.options import BadImport
from tracker.imports.values import Given
from tracker.metrics import METRICS
from tracker.records import Observation, Quality, RepositoryFacts
from tracker.series import labels
from tracker.series.followed import Repository, UnknownRepository
from tracker.series.history import History, UnknownMetric
from tracker.series.inputs import imported
from tracker.store.store import Store

BLOCK = 100_000  # values compared and written at once


@dataclass
class ImportReport:
    """What became of a file: values read, written (new or changed), and what our own readings say of them."""

    values: int = 0
    written: int = 0
    agree: int = 0  # we have the same value
    differ: int = 0  # we have another one, and keep it
    to_come: int = 0  # of days still to come: left out
    repositories: set[str] = field(default_factory=set)
    metrics: set[str] = field(default_factory=set)
    added: list[str] = field(default_factory=list)  # repositories that were not known before
    conflicts: list[str] = field(default_factory=list)  # the first few, as sentences


class Importer:
    """Writes given values. Everything is one transaction: a wrong row leaves nothing behind."""

    def __init__(self, store: Store, history: History, source: str | None, at: datetime) -> None:
        """`source` names the giver ('import:NAME' is stored); None: rows keep the source they carry."""
        self.store, self.history, self.source, self.at = store, history, source, at
        self.report = ImportReport()
        self._known: dict[tuple[str, int | None], Repository] = {}

    def take(self, given: Iterable[Given]) -> ImportReport:
        """Write values. Raises UnknownRepository, UnknownMetric, or what reading the file raises."""
        with self.store.transaction():
            for block in _blocks(given):
                for (name, number, metric), rows in groupby(block, _series_of):
                    self._take(self._repository(name, number), metric, list(rows))
        return self.report

    def _take(self, repository: Repository, metric: str, rows: list[Given]) -> None:
        if metric not in METRICS:
            raise UnknownMetric(f"there is no metric {metric!r}; there are {', '.join(METRICS)}")
        if METRICS[metric].kind != "total" and any(row.of_month for row in rows):
            raise BadImport(f"{metric} is counted by day: what a month has is no value of one of its days")
        assert repository.github_id is not None
        known = [row for row in rows if row.day <= self.history.today]
        self.report.to_come += len(rows) - len(known)
        self.report.values += len(known)
        self.report.repositories.add(repository.full_name)
        self.report.metrics.add(metric)
        self._compare(repository, metric, known)
        sources = {pair: self._source(*pair) for pair in {(row.source, row.quality) for row in known}}
        self.report.written += self.store.observations.save(
            [
                Observation(
                    repository.github_id,
                    imported(metric),
                    row.day,
                    row.value,
                    sources[(row.source, row.quality)],
                )
                for row in known
            ],
            self.at,
        )

    def _compare(self, repository: Repository, metric: str, rows: list[Given]) -> None:
        """Say where we know better. A repository that was not here before has nothing to compare."""
        if repository.full_name in self.report.added:
            return
        own = self.history.own(metric, repository).dropna()
        ours = own.reindex(np.array([row.day for row in rows], dtype="datetime64[s]")).to_numpy()
        theirs = np.array([row.value for row in rows])
        same = ours == theirs
        other = ~np.isnan(ours) & ~same
        self.report.agree += int(same.sum())
        self.report.differ += int(other.sum())
        for place in np.flatnonzero(other)[: max(5 - len(self.report.conflicts), 0)].tolist():
            self.report.conflicts.append(
                f"{repository.full_name} {metric} on {rows[place].day}: "
                f"{ours[place]:g} here, {theirs[place]:g} there"
            )

    def _source(self, source: str | None, quality: str | None) -> str:
        if self.source is not None or not source or not quality:
            return f"import:{self.source or 'a file'}"
        if quality not in set(Quality):
            raise ValueError(f"{quality!r} is no trust label; there are {', '.join(Quality)}")
        if quality == Quality.IMPORTED and source.startswith("import:"):
            return source
        return labels.kept(source, Quality(quality))

    def _repository(self, name: str, number: int | None) -> Repository:
        key = (name, number)
        if key not in self._known:
            self._known[key] = self._found(name) if number is None else self._numbered(name, number)
        return self._known[key]

    def _found(self, name: str) -> Repository:
        repository = self.history.find(name)
        if repository.github_id is None:
            raise UnknownRepository(
                f"GitHub was not asked about {name} yet. Do that first: tracker sync {shlex.quote(name)}"
            )
        return repository

    def _numbered(self, name: str, number: int) -> Repository:
        """By GitHub's number; one that is not here yet is made and followed, to be collected from now on."""
        for repository in self.history.tracked():
            if repository.github_id == number:
                return repository
        row = self.history.store.repositories.by_id([number]).get(number)
        if row is not None:
            name = f"{row['owner']}/{row['name']}"
        else:
            owner, slash, bare = name.partition("/")
            if not (owner and slash and bare) or "/" in bare:
                raise UnknownRepository(f"{name!r} is no name of a repository: give OWNER/NAME")
            # No node_id: the next collecting run asks by name and learns it.
            self.store.repositories.save(RepositoryFacts(number, "", owner, bare), self.at, "import")
            self.report.added.append(name)
        self.store.watches.add(name, None, "import", self.at)
        return Repository(name, number)


def _series_of(given: Given) -> tuple[str, int | None, str]:
    return given.repository, given.github_id, given.metric


def _blocks(given: Iterable[Given]) -> Iterator[list[Given]]:
    """Values a block at a time, in the order of series, so that each series is looked at once a block."""
    remaining = iter(given)
    while block := list(islice(remaining, BLOCK)):
        yield sorted(block, key=lambda g: (g.repository, g.github_id or 0, g.metric, g.day or date.min))
