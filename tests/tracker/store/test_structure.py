"""Damage of every kind is found and named, and never ends in a traceback; a backup goes over the ruins."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY, known, seen
from tests.tracker.store.test_soundness import execute
from tracker.store.backup import backup
from tracker.store.models import metadata
from tracker.store.restore import restore
from tracker.store.session import Damaged, StoreError, check_version, connect, sqlite_url
from tracker.store.soundness import FlawKind, look_through


@pytest.fixture
def place(tmp_path: Path, migrated_file: Path) -> Path:
    """The file of a database with some thousands of values."""
    path = tmp_path / "live.db"
    path.write_bytes(migrated_file.read_bytes())
    store = Store(connect(sqlite_url(path)))
    known(store)
    store.observations.save([seen(n % 7, n) for n in range(3_000)], NOW)
    store.engine.dispose()
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE")
    return path


@pytest.fixture
def engines() -> Iterator[list[Engine]]:
    opened: list[Engine] = []
    yield opened
    for engine in opened:
        engine.dispose()


def look(path: Path, engines: list[Engine]) -> list[str]:
    engines.append(connect(sqlite_url(path)))
    return [str(flaw) for flaw in look_through(engines[-1], TODAY)]


def test_a_spoilt_page_is_damage_of_the_file(place: Path, engines: list[Engine]) -> None:
    whole = bytearray(place.read_bytes())
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 8_192] = random.Random(3).randbytes(8_192)
    place.write_bytes(whole)
    (flaw,) = look(place, engines)
    assert flaw.startswith("broken: the file is damaged: ")


@pytest.mark.parametrize("spoil", [lambda b: b[: len(b) // 2], lambda b: b"garbage!" + b[8:]])
def test_what_is_no_database_any_more_is_told_with_the_way_out(place: Path, spoil: object) -> None:
    place.write_bytes(spoil(place.read_bytes()))  # type: ignore[operator]
    with pytest.raises(Damaged, match="tracker db restore FILE --replace"):
        connect(sqlite_url(place))


def test_a_database_that_lost_its_version_is_not_taken_for_an_empty_one(
    place: Path, engines: list[Engine]
) -> None:
    with closing(sqlite3.connect(place)) as opened, opened:
        opened.execute("DELETE FROM alembic_version")
    engines.append(connect(sqlite_url(place)))
    with pytest.raises(Damaged, match="lost its version"):
        check_version(engines[-1])


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DROP TABLE notice", "broken: a table is missing: 1 (notice)"),
        (
            "ALTER TABLE repository DROP COLUMN language",
            "broken: columns of repository are missing: 1 (language)",
        ),
        ("DROP INDEX ix_run_started_at", "broken: indexes of run are missing: 1 (ix_run_started_at)"),
    ],
)
def test_what_is_missing_is_named(store: Store, statement: str, found: str) -> None:
    execute(store.engine, statement)
    flaw = look_through(store.engine, TODAY)[0]
    assert str(flaw).startswith(found)
    assert flaw.kind is FlawKind.BROKEN
    assert "tracker db restore" in flaw.do


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("day", "'2026-99-99'", "no day"),
        ("day", "'2026-06-01 '", "no day"),
        ("day", "20260601", "no day"),
        ("value", "'many'", "no number"),
        ("value", "x'00'", "no number"),
        ("source_id", "'q'", "no whole number"),
        ("fetched_at", "1.5", "no whole number"),
    ],
)
def test_a_cell_of_another_kind_is_named_before_anything_stumbles_over_it(
    place: Path, engines: list[Engine], column: str, cell: str, words: str
) -> None:
    with closing(sqlite3.connect(place)) as opened, opened:
        day = opened.execute("SELECT max(day) FROM observation").fetchone()[0]
        opened.execute(f"UPDATE observation SET {column} = {cell} WHERE day = ?", (day,))
    (flaw,) = look(place, engines)
    assert flaw.startswith(f"broken: cells of observation.{column} that are {words}")
    assert ": 1 (" in flaw


def test_a_time_that_is_none_is_named(place: Path, engines: list[Engine]) -> None:
    with closing(sqlite3.connect(place)) as opened, opened:
        opened.execute("UPDATE repository SET created_at = 'yesterday', archived = 7")
    told = look(place, engines)
    assert [line.partition(" (")[0] for line in told] == [
        "broken: cells of repository.created_at that are no time: 1",
        "broken: cells of repository.archived that are neither true nor false: 1",
    ]
    assert "(owner1/name1 yesterday)" in told[0]


def test_every_table_of_a_sound_database_passes(store: Store) -> None:
    known(store)
    store.observations.save([seen(1, 0)], NOW)
    assert look_through(store.engine, TODAY) == []
    assert len(metadata.sorted_tables) > 15


@pytest.mark.slow
def test_a_backup_goes_where_a_damaged_database_is_and_the_ruins_are_kept(
    place: Path, tmp_path: Path, engines: list[Engine]
) -> None:
    engine = connect(sqlite_url(place))
    backup(engine, tmp_path / "kept.db")
    engine.dispose()
    ruins = place.read_bytes()[:50_000]
    for n in (1, 2):
        place.write_bytes(ruins)
        Path(f"{place}-wal").write_bytes(b"of the old one")
        aside = restore(tmp_path / "kept.db", sqlite_url(place), replace=True, today=TODAY)
        assert aside is not None
        assert aside.name == f"live.db.replaced-{n}"
        assert aside.read_bytes() == ruins
        assert look(place, engines) == []
        with engines[-1].connect() as opened:
            assert opened.execute(text("SELECT count(*) FROM observation")).scalar() == 3_000
        engines[-1].dispose()
    with pytest.raises(StoreError, match="damaged"):
        restore(aside, sqlite_url(place), replace=True)
    assert look(place, engines) == []
