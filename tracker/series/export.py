"""Series on their way out: chunks for the formats, one series in memory at a time, whatever the size.

Metrics that are stored as they are go straight from SQL blocks into chunks; derived ones are computed
repository by repository, by the same History that pages use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from tracker.asking import PERIODS
from tracker.exports.base import Chunk
from tracker.metrics import METRICS, Inputs
from tracker.series.cache import of_values
from tracker.series.followed import Repository
from tracker.series.history import History
from tracker.series.inputs import ISSUE_SERIES, Facts, imported
from tracker.series.labelling import provenance
from tracker.series.periods import Days
from tracker.series.provenance import Provenance
from tracker.series.query import Query
from tracker.series.series import NO_DAYS, Series
from tracker.store.as_of import as_of
from tracker.store.blocks import Block
from tracker.store.stream import Stream, StreamView

COMPUTED = ISSUE_SERIES | {"releases", "authors", "waits"}
Step = Callable[[int, int], None]
Gaps = Mapping[tuple[int, str], Sequence[tuple[date, date, str]]]


def known_on(history: History, day: date) -> History:
    """The history as it was known at the end of a day: later readings out, later corrections undone."""
    moment = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    store = as_of(history.store.engine, moment)
    return History(store, min(day, history.today), history.catalog)


def chunks(history: History, query: Query, step: Step = lambda done, total: None) -> Iterator[Chunk]:
    """The rows asked for: by metric, repository and day, in the order of the query.

    `step` is told how many series are done, of how many. Raises UnknownMetric, ValueError for `every`.
    """
    history.points(query.metrics, [], history.today)  # an unknown metric is refused before a byte is written
    if query.every not in PERIODS:
        raise ValueError(f"every must be one of {', '.join(PERIODS)}, not {query.every!r}")
    return _chunks(known_on(history, query.as_of) if query.as_of else history, query, step)


def _chunks(history: History, query: Query, step: Step) -> Iterator[Chunk]:
    known = [r for r in query.repositories if r.github_id is not None]
    known = [r for r in known if query.axis != "age" or r.created_at]  # no age without a birthday
    moment = getattr(history.store.observations, "moment", None)
    done, total = 0, len(query.metrics) * len(known)
    gaps = _gaps(history, [r.github_id for r in known if r.github_id is not None])
    with Stream(history.store.database, moment).view() as view:
        for metric in query.metrics:
            for repository in known:
                if chunk := _one(history, view, query, metric, repository, gaps):
                    yield chunk
                done += 1
                step(done, total)


def _gaps(history: History, ids: Sequence[int]) -> Gaps:
    """The declared gaps, by repository and stored series."""
    found: defaultdict[tuple[int, str], list[tuple[date, date, str]]] = defaultdict(list)
    for low in range(0, len(ids), 500):
        for row in history.store.gaps.of(ids[low : low + 500]):
            found[(row.repository_id, row.metric)].append((row.start_day, row.end_day, row.reason))
    return found


def _one(
    history: History, view: StreamView, query: Query, metric: str, repository: Repository, gaps: Gaps
) -> Chunk | None:
    series = _read(history, view, query, metric, repository, gaps)
    return rendered(series, query, repository) if series is not None else None


def _read(
    history: History, view: StreamView, query: Query, metric: str, repository: Repository, gaps: Gaps
) -> Series | None:
    """One whole series: straight from its rows where it is stored as it is, else as the history makes it."""
    assert repository.github_id is not None
    if is_stored(metric) and view.series(repository.github_id, imported(metric), None, None) is None:
        start = (
            query.start if query.every == "day" and not query.at else None
        )  # a period must know all its days
        return _stored(history, view, start, query.end, metric, repository, gaps)
    return _fresh(history).series(metric, repository)


def is_stored(metric: str) -> bool:
    """Whether a metric's values are stored as they are."""
    inputs = METRICS[metric].inputs
    return len(inputs) == 1 and inputs[0] not in COMPUTED


def _fresh(history: History) -> History:
    """A history of the same data that remembers nothing yet: what it loads goes when it is written."""
    return History(history.store, history.today, history.catalog)


def _stored(
    history: History, view: StreamView, start: date | None, end: date | None, metric: str,
    repository: Repository, gaps: Gaps,
) -> Series | None:  # fmt: skip
    assert repository.github_id is not None
    name = METRICS[metric].inputs[0]
    stored = view.series(repository.github_id, name, start, min(end or history.today, history.today))
    if stored is None:
        return None
    values = stored.values.copy()
    declared = gaps.get((repository.github_id, name), ())
    for first, last, _ in declared:
        values[(stored.days >= np.datetime64(first)) & (stored.days <= np.datetime64(last))] = np.nan
    block = Block(stored.days, values, stored.sources.astype(np.int16), view.sources)
    facts = Facts(Inputs({}), {name: block})

    def said(days: Days) -> Provenance:
        return provenance(metric, facts, days, NO_DAYS, history.today, "")

    return of_values(repository, metric, stored.days, values, said, declared)


def rendered(series: Series, query: Query, repository: Repository) -> Chunk | None:
    """What a query asks of one series, as a chunk for the formats; None when nothing of it is known."""
    asked = query.of(series)
    if not len(asked):
        return None
    assert repository.github_id is not None
    said = asked.provenance
    texts = tuple((source, str(quality)) for source, quality in said.pairs)
    return Chunk(
        asked.name, repository.github_id, asked.metric, asked.days, asked.values, texts,
        said.codes if len(texts) > 1 else None, asked.by_age() if query.axis == "age" else None,
    )  # fmt: skip
