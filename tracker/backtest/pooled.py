"""The tracker's own database as a source, its repositories judged a block at a time by whoever works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from tracker.backtest.contestants import JudgedSubject, judged
from tracker.backtest.subjects import DossierSource, FeatureSource, Subject
from tracker.pool import PoolWorkers, mapped
from tracker.series import History
from tracker.signals.rules import Rules
from tracker.store.session import connect
from tracker.store.store import Store

BLOCK = 8  # repositories judged together


@dataclass(frozen=True, slots=True)
class BacktestTask:
    """A block of repositories for a worker, and what to judge them by."""

    url: str = field(repr=False)  # holds a password, and a cluster logs its tasks
    today: date
    names: Sequence[str]
    rules: Rules


@dataclass
class PooledSource:
    """What the tracker has collected, in the database at `url`, as of `today`."""

    url: str = field(repr=False)
    today: date
    workers: PoolWorkers
    name: str = "the tracker's database"
    had: tuple[str, ...] = DossierSource.had
    lacked: tuple[str, ...] = DossierSource.lacked

    def subjects(self, repositories: Iterable[str]) -> list[Subject]:
        """Subjects in the order asked, made here."""
        names = list(repositories)
        return _own(self.url, self.today, names).subjects(names)

    def cases(self, repositories: Sequence[str], rules: Rules) -> list[JudgedSubject]:
        """Each with its verdicts, in no order. Raises PoolError."""
        blocks = [repositories[low : low + BLOCK] for low in range(0, len(repositories), BLOCK)]
        tasks = [BacktestTask(self.url, self.today, block, rules) for block in blocks]
        return [case for found in mapped(_cases, tasks, self.workers) for case in found]


def cases(source: FeatureSource, repositories: Sequence[str], rules: Rules) -> dict[str, JudgedSubject]:
    """Every repository that a source has figures for, judged: by lowered name."""
    if isinstance(source, PooledSource):
        found = source.cases(repositories, rules)
    else:
        found = [judged(subject, rules) for subject in source.subjects(repositories)]
    return {case.subject.repository.lower(): case for case in found}


def _cases(task: BacktestTask) -> list[JudgedSubject]:
    own = _own(task.url, task.today, task.names)
    return [judged(subject, task.rules) for subject in own.subjects(task.names)]


def _own(url: str, today: date, names: Sequence[str]) -> DossierSource:
    history = History(_store(url), today)
    lowered = {name.lower() for name in names}
    asked = [r for r in history.tracked() if r.full_name.lower() in lowered]
    return DossierSource(history.dossiers(asked), today)


@cache
def _store(url: str) -> Store:
    return Store(connect(url))
