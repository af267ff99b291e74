"""A day on which nothing happened, in processor time: collecting, evaluating and telling.

QUIET_MANY repositories of 400 days pass a whole day on one database, against a played GitHub; those of twelve
years, of whom no GitHub is played, are the ones of `scale` (SCALE_SIZES, SCALE_WORLDS): what a collection
writes is written, and the rest is run.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.benchmarks.collector import DAY, TOKEN, asked, lab_of
from tests.benchmarks.scale import SIZES, _all, alone, told
from tests.benchmarks.world import NOW, TODAY, make
from tracker.records import Observation
from tracker.replay.synthetic import SyntheticWorld
from tracker.store.session import connect, sqlite_url
from tracker.store.store import Store

MANY = int(os.environ.get("QUIET_MANY", "1000"))
READ = ("star_count", "fork_count", "watcher_count", "open_issues", "open_pull_requests")
ZEROS = ("star_arrivals", "commits", "commits_human", "commits_substantive")
LOOKED = ("counters", "stars", "commits", "releases", "notices", "issues", "pulls", "responses", "pinned",
          "packages")  # fmt: skip
TARGETS = {"sync": "6 s at 1,000", "the whole day": "180 s at 10,000"}
AT_ONCE = 900  # repositories in a statement


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        day = whole_day(Path(folder) / "lab")
    lines = [
        f"| `tracker {words}`, {MANY:,}: {said} | {TARGETS.get(words, '')} | {told(spent)} |"
        for words, (spent, said) in day.items()
    ]
    folder_of_worlds = Path(os.environ.get("SCALE_WORLDS") or tempfile.mkdtemp(prefix="scale-"))
    for size in SIZES:
        with alone() as child:
            found = child.submit(evaluated, folder_of_worlds / f"world-{size}.db", size).result()
        lines += [f"| {what}, {size:,} | | {cost} |" for what, cost in found.items()]
    head = "## A quiet day\n\nThe day after, on which nothing happened.\n\n| processor time | target | |\n"
    return head + "|---|---|--:|\n" + "\n".join(lines) + "\n"


def whole_day(folder: Path) -> dict[str, tuple[float, str]]:
    """A quiet day on one database, as a timer would run it, each job a process of its own.

    By what was done: processor seconds, and its own last line. The server plays in this process.
    """
    world = SyntheticWorld.many(MANY, DAY - timedelta(days=1), days=400)
    with lab_of(folder, world) as lab:
        home = folder / "home"
        home.mkdir()
        environment = os.environ | {
            "TRACKER_HOME": str(home), "TRACKER_DATABASE_URL": sqlite_url(folder / "tracker.db"),
            "TRACKER_GITHUB_API_URL": lab.server.url, "TRACKER_GIT_URL": lab.server.git_url,
            "GITHUB_TOKEN": TOKEN,
        }  # fmt: skip
        asked(lab)
        for job in ("evaluate", "notify"):  # the eve's own, which is no quiet one
            _spent(environment, DAY - timedelta(days=1), "jobs", "run", job)
        lab.at(DAY)
        jobs = (("sync",), ("jobs", "run", "evaluate"), ("jobs", "run", "notify"), ("sync",))
        found = [(" ".join(words), _spent(environment, DAY, *words)) for words in jobs]
    day = sum(seconds for _, (seconds, _) in found[:3])
    again = found.pop()
    return dict(found) | {"the whole day": (day, "the three together"), "sync once more": again[1]}


def _spent(environment: Mapping[str, str], day: date, *words: str) -> tuple[float, str]:
    """(processor seconds of a command's process and its helpers, its last line)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "tracker", *words]
    env = {**environment, "TRACKER_CLOCK": day.isoformat()}
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent, ((done.stdout + done.stderr).strip().splitlines() or [""])[-1]


def evaluated(path: Path, size: int) -> dict[str, str]:
    """Evaluation and telling on the day after a quiet one, of a database that was evaluated before."""
    from jobs.base import Selection, Workspace
    from jobs.evaluate import run as evaluate
    from jobs.notify import run as notify
    from tracker.config import Settings

    if not path.exists():
        make(path, size).dispose()
    home = path.parent / f"home-{size}"
    home.mkdir(exist_ok=True)

    def workspace(days: int) -> Any:
        day = TODAY + timedelta(days=days)
        settings = Settings(home=home, database_url=sqlite_url(path), clock=day.isoformat())
        return Workspace(settings, connect(sqlite_url(path)))

    evaluate(workspace(0), Selection())
    notify(workspace(0), Selection())
    found = {"written by a quiet collection": _seconds(lambda: pass_quietly(workspace(1).store, size))}
    found["evaluate after it"] = _seconds(lambda: evaluate(workspace(1), Selection()))
    found["notify"] = _seconds(lambda: notify(workspace(1), Selection()))
    return {what: told(spent) for what, spent in {**found, "the three together": sum(found.values())}.items()}


def _seconds(work: Callable[[], Any]) -> float:
    """Processor seconds of this process and of its ended helpers."""
    before = _all()
    work()
    return _all() - before


def pass_quietly(store: Store, size: int, at: datetime = NOW + timedelta(days=1)) -> None:
    """What a collection writes that finds every count as it was; on the day after TODAY."""
    for first in range(1, size + 1, AT_ONCE):
        _pass(store, range(first, min(first + AT_ONCE, size + 1)), at)


def _pass(store: Store, ids: range, at: datetime) -> None:
    day = at.date()
    last = store.observations.latest(ids, READ, day)
    rows = [Observation(i, name, day, value, source) for (i, name), (_, value, source) in last.items()]
    rows += [Observation(i, name, day, 0.0, "git") for i in ids for name in ZEROS]
    position = {"complete": True, "until": day.isoformat(), "oid": "0" * 40}
    with store.transaction():
        store.observations.save(rows, at)
        store.progress.set_cursors((i, name, position, at) for i in ids for name in LOOKED)
