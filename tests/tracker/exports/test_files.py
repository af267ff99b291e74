"""A file is the old one or the whole new one, whatever happens."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tracker.exports.descriptor import NAME, About, write_beside
from tracker.exports.files import whole_file, whole_folder

SLOW = """
import sys, time
from pathlib import Path
from tracker.exports.files import whole_file
with whole_file(Path(sys.argv[1])) as stream:
    for n in range(1000):
        stream.write(b"half ")
        stream.flush()
        print("writing", flush=True)
        time.sleep(0.01)
"""


def test_the_new_file_takes_the_place_of_the_old_one_with_its_sum(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    with whole_file(path) as stream:
        stream.write(b"new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert (stream.size, stream.sha256) == (3, hashlib.sha256(b"new").hexdigest())
    assert path.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def half_a_file(path: Path, error: BaseException) -> None:
    with whole_file(path) as stream:
        stream.write(b"half")
        raise error


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_full_disk_or_an_interrupt_leaves_the_old_file(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    with pytest.raises(type(error)):
        half_a_file(path, error)
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]
    assert path.read_text() == "old"


@pytest.mark.component
def test_a_killed_process_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    child = subprocess.Popen([sys.executable, "-c", SLOW, str(path)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(0.05)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert path.read_text() == "old"


@pytest.mark.component
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_disk_that_is_really_full_ends_with_one_sentence(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom tracker.exports.files import CountedStream\n"
        "with open('/dev/full', 'wb', buffering=0) as full:\n    CountedStream(full).write(b'x' * 100)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "No space left on device" in done.stderr


def half_a_folder(path: Path) -> None:
    with whole_folder(path) as folder:
        (folder / "a").write_text("half")
        raise OSError("the disk is full")


def test_a_folder_appears_whole_or_not_at_all_and_never_over_another(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"):
        half_a_folder(tmp_path / "parts")
    assert list(tmp_path.iterdir()) == []
    with whole_folder(tmp_path / "parts") as folder:
        (folder / "a").write_text("whole")
    assert (tmp_path / "parts" / "a").read_text() == "whole"
    with pytest.raises(FileExistsError, match="already"), whole_folder(tmp_path / "parts"):
        pytest.fail("it must not get so far")


def test_what_killed_exports_left_goes_with_the_next_and_what_others_write_stays(tmp_path: Path) -> None:
    for name in (".x.csv.killed.half", ".x.csv.[1].half", ".other.csv.killed.half", ".x.csv.mine"):
        (tmp_path / name).write_text("half")
    for name, minutes in ((".parts.old.half", 5), (".parts.new.half", 0)):
        (tmp_path / name / "whole").mkdir(parents=True)
        moment = time.time() - minutes * 60
        os.utime(tmp_path / name, (moment, moment))
    with whole_file(tmp_path / "x.csv") as first:
        first.write(b"first")
        first.flush()
        with whole_file(tmp_path / "x.csv") as second:
            second.write(b"second")
        with whole_folder(tmp_path / "parts"):
            pass
    assert (tmp_path / "x.csv").read_bytes() == b"first"  # both were whole, the last one stands
    assert {p.name for p in tmp_path.iterdir()} == {
        "x.csv", "parts", ".other.csv.killed.half", ".x.csv.mine", ".parts.new.half"
    }  # fmt: skip


def about(path: str) -> About:
    card = {"name": "stars", "title": "Stars", "unit": "stars", "definition": "d", "source": "s"}
    return About("csv", ("day", "value"), {}, [card], "0", "2026-01-01", path=path)


def test_exports_into_one_folder_share_a_descriptor(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "a.csv"):
        (tmp_path / name).write_text("day,value\n")
        write_beside(tmp_path / name, about(name))
    document = json.loads((tmp_path / NAME).read_text())
    assert [r["path"] for r in document["resources"]] == ["b.csv", "a.csv"]


def test_exports_at_the_same_time_into_one_folder_are_all_described(tmp_path: Path) -> None:
    names = [f"{n}.csv" for n in range(12)]
    for name in names:
        (tmp_path / name).write_text("day,value\n")
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: write_beside(tmp_path / name, about(name)), names))
    document = json.loads((tmp_path / NAME).read_text())
    assert sorted(r["path"] for r in document["resources"]) == sorted(names)


@pytest.mark.parametrize("text", ['{"name": "somebody-elses"}', "[]", "not json"])
def test_a_descriptor_that_is_not_ours_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    (tmp_path / "a.csv").write_text("day,value\n")
    assert write_beside(tmp_path / "a.csv", about("a.csv")).name == f"a.csv.{NAME}"
    assert (tmp_path / NAME).read_text() == text
