"""The rows of a night: of those whose past stands as it was, only the last weeks are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.exports.base import Chunk
from tracker.lake.mark import LakeMark, day_of
from tracker.lake.parts import LakePart
from tracker.lake.steady import steady
from tracker.readmodel.extending import BACK, Recent, unlike
from tracker.series import History, Repository
from tracker.series.export import chunks, is_stored, rendered
from tracker.series.inputs import InputWindow
from tracker.series.query import Query
from tracker.store.versions import RECENT

Metric = Callable[[str], Iterator[Chunk]]


@dataclass(frozen=True)
class Night:
    """What of a slice is read: `whole` of all days, `later` from `start` on; `gone` has no rows any more."""

    whole: Sequence[Repository]
    later: Sequence[Repository]
    gone: frozenset[int]
    start: date

    @property
    def anew(self) -> frozenset[int]:
        """Whose rows of the days before `start` may be other than those in the lake."""
        return self.gone | {r.github_id for r in self.whole if r.github_id is not None}


def night(
    history: History, members: Sequence[Repository], before: LakeMark, now: LakeMark, gone: frozenset[int],
    had: Sequence[LakePart],
) -> Night:  # fmt: skip
    """What a slice needs, by what was known of its members when the lake was last made."""
    changed = unlike(history, members)
    whole, later, start = list[Repository](), list[Repository](), history.today
    for one in members:
        old, new = before.repositories.get(one.github_id or 0), now.repositories[one.github_id or 0]
        if old is None or old[:2] != new[:2] or one.github_id in changed:
            whole.append(one)
            continue
        later.append(one)
        start = min(start, day_of(min(before.day, old[2])) - timedelta(days=RECENT))
    return Night(whole, later, gone, _edge(start, had))


def _edge(start: date, had: Sequence[LakePart]) -> date:
    """The first day of the file in which a day stands, whatever the metric."""
    yearly = any(part.year == start.year and part.month is None for part in had)
    return date(start.year, 1 if yearly else start.month, 1)


def rows(history: History, metrics: Sequence[str], some: Night) -> Metric:
    """A metric's rows of a slice, by repository; those of `later` from the start on."""
    recent = Recent(history, InputWindow(some.start, BACK, frozenset()))
    recent.load([metric for metric in metrics if not is_stored(metric)], some.later)

    def of(metric: str) -> Iterator[Chunk]:
        whole = Query((metric,), tuple(some.whole))
        yield from steady(history, whole, chunks(history, whole))
        later = Query((metric,), tuple(some.later), start=some.start)
        if is_stored(metric):
            yield from chunks(history, later)
            return
        made = (rendered(recent.series(metric, one), later, one) for one in some.later)
        yield from steady(history, later, (chunk for chunk in made if chunk is not None))

    return of
