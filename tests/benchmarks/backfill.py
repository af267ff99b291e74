"""Whether the memory of a backfill grows with the history: one large repository, in a process of its own."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.tracker.collectors.bench import TODAY, TOKEN, Bench, noon
from tests.tracker.collectors.killable import child
from tracker.replay.limits import Limits
from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld
from tracker.store.session import connect, sqlite_url, upgrade

SIZES = ((200_000, 50_000), (2_000_000, 500_000))  # commits, issues
BORN = date(2012, 1, 1)
PEOPLE = 5_000
PEAKS = """
from resource import RUSAGE_CHILDREN, getrusage
own = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
sys.stdout.write(f"{own} {getrusage(RUSAGE_CHILDREN).ru_maxrss}")  # ru_maxrss of oneself is the parent's too
"""


@dataclass(frozen=True, slots=True)
class Backfill:
    """What collecting one repository from nothing took: peak memory in MB (ours and git's)."""

    commits: int
    issues: int
    requests: int
    seconds: float
    megabytes: float
    git: float


def run() -> str:
    """The section of docs/benchmarks.md."""
    lines = [
        "## Memory of a backfill",
        "",
        "Backfill of one repository in a process of its own (target: under 300 MB at any length of history):",
        "",
        "| commits | issues | requests | time | peak memory | of git, which it runs |",
        "|---|---|---|---|---|---|",
    ]
    for commits, issues in SIZES:
        made = measure(commits, issues)
        lines.append(
            f"| {made.commits:,} | {made.issues:,} | {made.requests:,} | {made.seconds:,.0f} s | "
            f"{made.megabytes:.0f} MB | {made.git:.0f} MB |"
        )
    return "\n".join(lines)


def measure(commits: int, issues: int) -> Backfill:
    """Collect a repository of that size. Raises RuntimeError when the process fails or misses a row."""
    world = SyntheticWorld()
    repository = world.add("lab/large", BORN)
    repository.fill(BORN, TODAY - timedelta(days=1), commits=commits, issues=issues, people=PEOPLE)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        engine = connect(sqlite_url(folder / "tracker.db"))
        upgrade(engine)
        limits = Limits(core=10**9, graphql=10**9)
        with ReplayServer(noon(), TOKEN, world, limits=limits, git_home=folder / "git") as server:
            lab = Bench(server, world, engine, folder)
            lab.follow("lab/large")
            server.ensure_git()
            begun = time.perf_counter()
            process = child(lab, PEAKS)
            said, _ = process.communicate()
            seconds = time.perf_counter() - begun
            stored = (
                int(lab.rows("SELECT count(*) FROM issue")[0][0]),
                int(sum(lab.series("commits").values())),
            )
            engine.dispose()
            if process.returncode or stored != (issues, commits):
                raise RuntimeError(f"the backfill ended with {process.returncode} and {stored}")
            own, git = (int(part) / 1024 for part in said.split())
            return Backfill(commits, issues, len(server.log), seconds, own, git)
