"""Every damage of the table is found, says whose rows they are and what to do; so is every spoilt page."""

from __future__ import annotations

import random
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.conftest import Store
from tests.tracker.store.damages import BOTH, SQLITE, T
from tests.tracker.store.makers import NOW, TODAY, known, seen
from tracker.store.backup import check_file
from tracker.store.session import StoreError, connect, sqlite_url
from tracker.store.soundness import FlawKind, look_through


def furnish(store: Store) -> Store:
    """One row of most kinds."""
    known(store)
    store.meta.set("kind", "live")
    store.watches.add("owner1/name1", None, "test", NOW)
    store.observations.save([seen(1, 0)], NOW)
    store.progress.set_cursor(1, "stars", {"page": 1}, NOW)
    store.progress.set_validator("stars", "e", None, NOW)
    run = store.runs.start("collect", "a", NOW)
    assert run is not None
    store.runs.finish(run, "done", NOW)
    with store.alone() as connection:
        store.alerts.save_standings(connection, [(1, "ended", "inactive", "", None, TODAY, None, 0)])
    return store


def spoil(engine: Engine, statements: str) -> None:
    """Past the store, with foreign keys off, as a broken program would."""
    packed = zlib.compress(b"{}").hex()
    sqlite = engine.dialect.name == "sqlite"
    statements = statements.replace("PACKED", f"x'{packed}'" if sqlite else f"'\\x{packed}'::bytea")
    with engine.connect() as connection:
        if sqlite:
            driver = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
            driver.executescript(statements)  # type: ignore[union-attr]
        else:
            with connection.begin():
                connection.execute(text("SET session_replication_role = replica"))
                for statement in statements.split("; "):
                    connection.execute(text(statement))
        connection.invalidate()


def assert_found(engine: Engine, words: str) -> None:
    bad = [flaw for flaw in look_through(engine, TODAY) if flaw.kind is not FlawKind.GAP]
    assert [flaw for flaw in bad if words in str(flaw)], bad
    assert all(flaw.do for flaw in bad)


def test_there_are_more_damages_than_forty_three() -> None:
    assert len(SQLITE) + len(BOTH) >= 60


def test_what_is_furnished_is_sound(store: Store) -> None:
    assert look_through(furnish(store).engine, TODAY) == []


@pytest.fixture
def live(tmp_path: Path, migrated_file: Path) -> Iterator[Store]:
    path = tmp_path / "live.db"
    path.write_bytes(migrated_file.read_bytes())
    engine = connect(sqlite_url(path))
    yield furnish(Store(engine))
    engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH)
def test_a_damage_is_found(live: Store, name: str) -> None:
    statements, words = BOTH[name]
    spoil(live.engine, statements)
    assert_found(live.engine, words)


@pytest.mark.parametrize("name", list(BOTH)[::6])
def test_a_damage_is_found_on_either_database(store: Store, name: str) -> None:
    statements, words = BOTH[name]
    spoil(furnish(store).engine, statements)
    assert_found(store.engine, words)


@pytest.mark.parametrize("name", SQLITE)
def test_a_damage_that_only_sqlite_lets_in_is_found(live: Store, name: str) -> None:
    statements, words = SQLITE[name]
    if "overview" in statements:
        overview(live)
    spoil(live.engine, statements)
    assert_found(live.engine, words)


def test_the_row_is_told_by_its_repository(live: Store) -> None:
    spoil(live.engine, "UPDATE observation SET value = -1")
    (flaw,) = look_through(live.engine, TODAY)
    assert flaw.examples == ("owner1/name1 star_arrivals 2026-06-30",)
    assert "tracker sync --full OWNER/NAME" in str(flaw)


def test_a_document_that_cannot_be_unpacked_is_built_anew(live: Store) -> None:
    overview(live)
    (flaw,) = [f for f in look_through(live.engine, TODAY) if "document" in f.what]
    assert "tracker db rebuild" in flaw.do


def overview(store: Store) -> None:
    spoil(
        store.engine,
        "INSERT INTO overview (repository_id, judged, counted, made_by, judged_on, judged_until, counted_on, "
        "counted_until, headline, gravity, unmaintained, document) VALUES (1, 0, 0, 'x', '2026-06-30', "
        "'2026-07-30', '2026-06-30', '2026-07-30', 'active', 7, 0, x'00')",
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"closed_at": "'2026-05-01 00:00:00.000000'"},
        {"first_response_at": "'2026-05-01 00:00:00.000000'"},
        {"merged_at": "'2026-05-01 00:00:00.000000'"},
    ],
)
def test_what_github_contradicts_itself_is_no_damage(store: Store, columns: dict[str, str]) -> None:
    names, values = ", ".join(columns), ", ".join(columns.values())
    spoil(
        furnish(store).engine,
        f"INSERT INTO issue (repository_id, number, is_pull_request, created_at, updated_at, {names}) "
        f"VALUES (1, 5, true, {T}, {T}, {values})",
    )
    assert look_through(store.engine, TODAY) == []


# -- the file itself ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A file with pages of every kind: interiors, leaves, overflow, free ones."""
    path = tmp_path_factory.mktemp("large") / "large.db"
    path.write_bytes(migrated_file.read_bytes())
    engine = connect(sqlite_url(path))
    store = Store(engine)
    known(store, *range(1, 900))
    store.observations.save([seen(n, n % 900, repo=n // 900 + 1) for n in range(20_000)], NOW)
    with store.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE repository SET description = printf('%.*c', 9000, 'd') WHERE github_id < 20"
        )
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
            "INSERT INTO validator SELECT 'key ' || i, printf('%.*c', 300, 'e'), NULL, "
            "'2026-06-01 00:00:00.000000' FROM n"
        )
    with store.transaction() as connection:
        connection.exec_driver_sql("DELETE FROM validator WHERE CAST(substr(key, 5) AS INTEGER) > 30")
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA journal_mode=DELETE")
    assert look(path) is None
    return path


def look(path: Path) -> str | None:
    try:
        check_file(path, TODAY)
    except StoreError as error:
        return str(error)
    return None


def pages(data: bytes) -> dict[str, int]:
    """The number of one page of each kind, counted from 1."""
    size = int.from_bytes(data[16:18], "big")
    size = 65_536 if size == 1 else size
    kinds = {2: "index interior", 5: "table interior", 10: "index leaf", 13: "table leaf"}
    found = {"first": 1}
    for number in range(2, len(data) // size + 1):
        kind = kinds.get(data[(number - 1) * size])
        if kind:
            found.setdefault(kind, number)
    found["free trunk"] = int.from_bytes(data[32:36], "big")
    return found


WAYS = ("zeros", "noise", "half")


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "kind", ["first", "table interior", "table leaf", "index interior", "index leaf", "free trunk"]
)
def test_a_spoilt_page_is_found(large: Path, tmp_path: Path, kind: str, way: str) -> None:
    data = bytearray(large.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    at = (pages(bytes(data))[kind] - 1) * size
    noise = random.Random(7).randbytes(size)
    data[at : at + size] = {
        "zeros": bytes(size),
        "noise": noise,
        "half": bytes(data[at : at + size // 2]) + noise[size // 2 :],
    }[way]
    path = tmp_path / "spoilt.db"
    path.write_bytes(data)
    found = look(path)
    if kind == "free trunk" and way == "half":
        return  # what lies behind the list of a free page is nobody's
    assert found is not None
    assert "damaged" in found or "no database" in found


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_found(large: Path, tmp_path: Path, part: float) -> None:
    data = large.read_bytes()
    path = tmp_path / "short.db"
    path.write_bytes(data[: int(len(data) * part)])
    assert look(path) is not None


def test_two_leaves_in_each_others_place_are_found(large: Path, tmp_path: Path) -> None:
    data = bytearray(large.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    leaves = [n for n in range(2, len(data) // size + 1) if data[(n - 1) * size] == 10]
    one, two = (slice((n - 1) * size, n * size) for n in (leaves[0], leaves[len(leaves) // 2]))
    data[one], data[two] = data[two], data[one]
    path = tmp_path / "mixed.db"
    path.write_bytes(data)
    assert look(path) is not None
