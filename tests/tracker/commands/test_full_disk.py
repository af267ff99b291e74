"""A disk that is really full: said so, nothing half-written, and once there is room everything goes on."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tracker.commands.children import run
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tests.tracker.commands.shell import Shell
from tracker.replay.server import ReplayServer

COMMANDS = (
    "sync", "watch add acme/empty", "db backup saved.db", "export -o all.csv", "alerts mute acme/rocket",
)  # fmt: skip
pytestmark = pytest.mark.component


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, to be filled."""
    place = tmp_path / "small"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("only root may mount here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def filled(place: Path, room: int) -> Path:
    """All room taken but `room` bytes."""
    heavy = place / "heavy"
    with heavy.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 65_536):
                pass
        except OSError:
            file.truncate(max(file.tell() - room, 0))
    return heavy


def test_a_full_disk_is_told_as_such_and_costs_nothing(
    small: Path, tmp_path: Path, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ReplayServer(TODAY, token=TOKEN, repositories=small_world(), git_home=tmp_path / "up") as server:
        server.ensure_git()
        more = environment(server) | {"PYTHONDONTWRITEBYTECODE": "1"}
        for name, value in (more | {"TRACKER_HOME": str(small)}).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(small)
        assert run(small, "watch", "add", "acme/rocket", "acme/ended", more=more).returncode == 0
        for room in (0, 60_000):
            heavy = filled(small, room)
            for words in COMMANDS:
                if words == "sync":  # what a full disk keeps from giving its right back has to end
                    done = run(small, words, more=more)
                    code, err = done.returncode, done.stderr
                else:
                    said = shell(*words.split())
                    code, err = said.code, said.err
                assert "Traceback" not in err
                assert "unforeseen" not in err
                assert "in use" not in err
                if code not in (0, 2, 3):
                    assert "room" in err or "No space" in err, (words, err)
            heavy.unlink()
        assert run(small, "sync", more=more).returncode in (0, 3)  # acme/empty has no commits
        assert shell("db", "check").code == 0
        assert shell("db", "backup", "saved.db").code == 0
