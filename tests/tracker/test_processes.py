"""Locks and liveness, where the system has them and where it has not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tracker import halves, processes
from tracker.exports import files
from tracker.processes import ARENAS


def ended() -> int:
    """The number of a process that was and is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_process_that_ended_is_gone_and_this_one_is_not() -> None:
    assert processes.is_gone(ended())
    assert not processes.is_gone(os.getpid())
    assert not processes.is_gone(10**30)


def test_a_holder_is_gone_only_when_it_was_a_process_of_this_machine() -> None:
    mine = processes.holder()
    host = mine.partition(":")[0]
    assert not processes.holder_is_gone(mine)
    assert processes.holder_is_gone(f"{host}:{ended()}:abc")
    for unreadable in ("elsewhere:1:abc", f"{host}:²:abc", f"{host}:{'9' * 5000}:abc", host, ""):
        assert not processes.holder_is_gone(unreadable)


def test_where_a_signal_of_zero_is_no_question_nobody_is_called_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = ended()
    windows = SimpleNamespace(name="nt", kill=lambda *_: pytest.fail("this would end the process"))
    monkeypatch.setattr(processes, "os", windows)
    assert not processes.is_gone(gone)


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    with (tmp_path / "a").open("w") as first, (tmp_path / "a").open("w") as second:
        assert processes.lock(first.fileno())
        assert not processes.lock(second.fileno(), wait=False)


def test_without_locks_files_are_still_whole_and_nothing_of_another_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "fcntl", None)
    perhaps_in_use = tmp_path / f".out.csv.abc{halves.HALF}"
    perhaps_in_use.write_bytes(b"half")
    with files.whole_file(tmp_path / "out.csv") as stream:
        stream.write(b"whole")
    assert (tmp_path / "out.csv").read_bytes() == b"whole"
    assert perhaps_in_use.exists()


def test_where_folders_cannot_be_opened_a_folder_is_still_made_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "fcntl", None)
    monkeypatch.setattr(halves, "opens_folders", lambda: False)
    with files.whole_folder(tmp_path / "out") as folder:
        (folder / "a").write_bytes(b"1")
    assert (tmp_path / "out" / "a").read_bytes() == b"1"


@pytest.mark.skipif(sys.platform != "linux", reason="asks glibc how many places it has")
def test_threads_share_a_few_places_for_their_memory() -> None:
    program = """
import ctypes, threading
from tracker.processes import share_memory
share_memory()
held, start = [], threading.Barrier(12)
def take():
    start.wait()
    held.append([bytes(2000 + i) for i in range(2000)])
    start.wait()
threads = [threading.Thread(target=take) for _ in range(12)]
[t.start() for t in threads], [t.join() for t in threads]
ctypes.CDLL(None).malloc_stats()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert 1 <= done.stderr.count("Arena ") <= ARENAS
