"""A shell for the tests of commands: an empty home, no token, a working folder of its own."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobs.base import open_live
from tests.tracker.commands.shell import Shell
from tracker.config import Settings
from tracker.records import Counters, Observation, RepositoryFacts

CLOCK = "2026-06-30T12:00:00Z"


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    for name in list(os.environ):
        if name.startswith(("TRACKER_", "GH_", "GITHUB_")):
            monkeypatch.delenv(name)
    monkeypatch.delenv("COLUMNS", raising=False)  # the runner's terminal is not the user's
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("TRACKER_HOME", str(home))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.chdir(home)
    return Shell(home, monkeypatch, capsys)


@pytest.fixture
def filled(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A live database that follows two repositories read, and one whose name led nowhere."""
    monkeypatch.setenv("TRACKER_CLOCK", CLOCK)
    workspace = open_live(Settings(home=shell.home, clock=CLOCK))
    now, today = workspace.now(), workspace.now().date()
    for number, (owner, name, stars) in enumerate((("Theano", "Theano", 40), ("keras-team", "keras", 90)), 1):
        workspace.store.watches.add(f"{owner}/{name}", "frameworks", "test", now)
        facts = RepositoryFacts(
            number, f"R_{number}", owner, name,
            created_at=datetime(2026, 6, 1, tzinfo=UTC), counters=Counters(stars=stars, forks=7),
        )  # fmt: skip
        workspace.store.repositories.save(facts, now, "github")
        days = [today - timedelta(days=n) for n in range(1, 11)]
        rows = [Observation(number, "star_arrivals", day, stars / 10, "github-history") for day in days]
        workspace.store.observations.save(rows, now)
    workspace.store.watches.add("nobody/nothing", None, "test", now)
    workspace.store.watches.set_problem("nobody/nothing", "GitHub knows no such repository")
    workspace.engine.dispose()
    return shell
