"""Running the collectors: counters for all first, then each repository's, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Lock

from tracker.collectors import COLLECTORS, counters
from tracker.collectors.base import Context, Member, Missed, Target
from tracker.github.protocol import BadToken, GitHubError, Offline, RateLimited

WORKERS = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: what was just done, how many of how many steps, and requests spent so far."""

    collector: str
    repository: str
    done: int
    total: int
    requests: int


@dataclass(frozen=True, slots=True)
class Miss:
    """What could not be collected, of which repository, and why."""

    collector: str
    reason: str
    repository_id: int | None
    full_name: str


@dataclass
class Summary:
    """What a run asked, wrote and missed. `limited_until` is set when the rate limit ended it."""

    repositories: int = 0
    requests: int = 0
    not_modified: int = 0
    points: int = 0
    bytes: int = 0
    observations: int = 0
    misses: list[Miss] = field(default_factory=list)
    limited_until: datetime | None = None
    steps: dict[str, int] = field(default_factory=dict)


def collect(
    context: Context,
    targets: Sequence[Target],
    *,
    only: Collection[str] = (),
    on_progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Collect everything about `targets` (or only the named collectors).

    One repository's failure is a Miss and stops nobody else. A rate limit ends the run with every
    position kept. Raises BadToken and Offline as soon as nothing more can be asked, and Unreachable when the
    counters cannot be read at all; what was written until then stays.
    """
    chosen = [m for m in COLLECTORS if not only or m.name in only]
    run = _Run(context, len(targets) * (1 + len(chosen)), on_progress)
    try:
        read, absent = counters.collect(context, targets)
        for target, reason in absent:
            run.missed("counters", target, reason)
        for target in read:
            run.step("counters", target)
        run.each(read, chosen)
    except RateLimited as limit:
        run.summary.limited_until = limit.until
    return run.finish(len(targets))


class _Run:
    """One run's bookkeeping, shared by its workers."""

    def __init__(self, context: Context, total: int, on_progress: Callable[[Progress], None] | None) -> None:
        self.context, self.total, self.on_progress = context, total, on_progress
        self.summary = Summary()
        self.done = 0
        self.lock = Lock()
        self.stop = Event()

    def each(self, targets: Sequence[Target], chosen: Sequence[Member]) -> None:
        """Every chosen collector of every target. The first error that concerns all ends the run."""
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="collect") as pool:
            waiting: set[Future[None]] = {pool.submit(self._one, t, chosen) for t in targets}
            try:
                while waiting:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        future.result()
            except BaseException:
                self.stop.set()
                for future in waiting:
                    future.cancel()
                raise

    def _one(self, target: Target, chosen: Sequence[Member]) -> None:
        for member in chosen:
            if self.stop.is_set():
                return
            try:
                written = member.collect(self.context, target)
            except Missed as reason:
                self.missed(member.name, target, str(reason))
            except (BadToken, Offline, RateLimited):
                raise  # there is no sense in asking for the others
            except GitHubError as error:
                self.missed(member.name, target, str(error))
            else:
                with self.lock:
                    self.context.observations += written
            self.step(member.name, target)

    def step(self, collector: str, target: Target) -> None:
        with self.lock:
            self.done += 1
            self.summary.steps[collector] = self.summary.steps.get(collector, 0) + 1
            done = self.done
        if self.on_progress:
            spent = self.context.client.budget.spent
            self.on_progress(Progress(collector, target.full_name, done, self.total, spent.requests))

    def missed(self, collector: str, target: Target, reason: str) -> None:
        with self.lock:
            self.summary.misses.append(Miss(collector, reason, target.github_id, target.full_name))

    def finish(self, repositories: int) -> Summary:
        spent = self.context.client.budget.spent
        s = self.summary
        s.repositories, s.observations = repositories, self.context.observations
        s.requests, s.not_modified, s.points, s.bytes = (
            spent.requests,
            spent.not_modified,
            spent.points,
            spent.bytes,
        )
        return s
