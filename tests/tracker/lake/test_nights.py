"""A night reads what may have changed, and the lake is as if everything had been read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from deltalake import DeltaTable

from tests.benchmarks import world
from tracker.lake import mark
from tracker.lake.parquet import read
from tracker.lake.parts import LakeWritten
from tracker.lake.write import update
from tracker.metrics import METRICS
from tracker.records import Gap, Issue, Observation
from tracker.series import History
from tracker.store.session import connect, sqlite_url
from tracker.store.store import Store

pytestmark = pytest.mark.slow

MANY = 4
Rows = dict[tuple[str, str], list[tuple[date, float, str]]]
COUNTERS = ("star_count", "fork_count", "watcher_count", "open_issues", "open_pull_requests")
GIT = ("star_arrivals", "commits", "commits_human", "commits_substantive")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few repositories of three years, complete, and the lakes of their first night."""
    folder = tmp_path_factory.mktemp("nights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world, "DAYS", 3 * 365)
        engine = world.make(folder / "tracker.db", MANY)
    for kind in ("folder", "delta"):
        update(History(Store(engine), world.TODAY), folder / kind, list(METRICS), kind)
    engine.dispose()
    return folder


@pytest.fixture
def folder(years: Path, tmp_path: Path) -> Path:
    """A copy, with the files as old as they were."""
    shutil.copytree(years, tmp_path / "nights")
    return tmp_path / "nights"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    engine = connect(sqlite_url(folder / "tracker.db"))
    yield Store(engine)
    engine.dispose()


def collected(store: Store, day: date) -> datetime:
    """What a quiet night brings: counters and a new star of all, a commit and an issue of one."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    ids = range(1, MANY + 1)
    rows = [Observation(i, name, day, 1000.0 + i, "graphql") for i in ids for name in COUNTERS]
    rows += [Observation(i, name, day, float(i == 2), "git") for i in ids for name in GIT]
    store.observations.save(rows, at)
    opened = Issue(number=5000 + day.day, created_at=at, updated_at=at, closed_at=None)
    store.issues.save(2, [opened], at)
    with store.database.transaction() as connection:
        seen = at.replace(tzinfo=None).isoformat(" ")
        connection.exec_driver_sql("UPDATE cursor SET updated_at = ?", (seen,))
    return at


def brought(store: Store, day: date, root: Path, kind: str = "folder") -> LakeWritten:
    return update(History(store, day), root, list(METRICS), kind)


def told(root: Path, kind: str = "folder") -> Rows:
    """Every row of a lake, by metric and repository."""
    files = sorted(root.rglob("*.parquet"))
    if kind == "delta":
        files = [root / path for path in DeltaTable(root).to_pyarrow_dataset().files]
    found: Rows = {}
    for path in files:
        metric = path.parent.parent.name.removeprefix("metric=")
        for chunk in read(path, metric):
            said = np.array(["|".join(pair) for pair in chunk.words])[chunk.codes].tolist()
            rows = zip(chunk.days.tolist(), chunk.values.tolist(), said, strict=True)
            found.setdefault((metric, chunk.repository), []).extend(rows)
    return {key: sorted(rows) for key, rows in found.items()}


def many(rows: Rows) -> int:
    return sum(map(len, rows.values()))


def all_of_it(store: Store, day: date, folder: Path) -> Rows:
    """What a lake that is begun on that day holds."""
    brought(store, day, folder / "anew")
    return told(folder / "anew")


@pytest.mark.parametrize("kind", ["folder", "delta"])
def test_a_quiet_night_reads_the_last_weeks_and_a_correction_its_repository(
    folder: Path, store: Store, kind: str
) -> None:
    day = world.TODAY + timedelta(days=1)
    collected(store, day)
    quiet = brought(store, day, folder / kind, kind)
    at = collected(store, day + timedelta(days=1))
    store.observations.save([Observation(3, "star_arrivals", date(2024, 5, 6), 777.0, "git")], at)
    one = brought(store, day + timedelta(days=1), folder / kind, kind)
    expected = all_of_it(store, day + timedelta(days=1), folder)
    assert told(folder / kind, kind) == expected
    assert quiet.rows < many(expected) / 10
    assert many(expected) / MANY / 3 < one.rows < many(expected) / 2
    assert one.written < one.kept / 4


def test_a_year_turns_a_name_changes_days_become_unknown_and_somebody_goes(
    folder: Path, store: Store
) -> None:
    for number in range(1, 5):  # six months without a look, then the turn of the year
        collected(store, date(2026, 12, 30) + timedelta(days=number))
    with store.database.transaction() as connection:
        connection.exec_driver_sql("UPDATE repository SET name = 'renamed' WHERE github_id = 1")
    store.gaps.save(4, Gap("commits", date(2024, 1, 1), date(2024, 3, 1), "nobody looked"))
    store.watches.remove(world.full_name(2))
    day = date(2027, 1, 3)
    brought(store, day, folder / "folder")
    found = told(folder / "folder")
    assert found == all_of_it(store, day, folder)
    assert {name for _, name in found} == {f"owner{1}/renamed", world.full_name(3), world.full_name(4)}
    days = [day for day, _, _ in found["commits", world.full_name(4)]]
    assert date(2024, 2, 1) not in days
    assert date(2024, 3, 2) in days


def test_a_lake_that_somebody_touched_or_another_database_is_read_whole(folder: Path, store: Store) -> None:
    root, day = folder / "folder", world.TODAY + timedelta(days=1)
    next(root.rglob("metric=commits/year=2024/*.parquet")).unlink()
    at = collected(store, day)
    assert brought(store, day, root).rows > 30_000
    assert told(root) == all_of_it(store, day, folder)
    store.runs.start("sync", "2026-07-02", at)
    brought(store, day, root)
    with store.database.transaction() as connection:  # as after a restored backup and a run since
        connection.exec_driver_sql("UPDATE run SET started_at = '2026-07-02 13:00:00'")
    assert brought(store, day, root).rows > 30_000
    mark.place(root).write_text("[1, 2")
    assert brought(store, day, root).rows > 30_000
    assert brought(store, day, root).rows < 8_000


def test_where_nothing_can_be_kept_beside_it_a_lake_is_whole_all_the_same(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    day = world.TODAY + timedelta(days=1)
    collected(store, day)
    monkeypatch.setattr("tracker.lake.mark.replacing", refused)
    assert brought(store, day, folder / "delta", "delta").rows < 8_000
    assert "the next night will read everything" in caplog.text
    assert brought(store, day, folder / "delta", "delta").rows > 30_000


def test_a_night_that_is_killed_before_its_end_is_read_whole_by_the_next(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = world.TODAY + timedelta(days=1)
    collected(store, day)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.lake.mark.write", die)
    with pytest.raises(KeyboardInterrupt):
        brought(store, day, folder / "folder")
    monkeypatch.undo()
    assert brought(store, day, folder / "folder").rows > 30_000
    assert told(folder / "folder") == all_of_it(store, day, folder)
