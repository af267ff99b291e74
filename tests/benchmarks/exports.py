"""How fast history leaves: exports beside DuckDB's COPY from the same file, series through the API.

`python -m tests.benchmarks exports` writes the section, `python -m tests.benchmarks.exports ROWS` prints one
of another size; every program runs alone, in its own process.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import click
import numpy as np

from tracker.store.session import connect, sqlite_url, upgrade

ROWS = 10_000_000
DAYS = 5_000
SERIES = {"star_arrivals": 1, "fork_count": 2, "watcher_count": 2, "commits": 3, "commits_substantive": 3}
SOURCES = ("github-history", "github", "git")
METRICS = "star_arrivals,forks,watchers,commits,commits_substantive"
FIRST = date(2012, 1, 1)
DUCKDB = """
import sys, duckdb, duckdb_extension_sqlite_scanner as scanner
from pathlib import Path
d = duckdb.connect()
d.execute("INSTALL '%s'" % next(Path(scanner.__path__[0]).rglob("*.duckdb_extension")))
d.execute("LOAD sqlite_scanner")
d.execute(f"ATTACH '{sys.argv[1]}' AS s (TYPE sqlite, READ_ONLY)")
d.execute(f'''COPY (SELECT r.owner || '/' || r.name AS repository, o.repository_id AS github_id,
 m.name AS metric, o.day, o.value, c.name AS source FROM s.observation o
 JOIN s.repository r ON r.github_id = o.repository_id
 JOIN s.metric m ON m.id = o.metric_id JOIN s.source c ON c.id = o.source_id)
 TO '{sys.argv[2]}' ({sys.argv[3]})''')
"""

WATCHER = """
import os, sys, time
begun = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(time.perf_counter() - begun, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True)
class Cost:
    """What a program took."""

    seconds: float
    megabytes: float  # the most memory it held


def run(rows: int = ROWS) -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        database = place / "big.db"
        made = fill(database, rows)
        lines = [
            "## Exports",
            "",
            f"{made:,} observations in one SQLite file; each program alone in its own process, after one "
            "reading of the file to warm it. DuckDB joins the same names (without the column `quality`). "
            "Targets: 0.7 times its rate, under 300 MB.",
            "",
            "| to | tracker export | its memory | DuckDB COPY | its memory | our rate / DuckDB's |",
            "|---|---|---|---|---|---|",
        ]
        database.read_bytes()
        for kind, options in (("csv", "HEADER"), ("parquet", "FORMAT parquet, COMPRESSION zstd")):
            ours = tracker_export(database, place / f"ours.{kind}")
            theirs = cost(
                [sys.executable, "-c", DUCKDB, str(database), str(place / f"theirs.{kind}"), options]
            )
            lines.append(
                f"| {kind} | {ours.seconds:.1f} s | {ours.megabytes:.0f} MB | {theirs.seconds:.1f} s | "
                f"{theirs.megabytes:.0f} MB | {theirs.seconds / ours.seconds:.2f} |"
            )
        lines += [
            "",
            "Through the API, uncompressed; in brackets what the server's process computed for it, which a "
            "busy machine does not change. Targets: one repository in 20 ms, 50 in 200 ms.",
            "",
            "| asked | first after the data changed | again |",
            "|---|---|---|",
            *(f"| {what} | {took(first)} | {took(again)} |" for what, first, again in api(database)),
            "",
        ]
        return "\n".join(lines)


def fill(path: Path, rows: int) -> int:
    """A database of about so many observations; returns how many."""
    engine = connect(sqlite_url(path))
    upgrade(engine)
    engine.dispose()
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS)]
    draw = np.random.default_rng(1)
    repositories = max(rows // (len(SERIES) * DAYS), 50)
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.executemany("INSERT INTO metric VALUES (?, ?)", list(enumerate(SERIES, 1)))
        database.executemany("INSERT INTO source VALUES (?, ?)", list(enumerate(SOURCES, 1)))
        for number in range(1, repositories + 1):
            database.execute(
                "INSERT INTO repository (github_id, node_id, owner, name, presence, misses, created_at) "
                "VALUES (?, '', ?, ?, 'active', 0, '2012-01-01 00:00:00.000000')",
                (number, f"owner{number}", f"name{number}"),
            )
            database.execute(
                "INSERT INTO watch (full_name, repository_id, origin, added_at) "
                "VALUES (?, ?, 'benchmark', '2026-01-01 00:00:00.000000')",
                (f"owner{number}/name{number}", number),
            )
            for metric, source in enumerate(SERIES.values(), 1):
                values = draw.poisson(20, DAYS).astype(float)
                values = values.cumsum() if source == 2 else values
                cells = zip(days, values.tolist(), strict=True)
                database.executemany(
                    "INSERT INTO observation VALUES (?, ?, ?, ?, ?, 1780000000, 1780000000)",
                    ((number, metric, day, value, source) for day, value in cells),
                )
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return repositories * len(SERIES) * DAYS


def tracker_export(database: Path, target: Path) -> Cost:
    """`tracker export` of everything in the file."""
    command = [sys.executable, "-m", "tracker", "export", "--metric", METRICS, "-o", str(target)]
    return cost(command, TRACKER_DATABASE_URL=sqlite_url(database))


def cost(command: list[str], **more: str) -> Cost:
    """Run a program; its time and peak memory. Raises RuntimeError when it fails.

    A small program of its own starts it: the most memory that a child ever held counts its parent's from
    before it became that child, and this process has held the whole file.
    """
    done = subprocess.run(
        [sys.executable, "-S", "-c", WATCHER, *command], env={**os.environ, **more}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[:3]} failed: {done.stderr[-500:]}")
    seconds, kilobytes = done.stdout.split()[-2:]
    return Cost(float(seconds), int(kilobytes) / 1024)


Times = tuple[float, float]  # seconds by the clock, seconds of computing


def took(times: Sequence[Times]) -> str:
    """The medians of several askings."""
    clock, computing = (median(seconds) for seconds in zip(*times, strict=True))
    return f"{clock * 1000:.0f} ms ({computing * 1000:.0f} ms)"


def api(database: Path) -> list[tuple[str, list[Times], list[Times]]]:
    """(what is asked, times of the first asking after the data changed, times when asked again)."""
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from dashboards.api.mount import install
    from dashboards.data.snapshots import Snapshots
    from tracker.config import ApiSettings
    from tracker.series.history import History
    from tracker.store.store import Store

    engine = connect(sqlite_url(database))
    data = Snapshots(lambda: History(Store(engine), FIRST + timedelta(days=DAYS - 1)))
    app = Starlette()
    install(app, data, ApiSettings(requests_a_minute=0))
    client = TestClient(app)
    fifty = "&".join(f"repository=owner{n}/name{n}" for n in range(1, 51))
    paths = {
        "one repository, 12 years by day": "repositories/owner7/name7/series/star_arrivals?from=2013-09-01",
        "50 repositories, 12 years by month": f"series/star_arrivals?from=2013-09-01&every=month&{fifty}",
        "50 repositories, 12 years by day": f"series/star_arrivals?from=2013-09-01&{fifty}",
    }

    def ask(path: str) -> Times:
        begun = time.perf_counter(), time.process_time()
        answer = client.get(f"/api/v1/{path}", headers={"Accept-Encoding": "identity"})
        ended = time.perf_counter(), time.process_time()
        answer.raise_for_status()
        return ended[0] - begun[0], ended[1] - begun[1]

    def fresh(path: str) -> Times:
        data.refresh().tracked  # noqa: B018 - who is followed is known before anybody asks
        return ask(path)

    found = [
        (what, [fresh(path) for _ in range(7)], [ask(path) for _ in range(7)]) for what, path in paths.items()
    ]
    engine.dispose()
    return found


if __name__ == "__main__":
    click.echo(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
