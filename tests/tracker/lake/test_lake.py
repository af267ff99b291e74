"""The lake: what DuckDB and Polars read in it is what the store says, and a night writes what changed."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from tests.conftest import Store
from tracker.exports.base import Chunk
from tracker.lake import parquet
from tracker.lake.parts import slices_for
from tracker.lake.write import LakeRefused, update
from tracker.metrics import METRICS
from tracker.records import Counters, Observation, RepositoryFacts
from tracker.series import History
from tracker.series.export import chunks
from tracker.series.query import Query
from tracker.store.session import connect, sqlite_url

pytestmark = pytest.mark.slow

TODAY = date(2026, 6, 30)
Cells = list[tuple[Any, ...]]


def night(store: Store, today: date, stars: int = 40) -> History:
    """What a night reads: counters of three repositories, and their new stars."""
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    for number in (1, 2, 1003):
        facts = RepositoryFacts(
            number, f"R_{number}", "owner", f"name{number}",
            created_at=datetime(2024, 3, 1, tzinfo=UTC), counters=Counters(stars=stars, forks=number),
        )  # fmt: skip
        store.watches.add(facts.full_name, None, "test", now)
        store.repositories.save(facts, now, "github")
    return History(store, today)


@pytest.fixture
def store(migrated_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A store on SQLite: a lake asks nothing of a database that exports do not."""
    shutil.copy(migrated_file, tmp_path / "tracker.db")
    engine = connect(sqlite_url(tmp_path / "tracker.db"))
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def history(store: Store) -> History:
    """Three repositories with two years of stars."""
    found = night(store, TODAY)
    days = [date(2024, 3, 1) + timedelta(days=n) for n in range(840)]
    store.observations.save(
        [Observation(r, "star_arrivals", d, r % 7, "github-history") for r in (1, 2, 1003) for d in days],
        datetime(2026, 6, 30, 12, tzinfo=UTC),
    )
    return found


def in_store(history: History, metrics: list[str] | None = None) -> Cells:
    """What `tracker export` writes, row by row; stars where they were read."""
    read = history.store.observations.blocks([1, 2, 1003], ["star_count"])
    found: Cells = []
    for c in chunks(history, Query(tuple(metrics or METRICS), tuple(history.tracked()))):
        codes = [0] * len(c) if c.codes is None else c.codes.tolist()
        for day, value, code in zip(c.days.tolist(), c.values.tolist(), codes, strict=True):
            if c.metric == "stars" and np.datetime64(day) not in read[(c.github_id, "star_count")].days:
                continue
            found.append((c.repository, c.github_id, c.metric, day, value, *c.words[code]))
    return sorted(found)


# A night that is killed when it has put so many files in their places.
KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from tracker.lake.write import update
from tracker.metrics import METRICS
from tracker.series import History
from tracker.store.session import connect
from tracker.store.store import Store

left, real = iter(range(int(sys.argv[4]))), os.replace
def replace(*names):
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
    real(*names)
os.replace = replace
history = History(Store(connect(sys.argv[1])), date.fromisoformat(sys.argv[3]))
update(history, Path(sys.argv[2]), list(METRICS), "folder")
"""

COLUMNS = "repository, github_id, metric, day, value, source, quality"


def by_duckdb(root: Path) -> Cells:
    found = duckdb.sql(f"SELECT {COLUMNS}, year FROM read_parquet('{root}/**/*.parquet')").fetchall()
    assert all(row[3].year == row[7] for row in found)
    return sorted(row[:7] for row in found)


def by_polars(root: Path) -> Cells:
    frame = pl.scan_parquet(root, hive_partitioning=True).select(COLUMNS.split(", ")).collect()
    return sorted(frame.rows())


def files(root: Path) -> dict[str, int]:
    """Every file of a lake with its inode: a new one is another file under the same name."""
    return {p.relative_to(root).as_posix(): p.stat().st_ino for p in root.rglob("*.parquet")}


class TestFolder:
    """Plain Parquet in Hive's folders."""

    def test_duckdb_and_polars_read_what_an_export_writes(self, history: History, tmp_path: Path) -> None:
        done = update(history, tmp_path / "lake", list(METRICS), "folder")
        expected = in_store(history)
        assert len(expected) == done.rows > 2500
        assert by_duckdb(tmp_path / "lake") == expected
        assert by_polars(tmp_path / "lake") == expected

    def test_a_night_writes_the_running_month_and_no_other_file(
        self, history: History, store: Store, tmp_path: Path
    ) -> None:
        root = tmp_path / "lake"
        update(history, root, list(METRICS), "folder")
        before = files(root)
        tomorrow = night(store, TODAY + timedelta(days=1), 41)
        done = update(tomorrow, root, list(METRICS), "folder")
        changed = {name for name, inode in files(root).items() if before.get(name) != inode}
        assert by_duckdb(root) == in_store(tomorrow)
        assert done.written == len(changed) > 0
        assert all("/year=2026/" in name and "-m07" in name for name in changed)

    def test_the_same_night_again_writes_nothing(self, history: History, tmp_path: Path) -> None:
        update(history, tmp_path / "lake", list(METRICS), "folder")
        again = update(history, tmp_path / "lake", list(METRICS), "folder")
        assert (again.written, again.removed) == (0, 0)

    def test_a_corrected_day_of_a_past_year_writes_that_years_files_alone(
        self, history: History, store: Store, tmp_path: Path
    ) -> None:
        root = tmp_path / "lake"
        update(history, root, ["star_arrivals"], "folder")
        before = files(root)
        store.observations.save(
            [Observation(2, "star_arrivals", date(2025, 2, 3), 5000, "github-history")],
            datetime(2026, 6, 30, 13, tzinfo=UTC),
        )
        now = History(store, TODAY)
        update(now, root, ["star_arrivals"], "folder")
        changed = {name for name, inode in files(root).items() if before.get(name) != inode}
        assert changed == {"metric=star_arrivals/year=2025/part-0000-of-0001.parquet"}
        assert by_duckdb(root) == in_store(now, ["star_arrivals"])

    def test_a_year_stays_in_months_when_it_is_over(
        self, history: History, store: Store, tmp_path: Path
    ) -> None:
        root = tmp_path / "lake"
        update(history, root, list(METRICS), "folder")
        after = night(store, date(2027, 1, 2), 44)
        update(after, root, list(METRICS), "folder")
        assert by_duckdb(root) == in_store(after)
        assert (root / "metric=star_arrivals/year=2026/part-0000-of-0001-m06.parquet").exists()

    def test_who_is_followed_no_more_leaves_the_lake(
        self, history: History, store: Store, tmp_path: Path
    ) -> None:
        root = tmp_path / "lake"
        update(history, root, list(METRICS), "folder")
        for name in ("owner/name1", "owner/name2", "owner/name1003"):
            store.watches.remove(name)
        assert update(History(store, TODAY), root, list(METRICS), "folder").removed > 0
        assert files(root) == {}

    @pytest.mark.parametrize("after", [0, 2, 5, 7])
    def test_killed_at_any_file_it_can_be_read_and_goes_on(
        self, history: History, store: Store, tmp_path: Path, after: int
    ) -> None:
        root = tmp_path / "lake"
        update(history, root, list(METRICS), "folder")
        before = set(in_store(history))
        tomorrow = night(store, TODAY + timedelta(days=1), 41)
        old = [Observation(2, "star_arrivals", date(y, 5, 3), 5000, "github-history") for y in (2024, 2025)]
        store.observations.save(old, datetime(2026, 7, 1, 13, tzinfo=UTC))
        told = [sys.executable, "-c", KILLED, store.url, str(root), str(tomorrow.today), str(after)]
        assert subprocess.run(told, check=False).returncode == -signal.SIGKILL
        half = by_duckdb(root)
        assert len(half) == len({row[:4] for row in half})  # no row stands twice
        assert set(half) <= before | set(in_store(tomorrow))
        assert set(half) != set(in_store(tomorrow))
        assert by_polars(root) == half
        update(tomorrow, root, list(METRICS), "folder")
        assert by_duckdb(root) == in_store(tomorrow)

    def test_a_group_of_rows_begins_and_ends_with_a_series_and_says_whose_it_is(self, tmp_path: Path) -> None:
        days = np.datetime64("2024-01-01") + np.arange(366)
        series = [
            Chunk(f"o/{n}", n, "stars", days, np.arange(366.0), (("github", "exact"),)) for n in range(200)
        ]
        parquet.write(tmp_path / "one.parquet", series)
        told = pq.ParquetFile(tmp_path / "one.parquet").metadata
        spans = [told.row_group(n).column(1).statistics for n in range(told.num_row_groups)]
        assert [(s.min, s.max) for s in spans] == [(0, 89), (90, 179), (180, 199)]

    def test_slices_hold_together_and_part_by_the_number(
        self, history: History, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tracker.lake.parts.A_SLICE", 1)
        assert slices_for(3) == 3
        root = tmp_path / "lake"
        update(history, root, ["forks"], "folder")
        assert sorted(files(root)) == [
            f"metric=forks/year=2026/part-000{n}-of-0003-m06.parquet" for n in (1, 2)
        ]  # 1 and 1003 are both 1 modulo 3
        monkeypatch.undo()  # a lake keeps the slices it was begun with
        update(history, root, ["stars"], "folder")
        assert by_duckdb(root) == in_store(history, ["forks", "stars"])


class TestDelta:
    """The same as a Delta table."""

    def test_each_night_is_a_version_and_earlier_ones_can_be_read(
        self, history: History, store: Store, tmp_path: Path
    ) -> None:
        root = tmp_path / "lake"
        update(history, root, list(METRICS), "delta")
        first = in_store(history)
        tomorrow = night(store, TODAY + timedelta(days=1), 41)
        done = update(tomorrow, root, list(METRICS), "delta")
        assert done.kept > done.written > 0
        assert version(root) == in_store(tomorrow)
        vintages = {h["vintage"]: h["version"] for h in DeltaTable(root).history() if "vintage" in h}
        assert sorted(vintages) == ["2026-06-30", "2026-07-01"]
        assert version(root, vintages["2026-06-30"]) == first

    def test_duckdb_reads_the_newest_version(self, history: History, tmp_path: Path) -> None:
        update(history, tmp_path / "lake", list(METRICS), "delta")
        newest = DeltaTable(tmp_path / "lake").to_pyarrow_dataset()  # noqa: F841 - DuckDB finds it by name
        assert sorted(duckdb.sql(f"SELECT {COLUMNS} FROM newest").fetchall()) == in_store(history)

    def test_the_same_night_again_is_no_version(self, history: History, tmp_path: Path) -> None:
        update(history, tmp_path / "lake", list(METRICS), "delta")
        update(history, tmp_path / "lake", list(METRICS), "delta")
        assert DeltaTable(tmp_path / "lake").version() == 1  # made, and filled

    def test_killed_before_the_commit_the_version_before_stands_and_the_files_are_taken_up(
        self, history: History, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        root = tmp_path / "lake"
        update(history, root, list(METRICS), "delta")
        first = in_store(history)
        tomorrow = night(store, TODAY + timedelta(days=1), 41)

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("tracker.lake.delta.LakeDelta.commit", die)
        with pytest.raises(KeyboardInterrupt):
            update(tomorrow, root, list(METRICS), "delta")
        monkeypatch.undo()
        assert version(root) == first
        before = files(root)
        update(tomorrow, root, list(METRICS), "delta")
        assert version(root) == in_store(tomorrow)
        assert files(root) == before  # nothing was written twice


def version(root: Path, number: int | None = None) -> Cells:
    """A version of a Delta table, as Polars reads it."""
    return sorted(pl.read_delta(str(root), version=number).select(COLUMNS.split(", ")).rows())


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    return tmp_path / "mine"


def test_what_is_no_lake_is_left_alone(history: History, foreign: Path, tmp_path: Path) -> None:
    for kind in ("folder", "delta"):
        with pytest.raises(LakeRefused, match=r"notes\.txt|no Delta table"):
            update(history, foreign, ["stars"], kind)
    assert [p.name for p in foreign.iterdir()] == ["notes.txt"]
    update(history, tmp_path / "plain", ["stars"], "folder")
    with pytest.raises(LakeRefused, match="no Delta table"):
        update(history, tmp_path / "plain", ["stars"], "delta")
    update(history, tmp_path / "table", ["stars"], "delta")
    with pytest.raises(LakeRefused, match="--delta"):
        update(history, tmp_path / "table", ["stars"], "folder")
