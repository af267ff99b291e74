"""With nothing but the demo's database, a command that acts says so and leaves no empty one behind."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.tracker.commands.shell import Shell
from tracker.records import RepositoryFacts
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
    store.repositories.save(RepositoryFacts(1, "R_1", "owner", "name1"), NOW, "replay")
    engine.dispose()
    return shell


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
        "db rebuild",
        "db prune",
        "db check",
        "db backup backup.db",
    ],
)
def test_an_acting_command_makes_no_empty_live_database(demo: Shell, words: str) -> None:
    answer = demo(*words.split())
    assert not (demo.home / "tracker.db").exists(), answer
    if words.split()[0] in ("alerts", "watch", "jobs", "sync", "import"):
        assert answer.code in (1, 2)
    assert demo("status").code == 0
