"""What leaves is what the pages show; as of a day it is what was known then."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.conftest import Store
from tests.dashboards import sample
from tests.tracker.store.makers import NOW, TODAY, day, facts, known, seen
from tracker.catalog import parse
from tracker.exports.base import Chunk
from tracker.metrics import METRICS
from tracker.records import Gap, Observation, Quality
from tracker.series import History, UnknownMetric
from tracker.series.export import chunks, is_stored, known_on, rendered
from tracker.series.query import Query
from tracker.series.wide import table
from tracker.store.session import connect, sqlite_url, upgrade

FEW = tuple(life for life in sample.LIVES if life.owner in ("Theano", "microsoft", "pytorch", "evil"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path_factory.mktemp("world") / "world.db"))
    upgrade(engine)
    sample.fill(engine, FEW)
    yield engine
    engine.dispose()


def history_of(store: Store, today: date = TODAY) -> History:
    return History(store, today, parse(""))


def all_of(history: History, *metrics: str, **more: object) -> list[Chunk]:
    return list(chunks(history, Query(metrics, tuple(history.tracked()), **more)))  # type: ignore[arg-type]


def followed(store: Store, *ids: int) -> Store:
    known(store, *ids)
    for number in ids or (1,):
        store.watches.add(f"owner{number}/name{number}", None, "test", NOW)
    return store


def test_every_stored_metric_is_stored_as_it_is() -> None:
    from tracker.metrics.base import Inputs

    series = sample_series()
    for metric in METRICS.values():
        if is_stored(metric.name):
            assert metric.compute(Inputs({metric.inputs[0]: series})).equals(series), metric.name
    assert {m for m in METRICS if is_stored(m)} == {
        "star_arrivals", "forks", "watchers", "commits", "commits_substantive", "open_issues",
        "open_pull_requests", "conda_downloads", "pypi_downloads",
    }  # fmt: skip


def sample_series() -> object:
    import pandas as pd

    return pd.Series([1.0, 2.0], index=pd.date_range("2026-01-01", periods=2))


@pytest.mark.slow
def test_the_straight_road_and_the_pages_road_lead_to_the_same_rows(world: Engine) -> None:
    history = sample.history(world)
    seen_rows = 0
    for metric in filter(is_stored, METRICS):
        for chunk in all_of(history, metric):
            query = Query((metric,), ())
            found = history.find(chunk.repository)
            other = rendered(history.series(metric, found), query, found)
            assert other is not None
            assert chunk.days.tolist() == other.days.tolist()
            assert chunk.values.tolist() == other.values.tolist()
            assert words(chunk) == words(other)
            seen_rows += len(chunk)
    assert seen_rows > 20_000


def words(chunk: Chunk) -> list[tuple[str, str]]:
    codes = np.zeros(len(chunk), dtype=int) if chunk.codes is None else chunk.codes
    return [chunk.words[code] for code in codes]


@pytest.mark.parametrize("metric", ["stars", "unstars", "issues_new", "time_to_close"])
def test_rows_are_the_known_values_of_the_frame_with_their_labels(world: Engine, metric: str) -> None:
    history = sample.history(world)
    for chunk in all_of(history, metric, start=date(2015, 1, 1), end=date(2026, 6, 30)):
        tracked = [history.find(chunk.repository)]
        frame = history.frame(metric, tracked, date(2015, 1, 1))[chunk.repository].dropna()
        assert chunk.values.tolist() == frame.tolist()
        labels = history.labels(metric, tracked, date(2015, 1, 1))[chunk.repository]
        assert [quality for _, quality in words(chunk)] == labels[frame.index].tolist()


@pytest.mark.slow
@pytest.mark.parametrize("every", ["week", "month", "quarter"])
def test_periods_are_those_of_the_pages(world: Engine, every: str) -> None:
    history = sample.history(world)
    compared = 0
    for metric in METRICS:
        for start, end in ((None, None), (date(2018, 3, 7), date(2018, 8, 22)), (date(2026, 6, 1), None)):
            found = all_of(history, metric, every=every, start=start, end=end)
            frame = history.frame(metric, history.tracked(), start, end, every)
            for chunk in found:
                alone = history.frame(metric, [history.find(chunk.repository)], start, end, every)
                wanted = alone[chunk.repository].dropna()
                assert chunk.days.tolist() == [day.date() for day in wanted.index]
                assert chunk.values.tolist() == pytest.approx(wanted.tolist())
                compared += len(chunk)
            assert {c.repository for c in found} >= set(frame.columns[frame.notna().any()]) - {"evil"}
    assert compared > 1_000


def test_sparse_series_and_changing_sources_leave_as_they_are(store: Store) -> None:
    followed(store)
    store.observations.save([seen(n, n) for n in range(3, 10) if n != 6], NOW)
    store.observations.save([seen(n, n, metric="fork_count", source="github") for n in range(5, 9)], NOW)
    store.observations.save([seen(1, 7, metric="fork_count", source="import:x")], NOW)
    (chunk,) = all_of(history_of(store), "star_arrivals")
    assert chunk.values.tolist() == [9, 8, 7, 5, 4, 3]
    (chunk,) = all_of(history_of(store), "forks")
    assert chunk.values.tolist() == [8, 1, 6, 5]
    assert [source for source, _ in words(chunk)] == ["github", "import:x", "github", "github"]


def test_declared_gaps_do_not_leave(store: Store) -> None:
    followed(store)
    store.observations.save([seen(n, n) for n in range(2, 9)], NOW)
    store.gaps.save(1, Gap("star_arrivals", day(6), day(4), "an outage"))
    (chunk,) = all_of(history_of(store), "star_arrivals")
    assert chunk.values.tolist() == [8, 7, 3, 2]


def test_the_last_two_days_of_a_history_are_provisional(store: Store) -> None:
    followed(store)
    store.observations.save([seen(1, n) for n in range(4)], NOW)
    (chunk,) = all_of(history_of(store), "star_arrivals")
    assert [q for _, q in words(chunk)] == ["retained", "retained", "provisional", "provisional"]


def test_as_of_a_day_later_changes_are_undone_and_later_readings_unknown(store: Store) -> None:
    followed(store)
    times = [NOW - timedelta(days=n) for n in (100, 50, 10)]
    store.observations.save([seen(10, 200), seen(20, 199)], times[0])
    store.observations.save([seen(9, 200), seen(30, 198)], times[1])
    store.observations.save([seen(7, 200)], times[2])
    history = history_of(store)

    def as_of(ago: int) -> dict[date, float]:
        found = all_of(history, "star_arrivals", as_of=day(ago))
        return {} if not found else dict(zip(found[0].days.tolist(), found[0].values.tolist(), strict=True))

    assert as_of(101) == {}
    assert as_of(100) == {day(200): 10, day(199): 20}
    assert as_of(51) == {day(200): 10, day(199): 20}
    assert as_of(50) == {day(200): 9, day(199): 20, day(198): 30}
    assert as_of(11) == {day(200): 9, day(199): 20, day(198): 30}
    assert as_of(0) == {day(200): 7, day(199): 20, day(198): 30}


def test_computed_metrics_as_of_a_day_know_no_more_than_stored_ones(store: Store) -> None:
    followed(store)
    store.observations.save([seen(5, n, metric="star_count") for n in (60, 59)], NOW - timedelta(days=59))
    store.observations.save([seen(99, 60, metric="star_count")], NOW - timedelta(days=5))
    history = history_of(store)
    assert history.point("stars", history.tracked()[0], day(60)).value == 99
    past = known_on(history, day(30))
    assert past.point("stars", past.tracked()[0], day(60)).value == 5
    (chunk,) = all_of(history, "stars", as_of=day(30))
    assert chunk.values.tolist() == [5, 5]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(3, 30), st.integers(0, 50), st.integers(0, 20)),
        min_size=1,
        max_size=25,
        unique=True,
    )
)
def test_an_export_as_of_a_day_is_the_export_that_was_made_on_that_day(
    writes: list[tuple[int, int, int]],
) -> None:
    """Play any writes, keep what each day's export says, and ask for all of them again in the end."""
    store = fresh()
    then: dict[int, list[float]] = {}
    for ago in range(20, -1, -1):  # days before NOW on which something is written
        at = NOW - timedelta(days=ago)
        store.observations.save([seen(value, days + 30) for days, value, when in writes if when == ago], at)
        then[ago] = [v for c in all_of(history_of(store, at.date()), "star_arrivals") for v in c.values]
    history = history_of(store)
    for ago, wanted in then.items():
        got = [v for c in all_of(history, "star_arrivals", as_of=day(ago)) for v in c.values]
        assert got == wanted, ago


MODEL: list[Path] = []


@pytest.fixture(autouse=True)
def _model(migrated_file: Path) -> None:
    MODEL[:] = [migrated_file]


def fresh() -> Store:
    import tempfile

    place = Path(tempfile.mkdtemp(dir=MODEL[0].parent)) / "x.db"
    shutil.copy(MODEL[0], place)
    return followed(Store(connect(sqlite_url(place))))


def test_at_a_day_a_series_has_one_value_with_its_own_day(store: Store) -> None:
    followed(store, 1, 2)
    store.observations.save([seen(5, 9), seen(6, 4)], NOW)
    (chunk,) = all_of(history_of(store), "star_arrivals", at=day(7))
    assert (chunk.repository, chunk.values.tolist(), chunk.days.tolist()) == ("owner1/name1", [5], [day(9)])


def test_a_period_is_as_weak_as_its_weakest_day(store: Store) -> None:
    followed(store)
    store.observations.save([seen(1, n) for n in range(40)], NOW)
    found = all_of(history_of(store), "star_arrivals", every="month")[0]
    assert [q for _, q in words(found)][-1] == Quality.PROVISIONAL
    assert next(q for _, q in words(found)) == Quality.RETAINED


def test_ages_count_from_the_day_of_creation_and_need_one(store: Store) -> None:
    followed(store, 1, 2)
    born = datetime.combine(day(5), datetime.min.time(), tzinfo=UTC)
    store.repositories.save(facts(1, "owner1/name1", created_at=born), NOW, "github")
    store.observations.save([seen(5, 6), seen(6, 4), seen(7, 4, repo=2)], NOW)
    (chunk,) = all_of(history_of(store), "star_arrivals", axis="age")
    assert chunk.repository == "owner1/name1"
    assert chunk.ages is not None
    assert chunk.ages.tolist() == [-1, 1]


def test_unknown_words_are_refused_before_anything_is_read(store: Store) -> None:
    history = history_of(followed(store))
    with pytest.raises(UnknownMetric, match="starz"):
        chunks(history, Query(("starz",), ()))
    with pytest.raises(ValueError, match="decade"):
        chunks(history, Query(("stars",), (), every="decade"))


def test_progress_counts_every_series(store: Store) -> None:
    history = history_of(followed(store, 1, 2))
    steps: list[tuple[int, int]] = []
    list(
        chunks(history, Query(("forks", "stars"), tuple(history.tracked())), lambda *step: steps.append(step))
    )
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(1, 3), st.sampled_from(["forks", "watchers"])),
        st.dictionaries(st.integers(0, 400), st.integers(0, 9), max_size=6),
        max_size=6,
    ),
    st.integers(1, 40),
)
def test_a_wide_table_holds_the_same_cells_as_the_long_one(
    cells: dict[tuple[int, str], dict[int, int]], room: int
) -> None:
    from tracker.series import wide as module

    first = np.datetime64("2020-01-01", "D")
    long = [
        Chunk(
            f"o/r{number}", number, metric, np.array([first + d for d in sorted(values)], "datetime64[D]"),
            np.array([float(values[d]) for d in sorted(values)]), (("x", "exact"),),
        )
        for (number, metric), values in cells.items()
    ]  # fmt: skip
    columns = [(f"o/r{n} {m}", n, m) for m in ("forks", "watchers") for n in (1, 2, 3)]
    before, module.CELLS = module.CELLS, room
    try:
        with module.wide(iter(long), columns, "calendar") as found:
            rows = dict(found.rows())
    finally:
        module.CELLS = before
    wanted = {
        (date(2020, 1, 1) + timedelta(days=d), columns.index((f"o/r{n} {m}", n, m))): float(value)
        for (n, m), values in cells.items()
        for d, value in values.items()
    }
    got = {(i, c): v for i, values in rows.items() for c, v in enumerate(values) if v is not None}
    assert got == wanted
    assert list(rows) == sorted({day for day, _ in wanted})


def test_a_wide_table_of_nothing_has_no_row(store: Store) -> None:
    history = history_of(followed(store))
    query = Query(("stars",), tuple(history.tracked()))
    with table(chunks(history, query), query) as wide:
        assert list(wide.rows()) == []
        assert wide.columns == ("owner1/name1",)


def test_own_readings_stand_and_imports_fill_what_is_unknown(store: Store) -> None:
    followed(store)
    store.observations.save([seen(5, 3, metric="fork_count", source="github")], NOW)
    theirs = [Observation(1, "import:forks", day(n), 4.0, "import:them") for n in (3, 2)]
    store.observations.save(theirs, NOW)
    history = history_of(store)
    (chunk,) = all_of(history, "forks")
    assert chunk.values.tolist() == [5, 4]
    assert words(chunk) == [("github", "exact"), ("import:them", "imported")]
    assert history.point("forks", history.tracked()[0], day(0)).source == "import:them"
    assert history.own("forks", history.tracked()[0]).tolist() == [5]
