"""Keeping the read model up to date: only what is stale is built, on all cores when it is much.

A block of repositories is one transaction: killed anywhere, the next run goes on with what is still stale.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from tracker.pool import PoolError, PoolWorkers, mapped
from tracker.readmodel.made_by import made_by
from tracker.readmodel.making import make
from tracker.readmodel.spreading import mark, spread
from tracker.readmodel.stale import StaleRow, stale
from tracker.series import History
from tracker.signals.rules import Rules
from tracker.store.read_model import Rows
from tracker.store.session import connect
from tracker.store.store import Store

BLOCK = 16  # repositories read and written together
MANY = 200  # to be judged: from here on others help; a process takes a second to begin
Progress = Callable[[int, int], None]


def refresh(
    history: History,
    rules: Rules,
    on_progress: Progress = lambda done, of: None,
    breathe: Callable[[], None] = lambda: None,
    workers: int | None = None,
    cluster: str = "",
) -> list[StaleRow]:
    """Build what is stale; what that was. `breathe` is called between blocks and may raise to stop.

    `workers`: how many processes; None for as many as there are cores, when there is enough to do.
    `cluster`: the address of a Dask scheduler whose workers do it instead, and reach the same database.
    Raises PoolError.
    """
    wanted = stale(history.store, history.tracked(), history.today, rules)
    many = sum(w.whole for w in wanted) >= MANY
    workers = (os.cpu_count() or 1) if workers is None and many else workers or 1
    done = 0
    on_progress(0, len(wanted))
    for rows in _made(history, wanted, rules, PoolWorkers(workers, cluster if many else "")):
        with history.store.transaction():
            mark(history.store, rows)
            history.store.read_model.save(rows)
        done += len(rows)
        on_progress(done, len(wanted))
        breathe()
    spread(history.store, breathe)
    return wanted


def _made(
    history: History, wanted: Sequence[StaleRow], rules: Rules, workers: PoolWorkers
) -> Iterator[list[Rows]]:
    blocks = [wanted[start : start + BLOCK] for start in range(0, len(wanted), BLOCK)]
    if workers.alone:
        for block in blocks:
            yield make(_fresh(history), block, rules)
        return
    url = history.store.engine.url.render_as_string(hide_password=False)
    program = made_by(rules)
    tasks = [MakingTask(url, history.today, block, rules, program) for block in blocks]
    yield from mapped(_work, tasks, workers)


def _fresh(history: History) -> History:
    """The same database as of the same day, with nothing remembered: memory stays flat."""
    return History(history.store, history.today, history.catalog)


@dataclass(frozen=True, slots=True)
class MakingTask:
    """A block of repositories for a worker: where their facts are, and what it must judge by."""

    url: str
    today: date
    wanted: Sequence[StaleRow]
    rules: Rules
    program: str

    def __repr__(self) -> str:
        return f"MakingTask({len(self.wanted)} repositories)"  # a cluster logs it: the URL holds a password


@cache
def _store(url: str) -> Store:
    """A worker's database, opened once."""
    return Store(connect(url))


def _work(task: MakingTask) -> list[Rows]:
    if made_by(task.rules) != task.program:
        raise PoolError("a worker runs another version of the tracker: install the same one everywhere")
    return make(History(_store(task.url), task.today), task.wanted, task.rules)
