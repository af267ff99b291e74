"""Sixty-four viewers at once over 1,000 repositories, with one process and with two that share a port."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from tests.benchmarks.crowd import cpu, first_answer, look, serving
from tests.benchmarks.world import TODAY, full_name, make
from tracker.health import Rules
from tracker.readmodel.keeping import refresh
from tracker.series import History
from tracker.store.session import connect, sqlite_url
from tracker.store.store import Store

REPOSITORIES = int(os.environ.get("VIEWERS_SIZE", "1000"))
VIEWERS, LOOKS = 64, 8
THINKS = (5.0, 1.0)  # seconds before the next page: a quick reader, and one who only clicks
TARGET = 300  # milliseconds, p95 on two cores
LISTS = ("/", "/?sort=gain90", "/?sort=commits&order=up", "/lifecycles", "/alerts")


def run() -> str:
    """The table of this part of the report."""
    with tempfile.TemporaryDirectory(prefix="viewers-") as folder:
        path = _world(Path(os.environ.get("SCALE_WORLDS") or folder))
        lines = [line for workers in (1, 2) for line in _measured(Path(folder), path, workers)]
    words = (
        f"## {VIEWERS} viewers at once\n\nMade-up {REPOSITORIES:,} repositories of twelve years (SQLite), "
        f"`tracker serve --workers N`. Each viewer looks at {LOOKS} pages and thinks after each; half "
        "are lists that others look at too, half pages of single repositories that nobody asked for "
        f"before. The viewers run on the same cores. Target: p95 under {TARGET} ms on two cores. "
        "`python -m tests.benchmarks viewers` makes it.\n\n"
    )
    head = "| processes | thought | p50 | p95 | pages a second | processor a page | first page |\n"
    return f"{words}{head}|--:|--:|--:|--:|--:|--:|--:|\n" + "\n".join(lines) + "\n"


def _world(folder: Path) -> Path:
    """A database with its read model built."""
    path = folder / f"world-{REPOSITORIES}.db"
    if not path.exists():
        make(path, REPOSITORIES).dispose()
    engine = connect(sqlite_url(path))
    refresh(History(Store(engine), TODAY), Rules())
    engine.dispose()
    return path


def _measured(home: Path, path: Path, workers: int) -> list[str]:
    more = ("--workers", str(workers)) if workers > 1 else ()
    with serving(home, sqlite_url(path), TODAY.isoformat(), *more) as (address, process):
        cold = first_answer(address)
        _warm(address)
        return [
            f"| {workers} | {think:g} s {_round(address, process, think, turn)} | {cold:.1f} s |"
            for turn, think in enumerate(THINKS)
        ]


def _round(address: str, process: subprocess.Popen[str], think: float, turn: int) -> str:
    """The cells of one round."""
    wanted = {viewer: _pages(viewer + turn * VIEWERS) for viewer in range(VIEWERS)}
    before, began = _spent(process), time.perf_counter()
    took = look(address, wanted, think)
    seconds, spent = time.perf_counter() - began, _spent(process) - before
    asked = VIEWERS * LOOKS
    rate, each = asked / seconds, spent / asked * 1000
    return f"| {took.p50:.0f} ms | {took.p95:.0f} ms | {rate:.0f} | {each:.0f} ms"


def _warm(address: str) -> None:
    """Templates and lists in every process: new connections, so that each gets some of them."""
    for path in (*LISTS, f"/repositories/{full_name(1)}") * 3:
        first_answer(address, path)


def _pages(viewer: int) -> list[str]:
    """Lists and pages of repositories in turns; no repository is asked for by two viewers."""
    own = [1 + (viewer * LOOKS + n) % REPOSITORIES for n in range(LOOKS)]
    return [
        f"/repositories/{full_name(number)}" if n % 2 else LISTS[(viewer + n // 2) % len(LISTS)]
        for n, number in enumerate(own)
    ]


def _spent(process: subprocess.Popen[str]) -> float:
    """Processor seconds of the server and of its processes."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    return cpu(process.pid) + sum(cpu(int(child)) for child in children)
