"""How everything grows: pages, commands and evaluation at 28, 200 and 1,000 repositories of twelve years.

Processor time, so that a busy machine does not lie; each size in processes of its own. SCALE_SIZES chooses
other sizes; SCALE_WORLDS is a folder in which the made-up databases are kept between runs; SCALE_PAGES=1
measures the pages alone, of databases that are built.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.benchmarks.crowd import first_answer, serving
from tests.benchmarks.world import NOW, TODAY, full_name, make
from tracker.health import Rules
from tracker.readmodel.keeping import refresh
from tracker.records import Release
from tracker.series import History
from tracker.store.session import connect, sqlite_url
from tracker.store.store import Store

SIZES = tuple(map(int, os.environ.get("SCALE_SIZES", "28,200,1000").split(",")))
TARGETS = {
    "start to first page": "1.5 s, 250 MB", "overview, other orders": "30 ms", "repository page": "40 ms",
    "compare of 6": "50 ms", "overview of a past day": "150 ms", "past day, other orders": "150 ms",
    "lifecycles of a past day": "150 ms",
    "quadrant of a past day": "150 ms", "repository of a past day": "150 ms",
    "quadrant": "150 ms", "lifecycles": "150 ms", "/metrics": "300 ms",
    "memory after all of these": "600 MB at 10,000", "tracker status": "1.2 s",
    "tracker explain": "0.8 s", "evaluate, nothing changed": "2 s", "evaluate, 5 % changed": "10 s",
    "build of everything, each": "80 ms",
}  # fmt: skip


SIX = ["&".join(f"repos={full_name(n + k)}" for k in range(6)) for n in (3, 9, 15)]
ASKED = {
    "overview, other orders": ("/?sort=gain90", "/?sort=commits&order=up", "/?sort=response", "/?sort=name"),
    "repository page": tuple(f"/repositories/{full_name(n)}" for n in (5, 9, 11, 20)),
    "compare of 6": tuple(f"/compare?{six}" for six in SIX),
    "overview of a past day": ("/?as_of=2023-05-07", "/?as_of=2019-02-01"),
    "past day, other orders": tuple(
        f"/?as_of=2022-05-0{n}&sort={sort}"
        for n, sort in enumerate(("authors", "response", "close", "release"), 1)
    ),
    "lifecycles of a past day": ("/lifecycles?as_of=2021-03-03",),
    "quadrant of a past day": ("/quadrant?as_of=2021-03-04",),
    "repository of a past day": tuple(f"/repositories/{full_name(n)}?as_of=2021-03-03" for n in (6, 12)),
    "quadrant": ("/quadrant",),
    "lifecycles": ("/lifecycles",),
    "/metrics": ("/metrics",),
}


def run() -> str:
    """The table of this part of the report."""
    folder = Path(os.environ.get("SCALE_WORLDS") or tempfile.mkdtemp(prefix="scale-"))
    found = {size: measured(folder, size) for size in SIZES}
    head = "| processor time | target at 1,000 | " + " | ".join(f"{size:,}" for size in SIZES) + " |\n"
    lines = [
        f"| {what} | {target} | " + " | ".join(found[size].get(what, "–") for size in SIZES) + " |"
        for what, target in TARGETS.items()
    ]
    words = (
        "## Growth\n\nMade-up repositories of twelve years, with 17,500 rows of series, 300 issues and 40 "
        "releases each. Pages are ones that nobody had asked for; the dearest of several. SQLite.\n\n"
    )
    return f"{words}{head}|---|---|{'--:|' * len(SIZES)}\n" + "\n".join(lines) + "\n"


def measured(folder: Path, size: int) -> dict[str, str]:
    """What each line costs with a database of `size` repositories."""
    path = folder / f"world-{size}.db"
    if not path.exists():
        make(path, size).dispose()
    if os.environ.get("SCALE_PAGES"):
        return pages(path)
    found = {"build of everything, each": _build(path, size)}
    found |= pages(path)
    for words in ("status", f"explain {full_name(7)}"):
        found[f"tracker {words.split()[0]}"] = told(_spent(path, words))
    with alone() as child:
        found |= child.submit(evaluations, path, size).result()
    return found


def alone() -> ProcessPoolExecutor:
    """A process of its own, which has imported nothing yet and may have helpers."""
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


def _build(path: Path, size: int) -> str:
    """Processor time of one repository, helpers included."""
    engine = connect(sqlite_url(path))
    store = Store(engine)
    store.read_model.clear()
    before = _all()
    refresh(History(Store(engine), TODAY), Rules())
    engine.dispose()
    return told((_all() - before) / size)


def pages(path: Path) -> dict[str, str]:
    """What `tracker serve` spends, asked as a browser asks, until its first page and on pages nobody knew."""
    with (
        tempfile.TemporaryDirectory(prefix="scale-") as home,
        serving(Path(home), sqlite_url(path), TODAY.isoformat()) as (address, process),
        httpx.Client(base_url=address, timeout=120, headers={"Accept-Encoding": "br"}) as client,
    ):

        def cost(*asked: str) -> str:
            spent = []
            for one in asked:
                start = clock(process.pid)
                client.get(one).raise_for_status()
                spent.append(clock(process.pid) - start)
            return told(max(spent))

        first_answer(address)
        found = {"start to first page": f"{clock(process.pid):.1f} s, {peak(process.pid):.0f} MB"}
        rest(process.pid)  # what it makes ready after that is not the next page's
        client.get(f"/repositories/{full_name(1)}")  # templates belong to the start
        client.get(f"/compare?repos={full_name(1)}&repos={full_name(2)}")
        found |= {what: cost(*asked) for what, asked in ASKED.items()}
        return found | {"memory after all of these": f"{peak(process.pid):.0f} MB"}


def clock(pid: int) -> float:
    """Processor seconds of another process, to the nanosecond (Linux)."""
    return time.clock_gettime((~pid << 3) | 2)


def rest(pid: int) -> None:
    """Until a process does nothing any more."""
    before = -1.0
    while clock(pid) - before > 0.01:
        before = clock(pid)
        time.sleep(1)


def peak(pid: int) -> float:
    """The most memory it has had, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def evaluations(path: Path, size: int) -> dict[str, str]:
    """The evaluate job once more, and after one repository in twenty has made a release."""
    from jobs.base import Selection, Workspace
    from jobs.evaluate import run as evaluate
    from tracker.config import Settings

    home = path.parent / f"home-{size}"
    home.mkdir(exist_ok=True)
    settings = Settings(home=home, database_url=sqlite_url(path), clock=TODAY.isoformat())
    workspace, found = Workspace(settings, connect(sqlite_url(path))), {}
    evaluate(workspace, Selection())  # the alerts' own first look
    found["evaluate, nothing changed"] = _cost(lambda: evaluate(workspace, Selection()))
    tag = f"v-{time.time_ns()}"
    for number in range(1, size + 1, 20):
        workspace.store.releases.save(number, [Release(tag, NOW - timedelta(hours=1))], NOW)
    found["evaluate, 5 % changed"] = _cost(lambda: evaluate(workspace, Selection()))
    return found


def _cost(work: Callable[[], Any]) -> str:
    before = _all()
    work()
    return told(_all() - before)


def _spent(path: Path, words: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"TRACKER_DATABASE_URL": sqlite_url(path), "TRACKER_CLOCK": TODAY.isoformat()}
    command = [sys.executable, "-m", "tracker", *words.split()]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _all() -> float:
    """Processor seconds of this process and of its ended children."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def told(seconds: float) -> str:
    """'38 ms' or '1.4 s'."""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


if __name__ == "__main__":
    sys.stdout.write(json.dumps({size: measured(Path(sys.argv[1]), size) for size in SIZES}, indent=1))
