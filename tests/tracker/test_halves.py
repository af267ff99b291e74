"""Unfinished files and folders: they take a place at once or not at all, and a killed process's go away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tracker.halves import replacing, staging

HOLD = """
import sys, time
from pathlib import Path
from tracker.halves import staging
with staging(Path(sys.argv[1])) as folder:
    (folder / "much").write_text("half")
    print("there", flush=True)
    time.sleep(60)
"""


def failing(path: Path) -> None:
    with replacing(path, 0o600) as stream:
        stream.write(b"half")
        raise OSError("the disk is full")


def test_a_file_is_replaced_whole_or_stays(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("old")
    with pytest.raises(OSError, match="full"):
        failing(path)
    assert path.read_text() == "old"
    with replacing(path, 0o600) as stream:
        stream.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


@pytest.mark.component
def test_a_killed_process_leaves_a_folder_that_the_next_takes_away(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "a")], stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"there\n"
    (left,) = tmp_path.iterdir()
    moment = time.time() - 100
    os.utime(left, (moment, moment))
    with staging(tmp_path / "a"):
        assert left.exists()  # somebody holds it
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert left.exists()
    with staging(tmp_path / "a"):
        assert not left.exists()
    assert not list(tmp_path.iterdir())
