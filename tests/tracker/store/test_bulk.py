"""Set-based writing: one result on both roads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text

from tests.conftest import Store
from tests.tracker.store.makers import NOW, known
from tracker.store.bulk import upsert

META = ("key", "value")


def values(store: Store) -> dict[str, str]:
    return store.meta.all()


def test_the_last_row_of_a_key_wins(store: Store) -> None:
    with store.transaction() as connection:
        upsert(connection, "meta", META, META[:1], [("a", "1"), ("b", "2"), ("a", "3")])
        upsert(connection, "meta", META, META[:1], [("b", "4")])
    assert values(store) == {"a": "3", "b": "4"}


def test_nothing_is_written_for_no_rows(store: Store) -> None:
    with store.transaction() as connection:
        upsert(connection, "meta", META, META[:1], [])
    assert values(store) == {}


def test_kept_columns_of_a_known_row_stay(store: Store) -> None:
    columns = ("job", "last_success_at", "next_due_at")
    with store.transaction() as connection:
        upsert(connection, "job_state", columns, columns[:1], [("sync", NOW, NOW)])
        later = NOW + timedelta(days=1)
        upsert(connection, "job_state", columns, columns[:1], [("sync", None, later)], keep=columns[1:2])
    assert store.runs.states() == {"sync": (NOW, later)}


def test_a_row_that_did_not_change_is_not_touched(store: Store) -> None:
    columns = ("key", "etag", "link", "fetched_at")
    row = ("k", "e", None, NOW)
    touched = text("SELECT fetched_at FROM validator")
    with store.transaction() as connection:
        upsert(connection, "validator", columns, columns[:1], [row])
        before = connection.execute(touched).scalar()
        again = ("k", "e", None, NOW + timedelta(hours=1))
        upsert(connection, "validator", columns, columns[:1], [again], only_if_changed=("etag", "link"))
        assert connection.execute(touched).scalar() == before
        other = ("k", "e", "next", NOW + timedelta(hours=1))
        upsert(connection, "validator", columns, columns[:1], [other], only_if_changed=("etag", "link"))
        assert connection.execute(touched).scalar() != before


def test_a_table_that_is_all_key_takes_a_row_twice(store: Store) -> None:
    known(store)
    columns = ("repository_id", "day", "author")
    for _ in range(2):
        with store.transaction() as connection:
            upsert(
                connection, "author_day", columns, columns, [(1, NOW.date(), -(2**63)), (1, NOW.date(), 5)]
            )
    assert sorted(store.commits.author_days([1])[1][1].tolist()) == [-(2**63), 5]


def test_awkward_text_arrives_as_it_was(store: Store) -> None:
    awkward = {"tab": "a\tb", "line": "a\nb\r\n", "slash": "\\N \\. \\t", "quote": "'\";--", "empty": "",
               "wide": "Театр 劇場 🎭", "per cent": "100 % %s %(a)s ?"}  # fmt: skip
    with store.transaction() as connection:
        upsert(connection, "meta", META, META[:1], list(awkward.items()))
    assert values(store) == awkward


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    columns = ("key", "etag", "link", "fetched_at")
    naive = datetime(2026, 6, 30, 12)
    with pytest.raises(ValueError, match="without a zone"), store.transaction() as connection:
        upsert(connection, "validator", columns, columns[:1], [("k", "e", None, naive)])


def test_a_time_of_another_zone_is_kept_as_the_same_moment(store: Store) -> None:
    tokyo = NOW.astimezone(timezone(timedelta(hours=9)))
    store.runs.set_state("sync", success_at=tokyo, next_due_at=tokyo)
    assert store.runs.states()["sync"] == (NOW, NOW)
    assert store.runs.states()["sync"][0].utcoffset() == timedelta(0)
    assert store.runs.states()["sync"][0].tzinfo is UTC
