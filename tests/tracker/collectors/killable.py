"""One run of all collectors in a process of its own, to be killed at any moment of it."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.tracker.collectors.bench import TOKEN, Bench
from tracker.collectors import Context, Target
from tracker.collectors.runner import collect
from tracker.github.budget import Budget
from tracker.github.client import GitHubClient
from tracker.signals.phrases import asks_if_alive, find_notice
from tracker.store.session import connect
from tracker.store.store import Store

ROOT = Path(__file__).parents[3]
CALL = f"import sys; from {__name__} import look; look(*sys.argv[1:])"

# Its children have imported everything when they begin: none of their short lives goes into that.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])


def look(database: str, api: str, git: str, folder: str, clock: str, token: str) -> None:
    """Collect from everything that is followed, once."""
    store = Store(connect(database))
    client = GitHubClient(api, token, Budget(authorised=True, rate=None))
    now = datetime.fromisoformat(clock)
    context = Context(
        client, store, lambda: now, b"k" * 32, Path(folder), git,
        find_notice=find_notice, asks_if_alive=asks_if_alive,
    )  # fmt: skip
    targets = [Target(r["full_name"], r["github_id"], r["node_id"]) for r in store.watches.all()]
    collect(context, targets)


def begun(lab: Bench) -> ForkServerProcess:
    """A process that collects, forked from one that is ready to."""
    process = FORKS.Process(target=look, args=_arguments(lab))
    process.start()
    return process


def child(lab: Bench, afterwards: str) -> subprocess.Popen[bytes]:
    """A whole new process that collects and then does `afterwards`; its output is kept."""
    words = [sys.executable, "-c", f"{CALL}\n{afterwards}", *_arguments(lab)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE)


def _arguments(lab: Bench) -> tuple[str, ...]:
    return (
        lab.engine.url.render_as_string(hide_password=False), lab.server.url, lab.server.git_url,
        str(lab.folder / "clones"), lab.server.clock.isoformat(), TOKEN,
    )  # fmt: skip
