"""A shell for the tests of commands: an empty home, no token, a working folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tracker.commands.shell import Shell


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    for name in list(os.environ):
        if name.startswith(("TRACKER_", "GH_", "GITHUB_")):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("TRACKER_HOME", str(home))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.chdir(home)
    return Shell(home, monkeypatch, capsys)
