"""How fast observations are written: the store beside the driver's own bulk path, on SQLite and PostgreSQL.

The driver writes ready tuples into the same table, keys and pragmas included, and asks nothing. The store is
handed Observations, refuses what is no number, compares with what is there, keeps revisions, and merges.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import click
from sqlalchemy import Connection, Engine

from tests.conftest import Store
from tests.postgres import server
from tests.tracker.store.makers import NOW, TODAY, known
from tracker.records import Observation
from tracker.store.session import connect, sqlite_url, upgrade

REPOSITORIES, METRICS, DAYS = 20, ("stars", "forks", "commits", "watchers"), 2500
TIMES = 5
Row = tuple[int, int, str, float, int, int, int]


def run() -> str:
    """The section of docs/benchmarks.md."""
    rows = [
        Observation(repository, metric, TODAY - timedelta(days=ago), float(ago + repository), "git")
        for repository in range(1, REPOSITORIES + 1)
        for metric in METRICS
        for ago in range(DAYS)
    ]
    with tempfile.TemporaryDirectory() as folder, server() as url:
        found = {
            "SQLite": side_by_side(rows, sqlite_url(Path(folder) / "bench.db"), by_executemany),
            "PostgreSQL": side_by_side(rows, url, by_copy),
        }
    lines = [
        "## Store",
        "",
        f"{len(rows):,} new observations in one transaction, median of {TIMES}, and the same handed over "
        "once more. Target: at least half the rate of the driver's own bulk path into the same table.",
        "",
        "| | the store | the driver alone | our rate / the driver's | all known already |",
        "|---|---|---|---|---|",
    ]
    for name, (ours, raw, again) in found.items():
        lines.append(
            f"| {name} | {len(rows) / ours:,.0f} rows/s | {len(rows) / raw:,.0f} rows/s | {raw / ours:.2f} | "
            f"{len(rows) / again:,.0f} rows/s |"
        )
    return "\n".join(lines)


def side_by_side(
    rows: list[Observation], url: str, driver: Callable[[Connection, list[Row]], None]
) -> tuple[float, float, float]:
    """Median seconds of the store, of the driver, and of the store when nothing is new; taken in turns."""
    engine = connect(url)
    upgrade(engine)
    store = known(Store(engine), *range(1, REPOSITORIES + 1))
    store.observations.save(rows, NOW)  # metrics and sources have their numbers
    ready = ready_rows(engine)
    ours, raw, again = [], [], []
    for _ in range(TIMES):
        empty(engine)
        ours.append(timed(lambda: store.observations.save(rows, NOW)))
        again.append(timed(lambda: store.observations.save(rows, NOW)))
        empty(engine)
        raw.append(timed(lambda: alone(engine, driver, ready)))
    engine.dispose()
    return median(ours), median(raw), median(again)


def ready_rows(engine: Engine) -> list[Row]:
    """The rows as they lie in the table, in the order in which they were handed over."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(
            "SELECT * FROM observation ORDER BY repository_id, metric_id, day DESC"
        )
        return [tuple(row) for row in found]  # type: ignore[misc]


def empty(engine: Engine) -> None:
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.exec_driver_sql("DELETE FROM observation")
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE observation")


def alone(engine: Engine, driver: Callable[[Connection, list[Row]], None], rows: list[Row]) -> None:
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        driver(connection, rows)


def by_executemany(connection: Connection, rows: list[Row]) -> None:
    connection.exec_driver_sql("INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def by_copy(connection: Connection, rows: list[Row]) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy("COPY observation FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    click.echo(run())
