"""Many at once: threads with one desk, threads with their own, and processes; nobody is told to go away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from tests.conftest import Store
from tests.tracker.store.makers import NOW, day, known, seen, series
from tests.tracker.store.processes import ended_well, start

WRITERS, TIMES = 4, 25


def write(store: Store, who: int, barrier: Barrier) -> None:
    barrier.wait(30)
    for n in range(TIMES):
        with store.transaction():
            rows = [seen(n, n, metric=f"own {who}"), seen(n, n, metric=f"shared {n % 3}")]
            store.observations.save(rows, NOW)
            store.progress.set_cursor(1, f"writer {who}", {"done": n + 1}, NOW)


def all_at_once(stores: list[Store]) -> None:
    barrier = Barrier(len(stores))
    with ThreadPoolExecutor(len(stores)) as pool:
        for future in [pool.submit(write, store, n, barrier) for n, store in enumerate(stores)]:
            future.result()


def whole(store: Store) -> bool:
    own = all(series(store, f"own {who}") == {day(n): n for n in range(TIMES)} for who in range(WRITERS))
    shared = {d: v for m in range(3) for d, v in series(store, f"shared {m}").items()}
    done = {c.position for c in store.progress.cursors([1])}
    return own and shared == {day(n): n for n in range(TIMES)} and done == {f'{{"done": {TIMES}}}'}


def test_threads_share_one_desk(store: Store) -> None:
    known(store)
    all_at_once([store] * WRITERS)
    assert whole(store)


def test_desks_of_their_own_make_each_name_once(store: Store) -> None:
    known(store)
    all_at_once([Store(store.engine) for _ in range(WRITERS)])
    assert whole(store)
    assert store.scalar("SELECT count(*) FROM metric") == WRITERS + 3
    assert store.scalar("SELECT count(*) FROM source") == 1


@pytest.mark.component
def test_processes_write_side_by_side(store: Store) -> None:
    known(store)
    children = [start("write", store.url, name, 60) for name in ("a", "b", "c")]
    for child in children:
        ended_well(child)
    assert {(c.collector, c.position) for c in store.progress.cursors([1])} == {
        (name, '{"done": 60}') for name in ("a", "b", "c")
    }
    for name in ("a", "b", "c"):
        found = {d: v for m in range(7) for d, v in series(store, f"of {name} {m}").items()}
        assert found == {day(n): n for n in range(60)}
    assert store.scalar("SELECT count(*) FROM metric") == 3 * 7 + 5


@pytest.mark.component
def test_of_several_processes_one_gets_the_lease_and_the_slot(store: Store) -> None:
    said = [ended_well(child).split() for child in [start("lease", store.url, n) for n in range(4)]]
    assert sorted(said)[0][0] == "1"
    assert [words for words in said if words[0] == "None"] == [["None", "None"]] * 3
    assert len(store.runs.latest()) == 1


def test_a_reader_neither_waits_for_a_writer_nor_sees_its_half(store: Store) -> None:
    known(store)
    writing, read = Event(), Event()

    def page() -> None:
        with store.transaction():
            store.observations.save([seen(1, 1)], NOW)
            writing.set()
            assert read.wait(30)

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(page)
        assert writing.wait(30)
        assert series(store) == {}
        read.set()
        future.result()
    assert series(store) == {day(1): 1.0}
