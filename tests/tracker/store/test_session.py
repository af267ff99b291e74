"""Opening a database: what is refused is refused in one line that says what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from tests.conftest import Store
from tracker.store import session
from tracker.store.session import StoreError, check_version, connect, head, sqlite_url, upgrade, version


def test_a_new_database_is_empty_until_it_is_brought_up(empty_url: str) -> None:
    engine = connect(empty_url)
    assert check_version(engine) == "empty"
    upgrade(engine)
    assert check_version(engine) is None
    assert version(engine) == head()
    engine.dispose()


def test_a_database_from_a_newer_program_is_refused_and_left_alone(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"version 9999.*install a newer framework-tracker"):
        check_version(store.engine)
    with pytest.raises(StoreError, match="9999"):
        upgrade(store.engine)
    assert store.scalar("SELECT version_num FROM alembic_version") == "9999"


def test_foreign_keys_hold(engine: Engine) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text("INSERT INTO cursor VALUES (7, 'stars', '{}', '2026-01-01')"))


def test_an_sqlite_file_is_ready_for_several_at_once(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "a.db"))
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 30000
    engine.dispose()


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    connect(sqlite_url(tmp_path / "far" / "away" / "a.db")).dispose()
    assert (tmp_path / "far" / "away" / "a.db").exists()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", "TRACKER_DATABASE_URL cannot be read"),
        ("postgresql+psycopg://nobody@127.0.0.1:1/none", "cannot be opened .*Check TRACKER_DATABASE_URL"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", r"nobody:\*\*\*@.*cannot be opened"),
    ],
)
def test_an_address_that_leads_nowhere_is_one_line(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as error:
        connect(url)
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear reader, this is not a database. " * 50)
    with pytest.raises(StoreError, match=r"letter.db is damaged, or no database .*not a database"):
        connect(sqlite_url(path))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="the folder of the database cannot be made"):
        connect(sqlite_url(tmp_path / "file" / "a.db"))


def test_what_sqlite_wrote_can_be_read_without_the_tracker(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "a.db"))
    upgrade(engine)
    Store(engine).meta.set("kind", "live")
    engine.dispose()
    plain = sqlite3.connect(tmp_path / "a.db")
    assert plain.execute("SELECT value FROM meta").fetchall() == [("live",)]
    plain.close()


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "tracker.db"
    engine = create_engine(sqlite_url(file))
    monkeypatch.setattr("tracker.store.session.os.access", lambda *_, **__: False)
    told = session._advice(engine, "unable to open database file")
    assert "This user may not write in" in told
    assert "TRACKER_HOME" in told
    file.touch()
    assert "let this user write there" in session._advice(engine, "unable to open database file")
    assert session._advice(engine, "something else") == "Check TRACKER_DATABASE_URL"
    engine.dispose()
