"""Series on their way out: chunks for the formats, one series in memory at a time, whatever the size.

Metrics that are stored as they are go straight from SQL blocks into chunks; derived ones are computed
repository by repository, by the same History that pages use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.exports.base import Chunk
from tracker.metrics import METRICS, Inputs
from tracker.records import Quality
from tracker.series.frames import PERIODS
from tracker.series.history import History
from tracker.series.inputs import ISSUE_SERIES, Facts, imported
from tracker.series.periods import resample, words_of
from tracker.series.query import Query
from tracker.series.tracked import Tracked
from tracker.series.words import words
from tracker.store.as_of import AsOfReader
from tracker.store.reader import Block
from tracker.store.stream import Stream, View

COMPUTED = ISSUE_SERIES | {"releases", "authors", "waits"}
Step = Callable[[int, int], None]
Gaps = Mapping[tuple[int, str], Sequence[tuple[date, date]]]
Words = tuple[npt.NDArray[np.intp], list[tuple[str, Quality]]]


def known_on(history: History, day: date) -> History:
    """The history as it was known at the end of a day: later readings out, later corrections undone."""
    moment = datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
    reader = AsOfReader(history.reader.engine, moment)
    return History(reader, min(day, history.today), history.catalog)


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
    moment = getattr(history.reader, "moment", None)
    done, total = 0, len(query.metrics) * len(known)
    gaps = _gaps(history, [r.github_id for r in known if r.github_id is not None])
    with Stream(history.reader.engine, moment).view() as view:
        for metric in query.metrics:
            for repository in known:
                if chunk := _one(history, view, query, metric, repository, gaps):
                    yield _aged(chunk, repository) if query.axis == "age" else chunk
                done += 1
                step(done, total)


def _gaps(history: History, ids: Sequence[int]) -> Gaps:
    """The declared gaps, by repository and stored series."""
    found: defaultdict[tuple[int, str], list[tuple[date, date]]] = defaultdict(list)
    for low in range(0, len(ids), 500):
        for row in history.reader.gaps(ids[low : low + 500]):
            found[(row.repository_id, row.metric)].append((row.start_day, row.end_day))
    return found


def _one(
    history: History, view: View, query: Query, metric: str, repository: Tracked, gaps: Gaps
) -> Chunk | None:
    if query.at:
        return _at(_fresh(history), query.at, metric, repository)
    if is_stored(metric):
        assert repository.github_id is not None
        if view.series(repository.github_id, imported(metric), None, None) is None:
            return _stored(history, view, query, metric, repository, gaps)
    return computed(_fresh(history), query, metric, repository)


def is_stored(metric: str) -> bool:
    """Whether a metric's values are stored as they are."""
    inputs = METRICS[metric].inputs
    return len(inputs) == 1 and inputs[0] not in COMPUTED


def _fresh(history: History) -> History:
    """A history of the same data that remembers nothing yet: what it loads goes when it is written."""
    return History(history.reader, history.today, history.catalog)


def _stored(
    history: History, view: View, query: Query, metric: str, repository: Tracked, gaps: Gaps
) -> Chunk | None:
    assert repository.github_id is not None
    name = METRICS[metric].inputs[0]
    start = query.start if query.every == "day" else None  # a period must know what lies before its days
    stored = view.series(repository.github_id, name, start, min(query.end or history.today, history.today))
    if stored is None:
        return None
    values, nothing = stored.values.copy(), np.array([], dtype="datetime64[D]")
    for first, last in gaps.get((repository.github_id, name), ()):
        values[(stored.days >= np.datetime64(first)) & (stored.days <= np.datetime64(last))] = np.nan
    block = Block(stored.days, values, stored.sources.astype(np.int16), view.sources)
    facts = Facts(Inputs({}), {name: block})

    def said(days: npt.NDArray[np.datetime64]) -> Words:
        return words(metric, facts, days, nothing, history.today, "")

    return _shaped(history, query, metric, repository, stored.days, values, said)


def computed(history: History, query: Query, metric: str, repository: Tracked) -> Chunk | None:
    """One series as pages show it, from what the history has loaded; None when nothing of it is known."""
    series = history.series(metric, repository)
    if not len(series):
        return None
    days = series.index.to_numpy().astype("datetime64[D]")
    said = partial(history.words, metric, repository)
    return _shaped(history, query, metric, repository, days, series.to_numpy(), said)


def _shaped(
    history: History, query: Query, metric: str, repository: Tracked, days: npt.NDArray[np.datetime64],
    values: npt.NDArray[np.float64], said: Callable[[npt.NDArray[np.datetime64]], Words],
) -> Chunk | None:  # fmt: skip
    """The known values within the days asked for, by period if so asked."""
    first = max(days[0].item(), query.start or days[0].item())
    last = min(days[-1].item(), query.end or history.today)
    here = ~np.isnan(values) & (days >= np.datetime64(first)) & (days <= np.datetime64(last))
    days, values = days[here], values[here]
    if not len(days):
        return None
    codes, pairs = said(days)
    if query.every != "day":
        kind = METRICS[metric].kind
        days, values, lows, highs = resample(days, values, kind, query.every, (first, last))
        codes, pairs = words_of(codes, pairs, lows, highs)
    return _chunk(repository, metric, days, values, (codes, pairs))


def _at(history: History, day: date, metric: str, repository: Tracked) -> Chunk | None:
    point = history.point(metric, repository, day)
    if point.value is None:
        return None
    pair = (point.source or "", point.quality)
    days = np.array([point.day], dtype="datetime64[D]")
    return _chunk(repository, metric, days, np.array([point.value]), (np.zeros(1, dtype=np.intp), [pair]))


def _chunk(
    repository: Tracked, metric: str, days: npt.NDArray[np.datetime64], values: Any, said: Words
) -> Chunk | None:
    if not len(days):
        return None
    assert repository.github_id is not None
    codes, pairs = said
    texts = tuple((source, str(quality)) for source, quality in pairs)
    return Chunk(
        repository.full_name, repository.github_id, metric, days, values, texts,
        codes if len(texts) > 1 else None,
    )  # fmt: skip


def _aged(chunk: Chunk, repository: Tracked) -> Chunk:
    assert repository.created_at is not None
    born = np.datetime64(repository.created_at.date())
    return Chunk(
        chunk.repository, chunk.github_id, chunk.metric, chunk.days, chunk.values, chunk.words, chunk.codes,
        (chunk.days - born).astype(np.int64),
    )  # fmt: skip
