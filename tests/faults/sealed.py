"""A home where nobody may write.

Commands over a home on a disk that may only be read (a bind mount; where nobody may mount, a folder without
the right to write), without SQLite's own files beside the database: what reads has to show what the owner
sees, what writes has to say in a sentence that it may not.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import cycle, islice
from pathlib import Path

from tests.faults.inside import judge, tracker
from tests.faults.parts import Figures
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tracker.replay.server import ReplayServer

INPUTS = "commands that may only read"
FIGURES = ("runs lost", "tracebacks", "answers that differ", "files written")
READING = ("status", "status --json", "export", "explain acme/ended", "alerts list --json", "jobs list",
           "watch list", "compare acme/rocket acme/ended", "db check", "config show --json")  # fmt: skip
WRITING = ("watch add acme/empty", "sync", "jobs run evaluate", "alerts mute acme/rocket", "db rebuild",
           "db upgrade", "jobs run notify", "db backup saved.db", "import all.csv")  # fmt: skip


FIRST = ("watch add acme/rocket acme/ended", "sync", "jobs run evaluate", "db backup saved.db")


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Run `many` commands, each in turn."""
    figures = Figures(counted=dict.fromkeys(FIGURES, 0))
    with ReplayServer(TODAY, token=TOKEN, repositories=small_world(), git_home=folder / "up") as server:
        server.ensure_git()
        owner, home = folder / "owner", folder / "home"
        for place in (owner, home):
            place.mkdir()
        more = environment(server) | {"TRACKER_HOME": str(owner)}
        for words in FIRST:
            said = tracker(words, more)
            judge(figures, words, said.code, said.err)
        truth = {words: tracker(words, more).out.replace(str(owner), "HOME") for words in READING}
        shutil.copy(owner / "saved.db", home / "tracker.db")
        with closing(sqlite3.connect(home / "tracker.db")) as file:
            file.execute("PRAGMA journal_mode=WAL")
        more |= {"TRACKER_HOME": str(home)}
        with shut(home):
            before = set(home.rglob("*"))
            for words in islice(cycle((*READING, *WRITING)), many):
                said = tracker(words, more)
                figures.tried += 1
                judge(figures, words, said.code, said.err, (0,) if words in READING else None)
                if words in READING:
                    shown = said.out.replace(str(home), "HOME")
                    figures.add("answers that differ", int(shown != truth[words]), f"{words}: {shown[:300]}")
            written = set(home.rglob("*")) - before
            figures.add("files written", len(written), ", ".join(map(str, sorted(written)[:5])))
    return figures


@contextmanager
def shut(home: Path) -> Iterator[None]:
    """Nobody writes there."""
    if os.geteuid() != 0:
        home.chmod(0o555)
        try:
            yield
        finally:
            home.chmod(0o755)
        return
    for how in (("--bind", str(home)), ("-o", "remount,ro,bind")):
        subprocess.run(["mount", *how, str(home)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(home)], check=True)
