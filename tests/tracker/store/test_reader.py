"""Reading: series in blocks, the last value before a day, one consistent view."""

from __future__ import annotations

import numpy as np
from sqlalchemy import select

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY, day, facts, known, later, seen
from tracker.store.latest import latest_query
from tracker.store.models import metric, repository
from tracker.store.session import connect


def test_blocks_are_sorted_cut_and_labelled(store: Store) -> None:
    known(store, 1, 2)
    store.observations.save([seen(n, n) for n in (3, 1, 2, 9)], NOW)
    store.observations.save([seen(7, 2, repo=2, source="imported"), seen(8, 1, repo=2)], NOW)
    store.observations.save([seen(5, 2, metric="commits")], NOW)
    found = store.observations.blocks([1, 2], ["star_arrivals"], start=day(3), end=day(1))
    assert set(found) == {(1, "star_arrivals"), (2, "star_arrivals")}
    one, two = found[(1, "star_arrivals")], found[(2, "star_arrivals")]
    assert one.days.tolist() == [day(3), day(2), day(1)]
    assert one.values.tolist() == [3.0, 2.0, 1.0]
    assert (one.days.dtype, one.values.dtype) == (np.dtype("datetime64[D]"), np.float64)
    assert [two.source_of(i) for i in range(2)] == ["imported", "github-history"]


def test_there_is_no_block_where_there_is_no_row(store: Store) -> None:
    known(store)
    assert store.observations.blocks([1], ["star_arrivals"]) == {}
    assert store.observations.blocks([], ["star_arrivals"]) == {}
    store.observations.save([seen(1, 1)], NOW)
    assert store.observations.blocks([1], []) == {}
    assert store.observations.blocks([1], ["star_arrivals"], end=day(2)) == {}


def test_large_identities_and_large_values_are_exact(store: Store) -> None:
    store.repositories.save(facts(2**53 + 1, "a/b"), NOW, "github")
    store.observations.save([seen(2**53 - 1, 1, repo=2**53 + 1)], NOW)
    (block,) = store.observations.blocks([2**53 + 1], ["star_arrivals"]).values()
    assert block.values.tolist() == [2**53 - 1]


def test_the_latest_is_the_last_on_or_before_a_day(store: Store) -> None:
    known(store, 1, 2)
    store.observations.save([seen(3, 9), seen(0, 5), seen(8, 1)], NOW)
    store.observations.save([seen(4, 20, repo=2), seen(1, 3, metric="commits")], NOW)
    assert store.observations.latest([1, 2], ["star_arrivals"], day(5)) == {
        (1, "star_arrivals"): (day(5), 0.0, "github-history"),
        (2, "star_arrivals"): (day(20), 4.0, "github-history"),
    }
    assert store.observations.latest([1], ["star_arrivals"], day(10)) == {}
    assert store.observations.latest([1], ["star_arrivals", "commits"], TODAY)[(1, "commits")][1] == 1.0


def test_the_latest_of_a_cluster_is_that_of_one_machine(store: Store) -> None:
    known(store, 1, 2)
    store.observations.save([seen(3, 9), seen(0, 5), seen(8, 1), seen(1, 3, metric="commits")], NOW)
    here = connect(store.url)  # of which may be asked what a cluster refuses
    for many in ([1], [1, 2], [2]):
        probed = Store(here).observations.latest(many, ["star_arrivals", "commits"], day(5))
        assert store.observations.latest(many, ["star_arrivals", "commits"], day(5)) == probed
    here.dispose()


def test_the_latest_is_probed_for_and_not_searched_for_in_every_row(store: Store) -> None:
    known(store, *range(1, 31))
    store.observations.save([seen(n, n, repo=i) for i in range(1, 31) for n in range(100)], NOW)
    query = latest_query(range(1, 6), ["star_arrivals"], day(5))
    with store.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if not sqlite:
            connection.exec_driver_sql("ANALYZE")
        text = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
        lines = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {text}")
        plan = "\n".join(str(line[-1]) for line in lines)
    searched = [line for line in plan.splitlines() if "observation" in line]
    if sqlite:
        assert "SCAN observation" not in plan
        assert [line for line in searched if "day<" in line], plan
        assert all("repository_id=? AND metric_id=?" in line for line in searched), plan
    else:
        assert "Seq Scan on observation" not in plan
        assert [line for line in searched if "Index" in line and "Backward" in line], plan


def test_a_repository_nobody_knows_is_not_found(store: Store) -> None:
    assert store.repositories.find("no/body") is None


def test_a_followed_name_that_led_elsewhere_finds_it(store: Store) -> None:
    store.watches.add("old/name", None, "test", NOW)
    store.repositories.save(facts(1, "old/name"), NOW, "github")
    store.repositories.save(facts(1, "new/name"), later(days=1), "github")
    assert store.repositories.find("old/name")["name"] == "name"
    assert store.repositories.find("OLD/name")["owner"] == "new"


def test_one_view_does_not_change_while_it_is_open(store: Store) -> None:
    known(store)
    with store.database.view() as view:
        assert len(view.execute(select(repository)).all()) == 1
        known(store, 1, 2)
        store.observations.save([seen(1, 1, metric="made meanwhile", repo=2)], NOW)
        assert len(view.execute(select(repository)).all()) == 1
        assert "made meanwhile" not in view.execute(select(metric.c.name)).scalars().all()
    assert set(store.repositories.by_id([1, 2])) == {1, 2}


def test_what_is_read_together_is_read_in_one_view(store: Store) -> None:
    known(store)
    with store.database.together():
        assert set(store.repositories.by_id([1, 2])) == {1}
        known(store, 1, 2)
        with store.database.together():
            assert set(store.repositories.by_id([1, 2])) == {1}
        assert set(store.repositories.by_id([1, 2])) == {1}
    assert set(store.repositories.by_id([1, 2])) == {1, 2}


def test_the_stamp_moves_with_the_data_and_not_without(store: Store) -> None:
    stamps = [store.meta.stamp(), store.meta.stamp()]
    assert stamps[0] == stamps[1]
    known(store)
    run_id = store.runs.start("sync", "s", NOW)
    stamps.append(store.meta.stamp())
    store.runs.finish(run_id, "done", later(minutes=1))
    stamps.append(store.meta.stamp())
    store.progress.set_cursor(1, "stars", {}, later(minutes=2))
    stamps.append(store.meta.stamp())
    store.watches.add("a/b", None, "test", later(minutes=3))
    stamps.append(store.meta.stamp())
    store.watches.add("a/c", None, "test", later(minutes=3))
    stamps.append(store.meta.stamp())
    store.watches.set_problem("a/c", "GitHub knows no repository of this name")
    stamps.append(store.meta.stamp())
    store.watches.remove("a/b")
    stamps.append(store.meta.stamp())
    assert len(set(stamps)) == 8
