"""With nothing but the demo's database, a command that acts says so and leaves no empty one behind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.tracker.commands.shell import Shell
from tracker.records import Observation, RepositoryFacts
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.store.store import Store

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.fixture
def demo(shell: Shell) -> Shell:
    """A demo that follows owner/name1, and no live database."""
    engine = connect(sqlite_url(shell.home / "demo.db"))
    upgrade(engine)
    store = Store(engine)
    store.meta.set("kind", "demo")
    store.meta.set("clock", "2026-06-30")
    store.watches.add("owner/name1", None, "test", NOW)
    store.repositories.save(
        RepositoryFacts(1, "R_1", "owner", "name1", created_at=NOW - timedelta(days=60)), NOW, "replay"
    )
    store.observations.save([Observation(1, "star_arrivals", date(2026, 6, 1), 7, "github-history")], NOW)
    engine.dispose()
    return shell


BAD_ROW = "repository,day,metric,value\na/b,2026-06-01,stars,7\na/b,2026-06-02,stars,lots\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        "alerts snooze owner/name1",
        "alerts mute owner/name1",
        "alerts mute --lift 1",
        "alerts ack 1",
        "alerts deliver",
        "alerts retry",
        "watch remove owner/name1",
        "watch add nonsense",
        "watch add --group nonsense",
        "watch add --from nowhere.txt",
        "jobs run evaluate",
        "jobs run collect",
        "sync",
        "import nowhere.csv",
        "import bad.csv",
        "import bad.csv --repo nobody/nothing",
        "db rebuild",
        "db prune",
        "db check",
        "db backup backup.db",
    ],
)
def test_an_acting_command_makes_no_empty_live_database(demo: Shell, words: str) -> None:
    (demo.home / "bad.csv").write_text(BAD_ROW)
    answer = demo(*words.split())
    assert not (demo.home / "tracker.db").exists(), answer
    if words.split()[0] in ("alerts", "watch", "jobs", "sync", "import"):
        assert answer.code in (1, 2)
    assert demo("status").code == 0


def test_with_nothing_but_a_demo_upgrade_brings_that_one_up_to_date(demo: Shell) -> None:
    answer = demo("db", "upgrade")
    assert answer.code == 0
    assert "the demo's database is at version" in answer.err
    assert not (demo.home / "tracker.db").exists()


def test_an_import_that_is_whole_begins_a_live_database(demo: Shell) -> None:
    assert demo("export", "--metric", "star_arrivals", "-o", "good.csv").code == 0
    answer = demo("import", "good.csv")
    assert answer.code == 0, answer.err
    assert "now followed: owner/name1" in answer.err
    assert (demo.home / "tracker.db").exists()
    assert "No live database" not in demo("status").err


def test_a_file_without_a_value_begins_nothing(demo: Shell) -> None:
    (demo.home / "empty.csv").write_text("repository,metric,day,value,source,quality\n")
    assert "0 values" in demo("import", "empty.csv").err
    assert not (demo.home / "tracker.db").exists()
