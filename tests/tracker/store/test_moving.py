"""Backup, restore and copies: everything arrives, nothing is half, and nobody has to stop working."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, text

from tests.conftest import Store
from tests.dashboards import sample
from tests.tracker.store.makers import NOW, facts, known, seen
from tracker.store.backup import backup, check_file
from tracker.store.copying import copy, sums
from tracker.store.restore import restore
from tracker.store.session import StoreError, connect, sqlite_url, upgrade


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = connect(sqlite_url(tmp_path_factory.mktemp("world") / "world.db"))
    upgrade(engine)
    sample.fill(engine, sample.LIVES[:2])  # every table, and a good ten thousand rows
    yield engine
    engine.dispose()


@pytest.fixture
def target(empty_url: str) -> Iterator[Engine]:
    """An empty database of either kind."""
    engine = connect(empty_url)
    yield engine
    engine.dispose()


@pytest.mark.slow
def test_a_copy_has_the_same_counts_and_checksums(world: Engine, target: Engine, tmp_path: Path) -> None:
    moved = copy(world, target)
    assert moved == sums(world)
    assert moved["observation"].rows > 10_000
    back = connect(sqlite_url(tmp_path / "back.db"))
    assert copy(target, back) == moved
    back.dispose()


def test_after_a_copy_new_rows_get_new_numbers(store: Store, target: Engine) -> None:
    known(store)
    store.runs.start("collect", "one", NOW)
    copy(store.engine, target)
    there = Store(target)
    assert there.runs.start("collect", "two", NOW) == 2


def test_nothing_is_copied_over_what_is_there(world: Engine, store: Store) -> None:
    known(store)
    before = sums(store.engine)
    with pytest.raises(StoreError, match="not empty"):
        copy(world, store.engine)
    assert sums(store.engine) == before


@pytest.mark.slow
def test_a_copy_that_differs_is_not_kept(
    world: Engine, target: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.store import copying

    insert = copying._insert

    def lossy(connection: object, table: str, names: object, rows: list[object]) -> None:
        insert(connection, table, names, rows[:-1] if table == "notice" else rows)  # type: ignore[arg-type]

    monkeypatch.setattr(copying, "_insert", lossy)
    with pytest.raises(StoreError, match="differs from the original in notice"):
        copy(world, target)
    assert all(found.rows == 0 for found in sums(target).values())


def test_a_backup_is_a_file_with_everything_and_comes_back(
    store: Store, target: Engine, tmp_path: Path
) -> None:
    known(store, 1, 2)
    store.observations.save([seen(3, 1), seen(4, 2, repo=2)], NOW)
    size = backup(store.engine, tmp_path / "backup.db")
    assert size == (tmp_path / "backup.db").stat().st_size
    assert [p.name for p in tmp_path.iterdir() if "backup" in p.name] == ["backup.db"]
    restore(tmp_path / "backup.db", target.url.render_as_string(hide_password=False))
    assert sums(target) == sums(store.engine)


@pytest.fixture
def files(tmp_path: Path, migrated_file: Path) -> Iterator[Store]:
    path = tmp_path / "live.db"
    path.write_bytes(migrated_file.read_bytes())
    engine = connect(sqlite_url(path))
    yield Store(engine)
    engine.dispose()


@pytest.mark.slow
def test_a_backup_while_others_write_is_one_moment(store: Store, tmp_path: Path) -> None:
    """Two repositories always get the same number of rows in one transaction: a torn copy would differ."""
    known(store, 1, 2)
    stop = Event()
    own = connect(store.engine.url.render_as_string(hide_password=False))

    def write() -> None:
        store = Store(own)
        for n in range(100_000):
            if stop.is_set():
                return
            with store.transaction():
                for number in (1, 2):
                    store.observations.save([seen(n, ago, repo=number) for ago in range(n % 400)], NOW)

    thread = Thread(target=write)
    thread.start()
    try:
        for n in range(5):
            backup(store.engine, tmp_path / f"{n}.db")
            with closing(sqlite3.connect(tmp_path / f"{n}.db")) as copied:
                rows = copied.execute(
                    "SELECT repository_id, count(*), sum(value) FROM observation GROUP BY 1"
                )
                assert len({row[1:] for row in rows}) <= 1
    finally:
        stop.set()
        thread.join()
        own.dispose()


@pytest.mark.slow
def test_a_backup_ends_although_somebody_never_stops_writing(files: Store, tmp_path: Path) -> None:
    known(files, *range(1, 24))
    rows = [seen(n, n % 9_000, metric="import:stars", repo=n // 9_000 + 1) for n in range(200_000)]
    files.observations.save(rows, NOW)
    stop, done = Event(), Event()

    def write() -> None:
        with closing(sqlite3.connect(str(files.engine.url.database), timeout=30)) as opened:
            while not stop.wait(0.001):
                with opened:
                    opened.execute("UPDATE repository SET homepage = abs(random())")

    def copy_it() -> None:
        backup(files.engine, tmp_path / "kept.db")
        done.set()

    threads = [Thread(target=write, daemon=True), Thread(target=copy_it, daemon=True)]
    for thread in threads:
        thread.start()
    ended = done.wait(60)
    stop.set()
    for thread in threads:
        thread.join(60)
    assert ended
    assert sums(files.engine)["observation"].rows == 200_000


def test_a_restore_replaces_all_at_once_also_for_open_readers(files: Store, tmp_path: Path) -> None:
    known(files)
    files.observations.save([seen(1, 1)], NOW)
    backup(files.engine, tmp_path / "backup.db")
    files.observations.save([seen(2, 1), seen(3, 2)], NOW)
    reader = connect(files.url)
    with reader.connect() as open_reader:
        assert open_reader.execute(text("SELECT count(*) FROM observation")).scalar() == 2
    with pytest.raises(StoreError, match="--replace"):
        restore(tmp_path / "backup.db", files.url)
    restore(tmp_path / "backup.db", files.url, replace=True)
    with reader.connect() as again:
        assert again.execute(text("SELECT value FROM observation")).scalars().all() == [1.0]
    reader.dispose()
    Store(files.engine).observations.save([seen(9, 3)], NOW)  # and it can be written again


@pytest.mark.component
def test_a_backup_killed_on_the_way_leaves_the_last_one(files: Store, tmp_path: Path) -> None:
    known(files)
    files.observations.save([seen(n, n) for n in range(3_000)], NOW)
    place = tmp_path / "backup.db"
    backup(files.engine, place)
    before = place.read_bytes()
    program = (
        "import sys, time\nfrom pathlib import Path\nfrom tracker.store import backup as b\n"
        "from tracker.store.session import connect\n"
        "def slow(*a):\n    print('at work', flush=True); time.sleep(60)\n"
        "b.check_file = slow\nb.backup(connect(sys.argv[1]), Path(sys.argv[2]))\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program, files.url, str(place)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert place.read_bytes() == before


def test_what_is_no_backup_is_refused(files: Store, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("not a database at all " * 100)
    with pytest.raises(StoreError, match="no database"):
        restore(tmp_path / "text.db", files.url, replace=True)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE x (y)")
    with pytest.raises(StoreError, match="not a database of the tracker"):
        restore(tmp_path / "other.db", files.url, replace=True)
    with pytest.raises(StoreError, match="no file"):
        check_file(tmp_path / "none.db")


def test_a_damaged_backup_is_refused(files: Store, tmp_path: Path) -> None:
    known(files)
    files.observations.save([seen(n, n) for n in range(3_000)], NOW)
    place = tmp_path / "backup.db"
    backup(files.engine, place)
    whole = bytearray(place.read_bytes())
    whole[len(whole) // 2 : len(whole) // 2 + 3_000] = os.urandom(3_000)
    place.write_bytes(whole)
    with pytest.raises(StoreError, match=r"damaged|no database"):
        check_file(place)


def test_a_backup_over_the_database_itself_is_refused(files: Store) -> None:
    with pytest.raises(StoreError, match="another file"):
        backup(files.engine, Path(str(files.engine.url.database)))


def test_checksums_notice_every_change(store: Store) -> None:
    store.repositories.save(facts(), NOW, "github")
    store.observations.save([seen(1, 1)], NOW)
    before = sums(store.engine)
    store.observations.save([seen(2, 1)], NOW)
    after = sums(store.engine)
    assert {name for name in after if after[name] != before[name]} >= {"observation"}
