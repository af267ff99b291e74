"""Running the collectors: counters for all first, then each repository's, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import datetime
from functools import partial
from threading import Event, Lock

from tracker.collectors import COLLECTORS, counters, glance
from tracker.collectors.base import Context, Member, Target, Together
from tracker.collectors.edge import listening
from tracker.collectors.plan import COUNTERS, PUT_OFF, CollectorStanding, PlannedTurn, Step, pack, turns
from tracker.collectors.quota import next_window, put_off, room
from tracker.collectors.summary import Miss, RunProgress, RunSummary
from tracker.github.protocol import RateLimited

WORKERS = 4
__all__ = ["Miss", "RunProgress", "RunSummary", "collect"]


def collect(
    context: Context,
    targets: Sequence[Target],
    *,
    only: Collection[str] = (),
    standings: Mapping[int, CollectorStanding] | None = None,
    on_progress: Callable[[RunProgress], None] | None = None,
) -> RunSummary:
    """Collect everything about `targets` (or only the named collectors), in the order of the plan.

    One repository's failure is a Miss and stops nobody else. What does not fit the quota is a Miss as well,
    and `limited_until` says when to go on; so does a limit met on the way, with every position kept.
    Raises BadToken and Offline as soon as nothing more can be asked, and Unreachable when the counters
    cannot be read at all; what was written until then stays.
    """
    able = [m for m in COLLECTORS if m.wanted(context)]
    chosen = [m for m in COLLECTORS if m.name in only] if only else able
    run = _Run(context, chosen, standings or {}, on_progress)
    context.positions.begin({i: standing.positions for i, standing in run.standings.items()})
    try:
        run.each(run.read(targets))
    except RateLimited as limit:
        run.limited(limit.until)
    finally:
        context.observations += context.positions.flush()
    return run.finish(len(targets))


class _Run:
    """One run's bookkeeping, shared by its workers."""

    def __init__(
        self,
        context: Context,
        chosen: Sequence[Member],
        standings: Mapping[int, CollectorStanding],
        on_progress: Callable[[RunProgress], None] | None,
    ) -> None:
        self.context, self.standings, self.on_progress = listening(context), standings, on_progress
        self.members = {member.name: member for member in chosen}
        self.summary = RunSummary()
        self.done = self.total = 0
        self.waiting: dict[tuple[str, str], Target] = {}  # asked for and not done: (collector, name)
        self.lock = Lock()
        self.stop = Event()

    def read(self, targets: Sequence[Target]) -> list[Target]:
        """The counters of all, or of as many as the quota has room for."""
        asked = self._turns(targets, counters=True)
        packed = pack(asked, room(self.context.client, asked))
        due = [turn.target for turn, step in packed.now if step.collector == COUNTERS]
        self._put_off([(t, s) for t, s in packed.later if s.collector == COUNTERS])
        self.total = len(due) * (1 + len(self.members))
        self.waiting = {(COUNTERS, target.full_name): target for target in due}
        read, absent = counters.collect(self.context, due, lambda target: self.step(COUNTERS, target))
        for target, reason in absent:
            self.missed(COUNTERS, target, reason)
            self.waiting.pop((COUNTERS, target.full_name), None)
        return read

    def each(self, read: Sequence[Target]) -> None:
        """Every chosen collector of every target that was read, as far as they fit.

        What was put off for a guess is packed again when others turned out cheaper; a step too large for
        what is left is begun when nothing else fits.
        """
        asked = self._turns(read, counters=False)
        self.waiting |= {(s.collector, t.target.full_name): t.target for t in asked for s in t.steps}
        while asked:
            packed = pack(asked, room(self.context.client, asked))
            steps = packed.now or ([packed.begun[:2]] if packed.begun else [])
            if not steps:
                break
            self._all(steps)
            asked = [left for turn in asked if (left := self._left(turn)).steps]
        self._put_off([(turn, step) for turn in asked for step in turn.steps])

    def _left(self, turn: PlannedTurn) -> PlannedTurn:
        name = turn.target.full_name
        return turn.without([s for s in turn.steps if (s.collector, name) not in self.waiting])

    def _turns(self, targets: Sequence[Target], *, counters: bool) -> list[PlannedTurn]:
        c = self.context
        return turns(
            targets, self.standings, c.today, chosen=tuple(self.members), counters=counters,
            authorised=c.client.authorised, full=c.full,
        )  # fmt: skip

    def _all(self, steps: Sequence[tuple[PlannedTurn, Step]]) -> None:
        """Steps by repository, a few at a time. The first error that concerns all ends the run."""
        work: dict[str, tuple[Target, list[Member]]] = {}
        for turn, step in steps:
            member = self.members[step.collector]
            if member.together is None:
                work.setdefault(turn.target.full_name, (turn.target, []))[1].append(member)
        glance.look(self.context, *_glanced(steps))
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="collect") as pool:
            waiting = {pool.submit(self._stopping, t, members) for t, members in work.values()}
            try:
                while waiting:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        future.result()
            except BaseException:
                self.stop.set()  # Ctrl-C is raised here, not in a worker
                for future in waiting:
                    future.cancel()
                raise
        self._together(steps)

    def _together(self, steps: Sequence[tuple[PlannedTurn, Step]]) -> None:
        """The collectors whose requests many repositories share, after all others."""
        for member in self.members.values():
            targets = [turn.target for turn, step in steps if step.collector == member.name]
            if member.together is not None and targets:
                self._shared(member.name, member.together, targets)

    def _shared(self, name: str, together: Together, targets: Sequence[Target]) -> None:
        """One collector's shared requests; what ends them unforeseen is told of those that still wait."""

        def failed(reason: str) -> None:
            for target in targets:
                if (name, target.full_name) in self.waiting:
                    self._told(name, target, reason)

        with self.context.alone(failed):
            together(self.context, targets, partial(self._told, name))

    def _told(self, collector: str, target: Target, reason: str | None) -> None:
        if reason is not None:
            self.missed(collector, target, reason)
        self.step(collector, target)

    def _put_off(self, later: Sequence[tuple[PlannedTurn, Step]]) -> None:
        """What does not fit waits for the next run, which begins with it."""
        for turn, step in later:
            self.missed(step.collector, turn.target, put_off(step.cost))
        if later:
            until = next_window(self.context.client)
            self.summary.limited_until = max(filter(None, (self.summary.limited_until, until)), default=None)

    def limited(self, until: datetime) -> None:
        """The quota ended before the plan did: others spend of it as well."""
        self.summary.limited_until = until
        for (collector, _), target in self.waiting.items():
            self.missed(collector, target, f"{PUT_OFF}: the rate limit ended this one; its position is kept")

    def _stopping(self, target: Target, chosen: Sequence[Member]) -> None:
        """One repository; what concerns all stops the others at once, whoever looks at results."""
        try:
            self._one(target, chosen)
        except BaseException:
            self.stop.set()
            raise

    def _one(self, target: Target, chosen: Sequence[Member]) -> None:
        for member in chosen:
            if self.stop.is_set():
                return
            with self.context.alone(partial(self.missed, member.name, target)):
                written = member.collect(self.context, target)
                with self.lock:
                    self.context.observations += written
            self.step(member.name, target)

    def step(self, collector: str, target: Target) -> None:
        with self.lock:
            self.waiting.pop((collector, target.full_name), None)
            self.done += 1
            self.summary.steps[collector] = self.summary.steps.get(collector, 0) + 1
            done = self.done
        if self.on_progress:
            spent = self.context.client.budget.spent
            each = self.total // (1 + len(self.members))
            told = RunProgress(collector, target.full_name, done, self.total, spent.requests, each)
            self.on_progress(told)

    def missed(self, collector: str, target: Target, reason: str) -> None:
        with self.lock:
            self.summary.misses.append(Miss(collector, reason, target.github_id, target.full_name))

    def finish(self, repositories: int) -> RunSummary:
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


def _glanced(steps: Sequence[tuple[PlannedTurn, Step]]) -> tuple[list[Target], set[str]]:
    """Whose steps a shared query may spare, each once, and which collectors are to run."""
    targets = {turn.target.full_name: turn.target for turn, _ in steps}
    return list(targets.values()), {step.collector for _, step in steps}
