"""Looking a database through: what is planted is found and named; a sound one is silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY, day, known, later, seen
from tracker.records import Gap
from tracker.store.pruning import prune
from tracker.store.session import StoreError
from tracker.store.soundness import FlawKind, look_through


def execute(engine: Engine, statement: str) -> None:
    """Past the desks, with foreign keys off, as a broken program would."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET session_replication_role = replica"))
            connection.execute(text(statement))
        connection.invalidate()


def test_a_sound_database_has_no_flaw(store: Store) -> None:
    known(store)
    store.observations.save([seen(n, n) for n in range(30)], NOW)
    assert look_through(store.engine, TODAY) == []


def test_a_key_that_leads_nowhere_is_found(store: Store) -> None:
    known(store)
    store.observations.save([seen(1, 0)], NOW)
    execute(store.engine, "UPDATE observation SET source_id = 77")
    (flaw,) = look_through(store.engine, TODAY)
    assert (flaw.kind, flaw.many) == (FlawKind.BROKEN, 1)
    assert str(flaw).startswith(
        "broken: rows of observation whose source_id leads nowhere: 1 "
        "(owner1/name1 star_arrivals 2026-06-30 77)"
    )
    assert "tracker db restore FILE --replace" in flaw.do


def test_missing_days_are_told_unless_they_are_declared(store: Store) -> None:
    known(store)
    store.observations.save([seen(1, n) for n in (0, 1, 5, 9)], NOW)
    store.observations.save([seen(1, n, metric="star_count") for n in (0, 9)], NOW)
    (flaw,) = look_through(store.engine, TODAY)
    assert str(flaw) == "gap: days missing inside star_arrivals: 6 (owner1/name1: 6 days; …)"
    store.gaps.save(1, Gap("star_arrivals", day(4), day(2), "an outage"))
    (flaw,) = look_through(store.engine, TODAY)
    assert flaw.many == 3


def test_only_what_can_be_fetched_again_is_dropped_unless_told(store: Store) -> None:
    known(store)
    store.progress.set_validator("old", "e", None, later(days=-100))
    store.progress.set_validator("new", "e", None, NOW)
    run = store.runs.start("collect", "a", later(days=-100))
    assert run is not None
    store.runs.finish(run, "done", later(days=-100))
    with pytest.raises(StoreError, match="cannot be fetched again"):
        prune(store.engine, {"validators": 30, "runs": 30}, NOW)
    assert store.scalar("SELECT count(*) FROM validator") == 2
    assert prune(store.engine, {"validators": 30}, NOW, rehearse=True) == {"validators": 1}
    assert prune(store.engine, {"validators": 30}, NOW) == {"validators": 1}
    assert prune(store.engine, {"runs": 30}, NOW, even_what_is_lost=True) == {"runs": 1}
    assert store.scalar("SELECT key FROM validator") == "new"
    assert store.scalar("SELECT count(*) FROM run") == 0


@pytest.mark.parametrize("wanted", [{"observations": 30}, {"validators": 0}])
def test_values_are_never_dropped(store: Store, wanted: dict[str, int]) -> None:
    with pytest.raises(StoreError, match=r"validators"):
        prune(store.engine, wanted, NOW, even_what_is_lost=True)


def test_revisions_older_than_kept_go_by_when_they_were_seen(store: Store) -> None:
    known(store)
    store.observations.save([seen(1, 200)], later(days=-150))
    for value, ago in ((2, 100), (3, 10)):
        store.observations.save([seen(value, 200)], NOW - timedelta(days=ago))
    assert prune(store.engine, {"revisions": 30}, NOW, even_what_is_lost=True) == {"revisions": 1}
    assert store.scalar("SELECT new_value FROM revision") == 3
