"""The database goes away while pages are served, and comes back: 503 with a word, and then as before."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from starlette.testclient import TestClient

from dashboards.http.app import create_app
from tests.dashboards import sample
from tests.postgres import NoPostgres, Server, stoppable
from tracker.config import Settings
from tracker.series import open_history
from tracker.store.backup import backup
from tracker.store.failures import ReadOnly
from tracker.store.session import StoreError, Unavailable, connect, sqlite_url, upgrade
from tracker.store.store import Store

ASKED = (
    "/", "/compare", "/alerts", "/data", "/lifecycles", "/repositories/keras-team/keras",
    "/figures/compare.json",
    "/download/compare.csv", "/badge/keras-team/keras.svg", "/card/overview.png", "/llms.txt", "/sitemap.xml",
    "/metrics", "/api/v1/repositories", "/api/v1/verdicts", "/api/v1/exports/series.csv",
)  # fmt: skip


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A PostgreSQL that nobody else uses. Absent: skipped at home, a failure where CI is set."""
    try:
        with stoppable() as running:
            yield running
    except NoPostgres as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


def filled(server: Server, name: str) -> str:
    """The sample world in a database of this server."""
    admin = create_engine(server.url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    url = make_url(server.url).set(database=name).render_as_string(hide_password=False)
    engine = connect(url)
    upgrade(engine)
    sample.fill(engine)
    engine.dispose()
    return url


@pytest.mark.component
def test_postgresql_away_is_503_with_a_word_and_pages_come_back_by_themselves(
    own_server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = filled(own_server, "away")
    settings = Settings(tmp_path, database_url=url, clock="2026-06-30")
    client = TestClient(create_app(settings), base_url="http://127.0.0.1:8765")  # what breaks is raised here
    assert client.get("/healthz").json()["status"] == "ok"
    known = client.get("/").text
    own_server.stop()
    try:
        sick = client.get("/healthz")
        assert (sick.status_code, sick.json()["status"]) == (503, "database away")
        sleep(1.1)
        for path in (*ASKED, "/nothing/of/the/kind"):
            answer = client.get(path)
            assert answer.status_code == (404 if "nothing" in path else 503), path
            assert "the mistake is ours" not in answer.text.lower()
            if answer.status_code == 503:
                assert int(answer.headers["Retry-After"]) > 0
                assert "database" in answer.text, path
        last = client.get("/").text
        assert "this page was made before" in last
        assert set(known.splitlines()) <= set(last.splitlines())
        newcomer = TestClient(create_app(settings), base_url="http://127.0.0.1:8765")
        assert newcomer.get("/").status_code == newcomer.get("/healthz").status_code == 503
    finally:
        own_server.start()
    assert client.get("/healthz").status_code == 200
    for path in ASKED:
        assert client.get(path).status_code == 200, path
    assert client.get("/").text == known
    assert not [r for r in caplog.records if r.levelno >= logging.ERROR or r.exc_info]


@pytest.mark.component
def test_a_command_told_of_a_database_that_went_says_so_in_one_line(
    own_server: Server, tmp_path: Path
) -> None:
    history = open_history(Settings(tmp_path, database_url=filled(own_server, "commanded")))
    engine = history.store.engine
    own_server.stop()
    try:
        with pytest.raises(Unavailable, match=r"does not answer .*tracker doctor"):
            history.tracked()
    finally:
        own_server.start()
    assert len(history.tracked()) == 14
    engine.dispose()


def test_a_damaged_file_is_503_and_names_check_and_restore(world: Engine, tmp_path: Path) -> None:
    file = tmp_path / "spoilt.db"
    with world.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(str(world.url.database), file)
    size = file.stat().st_size
    with file.open("r+b") as opened:
        for page in range(8 * 4096, size - 4096, 4096):
            opened.seek(page)
            opened.write(b"\xff" * 600)
    settings = Settings(tmp_path, database_url=sqlite_url(file), clock="2026-06-30")
    answer = TestClient(create_app(settings), base_url="http://127.0.0.1:8765").get("/")
    assert answer.status_code == 503
    assert "tracker db restore FILE --replace" in answer.text


@pytest.fixture
def sealed(migrated_file: Path, tmp_path: Path) -> Iterator[Path]:
    """A database in a folder where this user may not write, without SQLite's files beside it."""
    if os.geteuid() != 0:
        pytest.skip("only root can lend itself to a user without rights")
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(migrated_file, home / "tracker.db")
    (tmp_path / "copied").mkdir()
    (tmp_path / "copied").chmod(0o777)
    for place in (home, *home.parents):
        if place.is_relative_to("/tmp") and place != Path("/tmp"):
            place.chmod(0o755)
    os.seteuid(65_534)
    try:
        yield home / "tracker.db"
    finally:
        os.seteuid(0)


def test_a_home_where_nobody_may_write_is_read_and_says_so_when_it_should_be_written(sealed: Path) -> None:
    engine = connect(sqlite_url(sealed))
    assert Store(engine).meta.all() == {}
    with pytest.raises(ReadOnly, match="may only be read here"):
        Store(engine).meta.set("kind", "live")
    copied = sealed.parent.parent / "copied"
    backup(engine, copied / "copy.db")
    with pytest.raises(StoreError, match=r"This user may not write in .*home: set TRACKER_HOME"):
        connect(sqlite_url(sealed.with_name("other.db")))
    engine.dispose()


def test_what_others_write_meanwhile_in_a_home_that_is_only_read_is_seen(sealed: Path) -> None:
    engine = connect(sqlite_url(sealed))
    reading = Store(engine)
    assert reading.meta.all() == {}
    os.seteuid(0)
    writing = connect(sqlite_url(sealed))
    Store(writing).meta.set("kind", "live")
    os.seteuid(65_534)
    assert reading.meta.all() == {"kind": "live"}, "by the files of whoever writes"
    writing.dispose()
    assert reading.meta.all() == {"kind": "live"}
    engine.dispose()
    os.seteuid(0)
    for tail in ("-wal", "-shm"):
        sealed.with_name(sealed.name + tail).unlink(missing_ok=True)
    sealed.with_name(sealed.name + "-wal").write_bytes(b"what a killed process left")
    os.seteuid(65_534)
    with pytest.raises(StoreError, match=r"tracker\.db-wal holds what is not in the database yet"):
        connect(sqlite_url(sealed))
