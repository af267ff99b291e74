"""`tracker db`: what people type when they look after their database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.tracker.commands.shell import Shell


@pytest.mark.slow
def test_a_backup_comes_back_where_nothing_was(filled: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled("export", "--metric", "all").out
    answer = filled("db", "backup", "kept.db")
    assert answer.code == 0, answer.err
    assert "checked" in answer.err
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{filled.home}/new.db")
    assert filled("db", "restore", "kept.db").code == 0
    assert filled("export", "--metric", "all").out == before


def test_a_backup_replaces_only_when_told_so(filled: Shell) -> None:
    filled("db", "backup", "kept.db")
    filled("watch", "remove", "keras-team/keras")
    refused = filled("db", "restore", "kept.db")
    assert refused.code == 1
    assert "--replace" in refused.err
    assert filled("db", "restore", "kept.db", "--replace").code == 0
    assert "keras-team/keras" in filled("export", "--at", "2026-06-30").out


def test_a_copy_is_told_table_by_table(filled: Shell) -> None:
    answer = filled("db", "copy", f"sqlite:///{filled.home}/copy.db")
    assert answer.code == 0, answer.err
    assert "checksums agree" in answer.err
    assert any(line.endswith("  observation") and "24  " in line for line in answer.out.splitlines())
    again = filled("db", "copy", f"sqlite:///{filled.home}/copy.db")
    assert again.code == 1
    assert "not empty" in again.err
    assert filled("db", "copy", "mysql://x/y").code == 2


def test_check_is_silent_about_a_sound_database_and_names_what_is_wrong(filled: Shell) -> None:
    answer = filled("db", "check")
    assert (answer.code, answer.out) == (0, "")
    assert "no impossible values" in answer.err
    with closing(sqlite3.connect(filled.home / "tracker.db")) as database, database:
        database.execute("UPDATE observation SET value = -5 WHERE day = '2026-06-25'")
        database.execute("DELETE FROM observation WHERE day = '2026-06-24'")
    answer = filled("db", "check")
    assert answer.code == 1
    assert "impossible: values below zero: 2" in answer.out
    assert "gap: days missing inside star_arrivals: 2" in answer.out


def test_a_backup_is_brought_back_over_a_damaged_database(filled: Shell) -> None:
    before = filled("export").out
    filled("db", "backup", "kept.db")
    place = filled.home / "tracker.db"
    for left in filled.home.glob("tracker.db-*"):
        left.unlink()
    place.write_bytes(place.read_bytes()[:9_000])
    assert "--replace" in filled("db", "restore", "kept.db").err
    for arguments in (("db", "check"), ("export",)):
        answer = filled(*arguments)
        assert answer.code == 1, arguments
        assert "is damaged" in answer.err
        assert "tracker db restore FILE --replace" in answer.err
    answer = filled("db", "restore", "kept.db", "--replace")
    assert answer.code == 0, answer.err
    assert "tracker.db.replaced-1" in answer.err
    assert filled("export").out == before


def test_missing_days_alone_are_no_failure(filled: Shell) -> None:
    with closing(sqlite3.connect(filled.home / "tracker.db")) as database, database:
        database.execute("DELETE FROM observation WHERE day = '2026-06-24'")
    answer = filled("db", "check")
    assert answer.code == 0
    assert "gap:" in answer.out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "more", "code", "said"),
    [
        ("", [], 0, "no [retention]"),
        ("[retention]\nvalidators = 30\n", [], 0, "0  validators dropped"),
        ("[retention]\nvalidators = 30\n", ["--rehearse"], 0, "would go"),
        ("[retention]\nruns = 30\n", [], 1, "cannot be fetched again"),
        ("[retention]\nruns = 30\neven_what_is_lost = true\n", [], 0, "runs dropped"),
        ("[retention]\nruns = 30\n", ["--even-what-is-lost"], 0, "runs dropped"),
        ("[retention]\nvalues = 30\n", [], 2, "values"),
        ('[retention]\nruns = "all"\n', [], 2, "runs"),
    ],
)
def test_only_what_the_settings_name_is_dropped(
    filled: Shell, text: str, more: list[str], code: int, said: str
) -> None:
    Path("tracker.toml").write_text(text)
    answer = filled("db", "prune", *more)
    assert answer.code == code, answer.err
    assert said in answer.out + answer.err


def test_a_hypertable_is_refused_where_there_can_be_none(filled: Shell) -> None:
    answer = filled("db", "hypertable")
    assert answer.code == 1
    assert "needs PostgreSQL with TimescaleDB" in answer.err
    assert filled("db", "hypertable", "--compress-after", "soon").code == 2


def test_a_cluster_is_refused_where_there_can_be_none(filled: Shell) -> None:
    answer = filled("db", "distribute")
    assert answer.code == 1
    assert "needs PostgreSQL with Citus" in answer.err
    assert filled("db", "distribute", "--shards", "0").code == 2


def test_a_demo_never_takes_a_live_databases_place(filled: Shell) -> None:
    before = filled("export").out
    filled("db", "backup", "kept.db")
    with closing(sqlite3.connect("kept.db")) as demo, demo:
        demo.execute("UPDATE meta SET value = 'demo' WHERE key = 'kind'")
    answer = filled("db", "restore", "kept.db", "--replace")
    assert answer.code == 1
    assert "one never takes the other's place" in answer.err
    assert filled("export").out == before
    for left in filled.home.glob("tracker.db*"):
        left.unlink()
    assert filled("db", "restore", "kept.db").code == 1
    assert not (filled.home / "tracker.db").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE notice",
        "UPDATE observation SET value = 'many'",
        "CREATE TRIGGER thief AFTER UPDATE ON repository BEGIN DELETE FROM watch; END",
        "CREATE VIEW spy AS SELECT * FROM watch",
        "UPDATE observation SET value = -1",
    ],
)
def test_what_check_finds_is_never_brought_back_nor_backed_up(filled: Shell, statement: str) -> None:
    before = filled("export").out
    filled("db", "backup", "kept.db")
    with closing(sqlite3.connect("kept.db")) as spoilt, spoilt:
        spoilt.execute(statement)
    answer = filled("db", "restore", "kept.db", "--replace")
    assert answer.code == 1
    assert "kept.db is damaged" in answer.err
    assert filled("export").out == before
    assert not list(filled.home.glob("*.replaced-*"))


def test_what_is_replaced_is_kept_aside(filled: Shell) -> None:
    filled("db", "backup", "kept.db")
    filled("watch", "remove", "keras-team/keras")
    for number in (1, 2):
        answer = filled("db", "restore", "kept.db", "--replace")
        assert answer.code == 0, answer.err
        assert f"tracker.db.replaced-{number}" in answer.err
    with closing(sqlite3.connect(filled.home / "tracker.db.replaced-1")) as aside:
        assert aside.execute("SELECT count(*) FROM watch WHERE full_name LIKE 'keras%'").fetchone() == (0,)
