"""From stored rows to what metrics want: one repository's Inputs, loaded for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tracker.cursors import NoticesCursor, read_cursor
from tracker.metrics import METRICS, Inputs
from tracker.metrics.base import Columns
from tracker.series.people import PeopleByDay
from tracker.series.stored import Arrays, StoredSeries, dense
from tracker.store.blocks import Block
from tracker.store.store import Store
from tracker.tables import EPOCH, Ints

if TYPE_CHECKING:
    pass

LEDGERS = {
    ("created", False): "issues_new",
    ("closed", False): "issues_closed",
    ("created", True): "pull_requests_new",
    ("merged", True): "pull_requests_merged",
}
ISSUE_SERIES = frozenset(LEDGERS.values())
COUNTED = ISSUE_SERIES | {"releases"}  # by day from ledgers
READ_BY = {name: ("issues", "pulls") if pull else ("issues",) for (_, pull), name in LEDGERS.items()} | {
    "releases": ("releases",)
}  # collectors, any of which may have read them all


@dataclass
class Facts:
    """What was loaded of one repository: Inputs, the sources behind them, and its gaps."""

    inputs: Inputs
    blocks: dict[str, Block] = field(default_factory=dict)
    gaps: list[tuple[str, date, date, str]] = field(default_factory=list)

    def __or__(self, later: Facts) -> Facts:
        """Both together; the inputs loaded later stand beside those loaded before."""
        mine, theirs = self.inputs, later.inputs
        authors = mine.authors if theirs.authors is None else theirs.authors
        both = Inputs(self.stored | later.stored, authors, {**mine.waits, **theirs.waits})
        return Facts(both, {**self.blocks, **later.blocks}, later.gaps)

    @property
    def stored(self) -> StoredSeries:
        """The inputs by day, without what pandas costs."""
        found = self.inputs.stored
        return found if isinstance(found, StoredSeries) else StoredSeries({})


def needs(metrics: Collection[str]) -> set[str]:
    """The names of all inputs that metrics are computed from."""
    return set().union(*(_needs(metric) for metric in metrics))


@cache
def _needs(metric: str) -> frozenset[str]:
    return frozenset((*METRICS[metric].inputs, imported(metric)))


@dataclass(frozen=True, slots=True)
class InputWindow:
    """From which day on inputs are wanted: some from so many days before on, some whole."""

    first: date
    back: Mapping[str, int]
    whole: frozenset[str]

    def since(self, name: str) -> date:
        """The first day wanted of an input that is not wanted whole."""
        return self.first - timedelta(days=1 + self.back.get(name, 0))


def load(
    store: Store,
    ids: dict[int, datetime | None],
    needed: set[str],
    until: date,
    people: PeopleByDay,
    window: InputWindow | None = None,
) -> dict[int, Facts]:
    """Load inputs by their names for repositories {id: created at}, in a few queries."""
    stored: dict[int, dict[str, Arrays]] = {i: {} for i in ids}
    blocks: dict[int, dict[str, Block]] = {i: {} for i in ids}
    for (repository_id, name), block in _blocks(store, ids, needed, until, window).items():
        stored[repository_id][name] = (block.days, block.values)
        blocks[repository_id][name] = block
    if needed & COUNTED:
        _add_ledgers(store, ids, needed, until, stored, window)
    since = window.since if window else lambda _: None
    authors = _authors(people.of(ids, since("authors"))) if "authors" in needed else {}
    waits = _waits(store, ids, since("waits")) if "waits" in needed else {}
    gaps = defaultdict(list)
    for row in store.gaps.of(ids):
        gaps[row.repository_id].append((row.metric, row.start_day, row.end_day, row.reason))
    return {
        i: Facts(Inputs(StoredSeries(stored[i]), authors.get(i), waits.get(i, {})), blocks[i], gaps[i])
        for i in ids
    }


def _blocks(
    store: Store, ids: Collection[int], needed: set[str], until: date, window: InputWindow | None
) -> dict[tuple[int, str], Block]:
    if window is None:
        return store.observations.blocks(ids, needed, end=until)
    found = store.observations.blocks(ids, needed & window.whole, end=until)
    parts: defaultdict[date, set[str]] = defaultdict(set)
    for name in needed - window.whole:
        parts[window.since(name)].add(name)
    for since, names in parts.items():
        found |= store.observations.blocks(ids, names, since, until)
    return found


def imported(metric: str) -> str:
    """The stored series in which values of `metric` from other people's files are kept, apart from ours."""
    return f"import:{metric}"


def coverage(store: Store, ids: Collection[int]) -> dict[tuple[int, str], date]:
    """Up to which day each collector's ledger is complete: {(repository, collector): day}."""
    return readings(store, ids)[0]


def readings(store: Store, ids: Collection[int]) -> tuple[dict[tuple[int, str], date], frozenset[int]]:
    """`coverage`, and the repositories whose README was not read revision by revision but searched."""
    rows = [(row, read_cursor(row.collector, row.position)) for row in store.progress.cursors(ids)]
    complete = [(row, cursor) for row, cursor in rows if cursor and cursor.complete]
    readmes = [(row, cursor) for row, cursor in complete if isinstance(cursor, NoticesCursor)]
    searched = (row.repository_id for row, cursor in readmes if cursor.said is None)
    return {(r.repository_id, r.collector): r.updated_at.date() for r, _ in complete}, frozenset(searched)


def _add_ledgers(
    store: Store,
    ids: dict[int, datetime | None],
    needed: set[str],
    until: date,
    stored: dict[int, dict[str, Arrays]],
    window: InputWindow | None = None,
) -> None:
    since = min(map(window.since, needed & COUNTED)) if window else None
    covered = coverage(store, ids)
    counts: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
    if whats := sorted({what for (what, _), name in LEDGERS.items() if name in needed}):
        for repository_id, pull, what, day, many in store.issues.by_day(ids, whats, since):
            if name := LEDGERS.get((what, bool(pull))):
                counts[(repository_id, name)].append((day, many))
    if "releases" in needed:
        for row in store.releases.of(ids):
            if not row.is_prerelease:
                counts[(row.repository_id, "releases")].append((row.published_at.date().isoformat(), 1))
    for repository_id, created in ids.items():
        for name in needed & COUNTED:
            days_covered = (covered.get((repository_id, source)) for source in READ_BY[name])
            last = max(filter(None, days_covered), default=None)
            if last is None:
                continue  # never completely read: unknown, not zero
            rows = counts[(repository_id, name)]
            first = created.date().isoformat() if created else min((day for day, _ in rows), default=None)
            if first is not None:
                begin = min([first, *(d for d, _ in rows)])
                begin = max(begin, window.since(name).isoformat()) if window else begin
                stored[repository_id][name] = dense(rows, date.fromisoformat(begin), min(last, until))


def _authors(found: Mapping[int, tuple[Ints, Ints]]) -> dict[int, Columns]:
    return {
        i: {"day": (days - EPOCH).astype("datetime64[D]").astype("datetime64[s]"), "author": authors}
        for i, (days, authors) in found.items()
    }


def _waits(store: Store, ids: Collection[int], since: date | None = None) -> dict[int, dict[str, Columns]]:
    """Since a day; all of them where nothing was closed, or answered, since: that is not to say never."""
    found: dict[int, dict[str, Columns]] = {}
    for repository_id, group in groupby(store.issues.waits(ids, since), key=itemgetter(0)):
        rows = list(group)
        closed = [(row[2], row[3]) for row in rows if row[3] is not None and not row[1]]
        answered = [(row[2], row[4]) for row in rows if row[4] is not None]
        if since is None or (closed and answered):
            found[repository_id] = {"closed": _spans(closed), "response": _spans(answered)}
    left = [i for i in ids if i not in found] if since else []
    return found | _waits(store, left) if left else found


def _spans(rows: Sequence[tuple[object, object]]) -> Columns:
    """Start and end as times without zone, UTC; SQLite gives ISO text, PostgreSQL aware times."""
    columns = zip(*rows, strict=True) if rows else ((), ())
    return {name: _times(values) for name, values in zip(("start", "end"), columns, strict=True)}


def _times(values: Sequence[Any]) -> npt.NDArray[np.datetime64]:
    plain = [v if isinstance(v, str) else v.astimezone(UTC).replace(tzinfo=None) for v in values]
    return np.array(plain, dtype="datetime64[us]")
