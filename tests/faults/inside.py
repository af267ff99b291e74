"""The command line in this process, for parts that try it a thousand times; and what a home holds."""

from __future__ import annotations

import io
import os
import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.faults.parts import Figures

FINE = (0, 3)  # all done; done but for what is told
FACTS = (
    "SELECT o.repository_id, m.name, o.day, o.value FROM observation o JOIN metric m ON m.id = o.metric_id",
    "SELECT repository_id, number, created_at, closed_at FROM issue",
    "SELECT repository_id, tag, published_at FROM release",
    "SELECT github_id, owner, name, archived FROM repository",
    "SELECT repository_id, day FROM author_day",  # authors are numbered by a key of each home,
)


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


def tracker(words: str, more: Mapping[str, str]) -> Said:
    """Run `tracker WORDS` with these variables."""
    from tracker.__main__ import main

    out, err, code = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO(), 0
    with variables(more), redirect_stdout(out), redirect_stderr(err):
        sys.argv = ["tracker", *words.split()]
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
    out.seek(0)
    return Said(code, out.read(), err.getvalue())


@contextmanager
def variables(more: Mapping[str, str]):
    """The environment with these in it, and the working folder in the home."""
    before, here = dict(os.environ), Path.cwd()
    os.environ.update(more)
    os.chdir(more["TRACKER_HOME"])
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        os.chdir(here)


def judge(figures: Figures, words: str, code: int, err: str, fine: tuple[int, ...] | None = FINE) -> None:
    """Count what no command may do; `fine`: how it may end (None: anyhow, with a sentence)."""
    figures.add("tracebacks", int("Traceback" in err or "unforeseen" in err), f"{words}: {err[-500:]}")
    lost = code < 0 or (code not in fine if fine is not None else code != 0 and not err.strip())
    figures.add("runs lost", int(lost), f"{words} ended with {code}: {err[-500:]}")


def prepared(homes: Sequence[Path], more: Mapping[str, str], figures: Figures) -> None:
    """Homes in which two repositories are followed, the first of them synced."""
    for home in homes:
        home.mkdir()
        tracker("watch add acme/rocket acme/ended", {**more, "TRACKER_HOME": str(home)})
    said = tracker("sync", {**more, "TRACKER_HOME": str(homes[0])})
    judge(figures, "sync", said.code, said.err)


def facts(home: Path) -> set[tuple[object, ...]]:
    """Everything that was collected, each with its table's number."""
    opened = sqlite3.connect(home / "tracker.db")
    found = {(place, *row) for place, query in enumerate(FACTS) for row in opened.execute(query)}
    opened.close()
    return found


def compare(figures: Figures, truth: set[tuple[object, ...]], home: Path, about: object) -> None:
    """Rows that an undisturbed home holds and this one lacks, and rows that nobody should have."""
    found = facts(home)
    gone, more = truth - found, found - truth
    figures.add("rows lost", len(gone), f"{about}: {sorted(gone, key=repr)[:3]}")
    figures.add("rows too many", len(more), f"{about}: {sorted(more, key=repr)[:3]}")
