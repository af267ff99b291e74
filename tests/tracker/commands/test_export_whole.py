"""An export from outside: a full disk, a kill, a device; there is the old file, or the whole new one."""

from __future__ import annotations

import gzip
import json
import os
import resource
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from tests.tracker.commands.children import COMMAND, variables
from tests.tracker.commands.shell import Shell
from tracker.exports import FORMATS, PACKED, TEXT
from tracker.exports.descriptor import NAME

OLD = "the old file\n"
# Without room Python itself would leave half a compiled module behind, for every later run to trip over.
MORE = {"TRACKER_CLOCK": "2026-06-30T12:00:00Z", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def long(filled: Shell) -> Shell:
    """Thirty thousand days more, so that an export takes a while and needs some room."""
    first, draw = date(2026, 6, 20) - timedelta(days=6_000), Random(7)
    with closing(sqlite3.connect(filled.home / "tracker.db")) as database, database:
        (metric,) = database.execute("SELECT id FROM metric WHERE name = 'star_arrivals'").fetchone()
        (source,) = database.execute("SELECT id FROM source WHERE name = 'github-history'").fetchone()
        rows = [
            (repository, metric, (first + timedelta(days=n)).isoformat(), draw.random() * 1e6, source, 1, 1)
            for repository in (1, 2)
            for n in range(6_000)
        ]
        database.executemany("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return filled


def child(home: Path, *arguments: str, room: int | None = None) -> subprocess.CompletedProcess[str]:
    """`tracker export` as a process of its own; no file of it may grow over `room` bytes."""

    def confine() -> None:
        if room is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    return subprocess.run(
        [*COMMAND, "export", *arguments], env=variables(home, MORE), cwd=home,
        capture_output=True, text=True, check=False, timeout=120, preexec_fn=confine,
    )  # fmt: skip


def beside(home: Path) -> set[str]:
    return {path.name for path in home.iterdir() if "tracker.db" not in path.name}


@pytest.mark.component
@pytest.mark.parametrize("kind", [*FORMATS, f"csv{PACKED}"])
def test_where_there_is_no_room_the_old_file_stays_and_one_sentence_says_why(long: Shell, kind: str) -> None:
    (long.home / f"x.{kind}").write_text(OLD)
    before = beside(long.home)
    done = child(long.home, "--metric", "star_arrivals", "-o", f"x.{kind}", room=60_000)
    assert done.returncode == 1, done.stderr
    assert "File too large" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert (long.home / f"x.{kind}").read_text() == OLD
    assert beside(long.home) == before


@pytest.mark.component
def test_a_folder_for_which_there_is_no_room_is_not_there(long: Shell) -> None:
    before = beside(long.home)
    done = child(
        long.home, "--metric", "star_arrivals", "--partition-by", "metric", "-o", "parts", room=60_000
    )
    assert done.returncode == 1
    assert beside(long.home) == before


@pytest.mark.component
def test_a_wide_table_for_which_there_is_no_room_to_wait_leaves_nothing(long: Shell) -> None:
    done = child(
        long.home, "--metric", "star_arrivals", "--shape", "wide", "-o", "x.csv", room=60_000
    )  # fmt: skip
    assert done.returncode == 1
    assert not (long.home / "x.csv").exists()


@pytest.mark.component
@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
def test_a_full_device_is_one_sentence_and_stays_a_device(long: Shell) -> None:
    done = child(long.home, "--repo", "keras", "-o", "/dev/full")
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert Path("/dev/full").is_char_device()
    assert not Path("/dev", NAME).exists()


SLOW = """
import sys, time
from tracker.exports import csv
write = csv.lines
def slow(*a, **k):
    print("writing", file=sys.stderr, flush=True)
    time.sleep(0.2)
    return write(*a, **k)
csv.lines = slow
from tracker.__main__ import main
main()
"""


@pytest.mark.component
def test_killed_at_any_moment_the_old_file_stays_and_the_next_export_is_whole(long: Shell) -> None:
    (long.home / "x.csv").write_text(OLD)
    arguments = ["export", "--metric", "star_arrivals,forks", "-o", "x.csv"]
    for lines in (1, 2, 3):
        process = subprocess.Popen(
            [sys.executable, "-c", SLOW, *arguments], env=variables(long.home), cwd=long.home,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert process.stderr is not None
        for _ in range(lines):
            assert "writing" in process.stderr.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
        assert (long.home / "x.csv").read_text() == OLD
        assert not (long.home / NAME).exists()
    done = child(long.home, *arguments[1:])
    assert done.returncode == 0, done.stderr
    assert len(pd.read_csv(long.home / "x.csv")) == 12_022
    left = [p for p in long.home.iterdir() if p.name.startswith(".x.csv")]
    assert sum(p.stat().st_size for p in left) == 0  # what the killed ones wrote is not left lying


def test_a_link_stays_a_link_and_a_file_keeps_its_permissions(filled: Shell) -> None:
    (filled.home / "data").mkdir()
    real = filled.home / "data" / "real.csv"
    real.write_text(OLD)
    real.chmod(0o600)
    (filled.home / "link.csv").symlink_to(real)
    assert filled("export", "-o", "link.csv").code == 0
    assert (filled.home / "link.csv").is_symlink()
    assert real.read_text().startswith("repository,")
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


def test_a_pipe_is_written_as_it_goes(filled: Shell) -> None:
    os.mkfifo(filled.home / "pipe")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append((filled.home / "pipe").read_text()), daemon=True)
    reader.start()
    answer = filled("export", "-o", "pipe")
    reader.join(30)
    assert answer.code == 0, answer.err
    assert got == [filled("export").out]
    assert not (filled.home / NAME).exists()


@pytest.mark.parametrize("kind", TEXT)
def test_a_name_that_ends_in_gz_is_compressed_and_always_alike(filled: Shell, kind: str) -> None:
    plain = filled("export", "--format", kind).out.encode()
    found = set()
    for _ in range(2):
        assert filled("export", "-o", f"x.{kind}.gz").code == 0
        found.add((filled.home / f"x.{kind}.gz").read_bytes())
        time.sleep(0.01)
    (bytes_,) = found
    assert gzip.decompress(bytes_) == plain
    (about,) = json.loads((filled.home / NAME).read_text())["resources"]
    assert (about["compression"], about["bytes"], about["format"]) == ("gz", len(bytes_), kind)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (("-o", "x.parquet.gz"), "--output"),
        (("-o", "x.csv", "--descriptor", "nowhere/about.json"), "--descriptor"),
        (("-o", "x.csv", "--repo", ""), "empty"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is(
    filled: Shell, more: tuple[str, ...], named: str
) -> None:
    answer = filled("export", *more)
    assert answer.code == 2, answer.err
    assert named in answer.err
    assert not list(filled.home.glob("x.*"))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--as-of", "2026-06-01"), "what is here was read later"),
        (("--repo", "nobody/nothing"), "tracker sync"),
        (("--to", "2001-01-01"), "in the days asked for"),
    ],
)
def test_an_empty_export_says_why_it_is_empty(filled: Shell, more: tuple[str, ...], why: str) -> None:
    answer = filled("export", *more)
    assert answer.code == 0
    assert len(answer.out.splitlines()) == 1
    assert why in answer.err
    assert why in filled("export", *more, "-o", "x.csv").err
