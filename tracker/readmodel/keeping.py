"""Keeping the read model up to date: only what is stale is built, on all cores when it is much.

A block of repositories is one transaction: killed anywhere, the next run goes on with what is still stale.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from datetime import date
from typing import Any

from tracker.readmodel.making import make
from tracker.readmodel.stale import Wanted, stale
from tracker.series import History
from tracker.signals.rules import Rules
from tracker.store.read_model import Rows
from tracker.store.session import connect
from tracker.store.store import Store

BLOCK = 16  # repositories read and written together
MANY = 200  # to be judged: from here on other processes help; each takes a second to begin
Progress = Callable[[int, int], None]


def refresh(
    history: History,
    rules: Rules,
    on_progress: Progress = lambda done, of: None,
    breathe: Callable[[], None] = lambda: None,
    workers: int | None = None,
) -> list[Wanted]:
    """Build what is stale; what that was. `breathe` is called between blocks and may raise to stop.

    `workers`: how many processes; None for as many as there are cores, when there is enough to do.
    """
    wanted = stale(history.store, history.tracked(), history.today, rules)
    many = sum(w.whole for w in wanted) >= MANY
    workers = (os.cpu_count() or 1) if workers is None and many else workers or 1
    done = 0
    on_progress(0, len(wanted))
    for rows in _made(history, wanted, rules, workers):
        history.store.read_model.save(rows)
        done += len(rows)
        on_progress(done, len(wanted))
        breathe()
    return wanted


def _made(history: History, wanted: Sequence[Wanted], rules: Rules, workers: int) -> Iterator[list[Rows]]:
    blocks = [wanted[start : start + BLOCK] for start in range(0, len(wanted), BLOCK)]
    if workers == 1:
        for block in blocks:
            yield make(_fresh(history), block, rules)
        return
    url = history.store.engine.url.render_as_string(hide_password=False)
    begin = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, begin, _open, (url, history.today)) as pool:
        waiting: set[Future[list[Rows]]] = set()
        try:
            for block in blocks:
                waiting.add(pool.submit(_work, block, rules))
                if len(waiting) > 2 * workers:  # what is built and not yet written must not pile up
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            yield from (future.result() for future in waiting)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _fresh(history: History) -> History:
    """The same database as of the same day, with nothing remembered: memory stays flat."""
    return History(history.store, history.today, history.catalog)


_here: dict[str, Any] = {}  # of a worker: its database


def _open(url: str, today: date) -> None:
    _here.update(store=Store(connect(url)), today=today)


def _work(wanted: Sequence[Wanted], rules: Rules) -> list[Rows]:
    return make(History(_here["store"], _here["today"]), wanted, rules)
