"""A map over blocks of work: here, over processes of this machine, or on a Dask cluster that somebody runs.

Whoever dies on the way is replaced and their block is worked on again; the results are those of one process.
Results come as they are ready, in no order. Nothing of Dask is imported unless a cluster is named.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from tracker.extras import missing

Task = TypeVar("Task")
Found = TypeVar("Found")

TRIES = 3  # for the blocks that died with their worker
PATIENCE = 10  # seconds for a cluster's scheduler to answer


class PoolError(Exception):
    """The work cannot be done by others; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class PoolWorkers:
    """Who works: so many processes of this machine, or the Dask cluster whose scheduler is at `cluster`."""

    processes: int = 1
    cluster: str = ""

    @property
    def alone(self) -> bool:
        """Whether it is this process alone."""
        return not self.cluster and self.processes <= 1


def mapped(work: Callable[[Task], Found], tasks: Sequence[Task], workers: PoolWorkers) -> Iterator[Found]:
    """`work` of every task. Both must be known by the workers: functions of modules, plain values.

    Raises PoolError, and what `work` raises.
    """
    if workers.alone:
        yield from map(work, tasks)
    elif workers.cluster:
        with _cluster(workers.cluster) as executor:
            yield from _drained(executor, work, dict(enumerate(tasks)), many=64)
    else:
        yield from _over_processes(work, tasks, workers.processes)


def _over_processes(work: Callable[[Task], Found], tasks: Sequence[Task], processes: int) -> Iterator[Found]:
    left = dict(enumerate(tasks))
    for again in range(TRIES):
        begin = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, begin) as pool:
            try:
                yield from _drained(pool, work, left, many=2 * processes)
            except BrokenProcessPool as error:
                if again == TRIES - 1:
                    raise PoolError(
                        f"worker processes died {TRIES} times (memory, most likely): give it fewer of them"
                    ) from error
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
        if not left:
            return


def _drained(
    executor: Executor, work: Callable[[Task], Found], left: dict[int, Task], many: int
) -> Iterator[Found]:
    """Results as they come, at most `many` on their way; what came is taken out of `left`."""
    waiting: dict[Future[Found], int] = {}
    for number, task in list(left.items()):
        waiting[executor.submit(work, task)] = number
        if len(waiting) > many:  # what is made and not yet taken must not pile up
            yield from _taken(waiting, left)
    while waiting:
        yield from _taken(waiting, left)


def _taken(waiting: dict[Future[Found], int], left: dict[int, Task]) -> Iterator[Found]:
    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
        result = future.result()
        del left[waiting.pop(future)]
        yield result


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        import distributed
        from distributed.scheduler import KilledWorker
    except ModuleNotFoundError as error:
        if (needed := missing(error)) is None:
            raise
        raise PoolError(needed) from None
    make: Any = distributed.Client
    try:
        client: Any = make(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise PoolError(f"no Dask scheduler answers at {address} ({error}): check TRACKER_POOL") from None
    try:
        with client:
            yield client.get_executor(pure=False, retries=TRIES)
    except KilledWorker as error:
        raise PoolError(f"workers of the cluster died again and again: {error}") from error
