"""Runs and leases: no slot is done twice, one holder at a time, and a dead holder is replaced."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from tests.conftest import Store
from tests.tracker.store.makers import NOW, known, later
from tracker.store.database import HeldLease, Superseded
from tracker.store.runs import Missed

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("outcome", ["done", "partial"])
def test_a_slot_that_was_done_is_not_run_again(store: Store, outcome: str) -> None:
    first = store.runs.start("sync", "2026-06-30", NOW)
    store.runs.finish(first, outcome, later(minutes=1))
    assert store.runs.start("sync", "2026-06-30", later(minutes=2)) is None
    assert store.runs.start("sync", "2026-07-01", later(days=1)) not in (None, first)
    assert store.runs.start("check", "2026-06-30", NOW) is not None


@pytest.mark.parametrize("outcome", ["failed", "limited"])
def test_a_slot_that_did_not_end_well_is_taken_up_again(store: Store, outcome: str) -> None:
    first = store.runs.start("sync", "2026-06-30", NOW)
    store.runs.finish(first, outcome, later(minutes=1), message="no")
    assert store.runs.start("sync", "2026-06-30", later(minutes=9)) == first
    (run,) = store.runs.latest()
    assert (run.outcome, run.started_at) == ("running", later(minutes=9))


def test_a_run_tells_what_it_cost_and_missed(store: Store) -> None:
    known(store)
    run_id = store.runs.start("sync", "s", NOW)
    missed = [Missed("stars", "404", 1), Missed("stars", "limit")]
    store.runs.finish(run_id, "partial", later(minutes=1), requests=7, points=3, observations=99,
                      message="two missed", missed=missed)  # fmt: skip
    (run,) = store.runs.latest(job="sync")
    assert (run.requests, run.points, run.observations, run.message) == (7, 3, 99, "two missed")
    assert [(g.number, g.repository_id, g.reason) for g in store.runs.gaps(run_id)] == [
        (0, 1, "404"),
        (1, None, "limit"),
    ]
    store.runs.finish(run_id, "done", later(minutes=2))
    assert store.runs.gaps(run_id) == []
    assert store.runs.last_success() == later(minutes=2)
    assert store.runs.last_success(later(minutes=1)) is None


def test_the_last_success_survives_a_failure(store: Store) -> None:
    store.runs.set_state("sync", success_at=NOW, next_due_at=later(days=1))
    store.runs.set_state("sync", success_at=None, next_due_at=later(minutes=10))
    assert store.runs.states() == {"sync": (NOW, later(minutes=10))}


def test_a_lease_is_held_renewed_refused_and_taken_over(store: Store) -> None:
    lease = store.runs.lease
    assert lease("sync", "a", NOW, MINUTE) == 1
    assert lease("sync", "b", later(seconds=59), MINUTE) is None
    renewed = lease("sync", "a", later(seconds=59), MINUTE)
    assert renewed is not None
    assert renewed > 1
    assert lease("sync", "b", later(seconds=90), MINUTE) is None
    taken = lease("sync", "b", later(seconds=119), MINUTE)
    assert taken is not None
    assert taken > renewed
    assert store.runs.holder("sync") == "b"
    assert lease("sync", "a", later(seconds=120), MINUTE) is None
    assert lease("other", "a", NOW, MINUTE) == 1


def test_a_lease_given_back_is_free_at_once_and_only_its_holder_can(store: Store) -> None:
    store.runs.lease("sync", "a", NOW, MINUTE)
    store.runs.release("sync", "b", later(seconds=1))
    assert store.runs.lease("sync", "b", later(seconds=2), MINUTE) is None
    store.runs.release("sync", "a", later(seconds=3))
    assert store.runs.lease("sync", "b", later(seconds=3), MINUTE) == 2


def at_once(number: int, work: object) -> list[object]:
    barrier = Barrier(number)

    def start(n: int) -> object:
        barrier.wait()
        return work(n)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(start, range(number)))


def test_of_many_writers_at_once_one_gets_the_lease(store: Store) -> None:
    stores = [Store(store.engine) for _ in range(8)]
    tokens = at_once(8, lambda n: stores[n].runs.lease("sync", f"holder {n}", NOW, MINUTE))
    assert sorted(tokens, key=str) == [1] + [None] * 7


def test_of_many_writers_at_once_one_opens_a_slot(store: Store) -> None:
    stores = [Store(store.engine) for _ in range(8)]
    ids = at_once(8, lambda n: stores[n].runs.start("sync", "slot", NOW))
    assert len({i for i in ids if i is not None}) == 1
    assert len(store.runs.latest()) == 1


@pytest.mark.parametrize("slice_", [None, 3])
def test_only_who_holds_the_lease_writes_and_closes_the_run(store: Store, slice_: int | None) -> None:
    run_id = store.runs.start("sync", "s", NOW)
    late, next_ = (Store(store.engine, slice_, HeldLease("sync", holder)) for holder in ("old", "new"))
    store.runs.lease("sync", "old", NOW, MINUTE)
    store.runs.lease("sync", "new", later(minutes=2), MINUTE)
    with pytest.raises(Superseded, match="taken over by another process"):
        late.runs.finish(run_id, "done", later(minutes=3))
    with pytest.raises(Superseded):
        late.watches.add("late/writer", None, "test", NOW)
    assert list(store.watches.all()) == []
    assert store.runs.latest()[0].outcome == "running"
    next_.runs.finish(run_id, "done", later(minutes=3))
    assert store.runs.latest()[0].outcome == "done"
