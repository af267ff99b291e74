"""Commands killed at any moment.

Syncs with git clones, evaluations, exports (partitioned ones too), backups, restores and publishes get
SIGKILL somewhere between their start and their end, one after another over one home. Then everything is run
once more, undisturbed: the facts have to be those of a home where nothing was killed, the files too, and no
half of anything may be left.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from pathlib import Path

from tests.faults.parts import Figures
from tests.tracker.commands.children import Child
from tests.tracker.commands.children import run as command
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tests.tracker.commands.test_killed import facts
from tracker.replay.server import ReplayServer

INPUTS = "commands killed"
WORDS = (
    "sync", "sync --full", "jobs run evaluate", "export -o all.csv", "db backup saved.db", "publish site",
    "export --metric all --partition-by repository -o parts", "db restore saved.db --replace",
)  # fmt: skip
FIGURES = ("runs lost", "rows lost", "rows doubled", "files that differ", "halves left", "tracebacks")


def halves(home: Path) -> list[str]:
    """What nobody finished and nobody took away."""
    return [str(path.relative_to(home)) for path in home.rglob("*") if path.name.endswith((".half", ".tmp"))]


def whole(home: Path, more: dict[str, str], figures: Figures) -> None:
    """Every command once, undisturbed."""
    shutil.rmtree(home / "parts", ignore_errors=True)  # a folder that is there is never written into
    for words in WORDS:
        done = command(home, *words.split(), more=more)
        figures.add("tracebacks", int("Traceback" in done.stderr), done.stderr)
        figures.add("runs lost", int(done.returncode not in (0, 3)), f"{words}: {done.stderr}")


def aged(home: Path) -> None:
    """As if a while had gone by: what is younger than a minute may be somebody's who has just begun."""
    moment = time.time() - 100
    for path in home.rglob(".*.half"):
        os.utime(path, (moment, moment))


def pages(home: Path) -> dict[str, bytes]:
    """The published files, and the export."""
    found = {str(p.relative_to(home)): p.read_bytes() for p in (home / "site").rglob("*") if p.is_file()}
    found |= {str(p.relative_to(home)): p.read_bytes() for p in (home / "parts").rglob("*.parquet")}
    return found | {"all.csv": (home / "all.csv").read_bytes()}


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Kill `many` commands."""
    figures, chance = Figures(counted=dict.fromkeys(FIGURES, 0)), random.Random(seed)
    with ReplayServer(TODAY, token=TOKEN, repositories=small_world(), git_home=folder / "up") as server:
        server.ensure_git()
        more, took = environment(server), {}
        homes = [folder / "calm", folder / "rough"]
        for home in homes:
            home.mkdir()
            names = [repository.full_name for repository in server.world.repositories()]
            command(home, "watch", "add", *names, more=more)
        for words in WORDS:
            began = time.monotonic()
            command(homes[0], *words.split(), more=more)
            took[words] = time.monotonic() - began
        while figures.tried < many:
            words = chance.choice(WORDS)
            with Child(homes[1], *words.split(), more=more) as child:
                time.sleep(chance.uniform(0.2, took[words]))
                if child.process.poll() is None:
                    child.end(signal.SIGKILL)
                    figures.tried += 1
                figures.add("tracebacks", int("Traceback" in "".join(child.said)), "".join(child.said))
        aged(homes[1])
        for home in homes:
            whole(home, more, figures)
    compare(*homes, figures)
    return figures


def compare(calm: Path, rough: Path, figures: Figures) -> None:
    """What the kills cost."""
    ours, theirs = facts(rough), facts(calm)
    for table in theirs:
        if table in ("revision", "cursor"):
            continue
        gone = set(theirs[table]) - set(ours[table])
        figures.add("rows lost", len(gone), f"{table}: {sorted(gone, key=repr)[:3]}")
        figures.add("rows doubled", len(ours[table]) - len(set(ours[table])), table)
    theirs_now, ours_now = pages(calm), pages(rough)
    told = [name for name in theirs_now if name.endswith((".csv", ".svg", ".parquet"))]
    differ = [name for name in told if ours_now.get(name) != theirs_now[name]]
    figures.add("files that differ", len(differ), ", ".join(differ[:5]))
    figures.add("halves left", len(left := halves(rough)), ", ".join(left[:5]))
    with sqlite3.connect(rough / "saved.db") as backup:
        (values,) = backup.execute("SELECT count(*) FROM observation").fetchone()
        figures.notes["values in the backup"] = f"{values:,}"
