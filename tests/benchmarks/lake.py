"""A lake from its first night on, in processor time: what is read, what is written, what others read in it.

LAKE_SIZE chooses how many made-up repositories of twelve years it is of (240 take a minute of a core).
"""

from __future__ import annotations

import os
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl

from tests.benchmarks.quiet import pass_quietly
from tests.benchmarks.world import NOW, TODAY, full_name, make
from tracker.lake.write import update
from tracker.metrics import METRICS
from tracker.records import Issue, Observation
from tracker.series import History
from tracker.store.store import Store

SIZE = int(os.environ.get("LAKE_SIZE", "240"))
PAST = Observation(3, "star_arrivals", date(2019, 5, 6), 777.0, "git")
HEAD = """## The lake

`tracker export --partitioned` of {size:,} made-up repositories of twelve years, in processor time: {rows:,}
observations, written into {megabytes:,.0f} MB of SQLite in {seconds:.0f} s. A night brings counters and a new
star of everybody, commits of each tenth and an issue of each twentieth. All took {peak:.0f} MB of memory.

| | rows read | seconds | files written | as they were |
|---|--:|--:|--:|--:|
"""


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        began, place = time.process_time(), Path(folder) / "tracker.db"
        engine = make(place, SIZE)
        wrote, megabytes = time.process_time() - began, place.stat().st_size / 2**20
        with engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT count(*) FROM observation").scalar_one()
        store, root = Store(engine), Path(folder) / "lake"
        lines = [night(store, root, "the first night: all of it", TODAY)]
        collected(store, NOW + timedelta(days=1))
        lines.append(night(store, root, "the next", TODAY + timedelta(days=1)))
        collected(store, NOW + timedelta(days=2))
        store.observations.save([PAST], NOW + timedelta(days=2))
        told = "one with a day of 2019 corrected in one repository"
        lines.append(night(store, root, told, TODAY + timedelta(days=2)))
        engine.dispose()
        read = readers(root)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    head = HEAD.format(size=SIZE, rows=rows, megabytes=megabytes, seconds=wrote, peak=peak)
    return head + "\n".join(lines) + "\n\n" + read


def collected(store: Store, at: datetime) -> None:
    """What a night of collecting writes."""
    pass_quietly(store, SIZE, at)
    numbers = range(1, SIZE + 1)
    moved = [Observation(n, "star_arrivals", at.date(), 1.0, "git") for n in numbers]
    moved += [Observation(n, "commits", at.date(), 2.0, "git") for n in numbers if n % 10 == 0]
    store.observations.save(moved, at)
    opened = Issue(number=5_000 + at.day, created_at=at, updated_at=at, closed_at=None)
    for number in numbers[19::20]:
        store.issues.save(number, [opened], at)


def night(store: Store, root: Path, what: str, day: date) -> str:
    """A row of the table: bringing the lake up to date."""
    began = time.process_time()
    done = update(History(store, day), root, list(METRICS), "folder")
    spent = time.process_time() - began
    return f"| {what} | {done.rows:,} | {spent:.1f} | {done.written:,} | {done.kept:,} |"


def readers(root: Path) -> str:
    """What DuckDB and Polars take to read in place: everything counted, and one series found."""
    files, name = f"'{root}/**/*.parquet'", full_name(7)
    frame = pl.scan_parquet(root, hive_partitioning=True)
    series = (pl.col("repository") == name) & (pl.col("metric") == "stars")
    asked: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "all rows counted, first and last day": (
            lambda: duckdb.sql(f"SELECT count(*), min(day), max(day) FROM {files}").fetchall(),
            lambda: frame.select(pl.len(), pl.min("day"), pl.max("day").alias("last")).collect(),
        ),
        "the stars of one repository": (
            lambda: duckdb.sql(
                f"SELECT day, value FROM {files} WHERE metric = 'stars' AND repository = '{name}'"
            ).fetchall(),
            lambda: frame.filter(series).select("day", "value").collect(),
        ),
    }
    rows = [
        f"| {what} | {_spent(duck):.2f} | {_spent(polars):.2f} |" for what, (duck, polars) in asked.items()
    ]
    return "| read in place, seconds | DuckDB | Polars |\n|---|--:|--:|\n" + "\n".join(rows) + "\n"


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
