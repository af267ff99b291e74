"""How fast alerts are: ten thousand changes evaluated and queued, beside the driver writing the rows."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from statistics import median

import click

from tests.conftest import Store
from tests.tracker.alerts.world import TODAY, World, a_view, settings_of
from tracker.store.session import connect, sqlite_url, upgrade

MANY = 10_000
HEADLINES = ("end-of-life", "active", "dormant", "active", "archived")


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        took = evaluated(place)
        raw = written(place / "tracker.db", place / "raw.db")
    ours, driver = median(took), median(raw)
    return "\n".join(
        (
            "## Alerts",
            "",
            f"{MANY:,} repositories change their verdict on one night (SQLite); target: under 5 s. The "
            "driver alone writes the rows that came of it, unasked and unchecked, with `executemany`.",
            "",
            f"| | median of {len(took)} | transitions a second |",
            "|---|---|---|",
            f"| evaluated by rules, recorded, queued for delivery | {ours:.2f} s | {MANY / ours:,.0f} |",
            f"| the driver writes the same rows | {driver:.2f} s | {MANY / driver:,.0f} |",
            "",
            f"The whole of alerting costs {ours / driver:.1f} times the bare writing.",
        )
    )


def evaluated(place: Path) -> list[float]:
    """Seconds of each night on which everything changes."""
    url = sqlite_url(place / "tracker.db")
    engine = connect(url)
    upgrade(engine)
    world = World(Store(engine), place, settings_of())
    world.repositories(MANY)
    world.see(*(a_view("active", TODAY - timedelta(days=1), n) for n in range(1, MANY + 1)))
    took = []
    for day, headline in enumerate(HEADLINES):
        views = [a_view(headline, TODAY + timedelta(days=day), n) for n in range(1, MANY + 1)]
        began = time.perf_counter()
        recorded = world.see(*views)
        took.append(time.perf_counter() - began)
        assert (recorded.changes, recorded.notifications) == (MANY, MANY)
    engine.dispose()
    return took


def written(source: Path, target: Path) -> list[float]:
    """Seconds in which the driver writes the rows of one night into empty tables of the same form."""
    upgrade(connect(sqlite_url(target)))
    took = []
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        rows = {
            table: read.execute(f"SELECT * FROM {table} LIMIT {MANY}").fetchall()
            for table in ("transition", "notification")
        }
        for _ in HEADLINES:
            began = time.perf_counter()
            for table, cells in rows.items():
                holes = ", ".join("?" * len(cells[0]))
                write.executemany(f"INSERT INTO {table} VALUES ({holes})", cells)
            write.commit()
            took.append(time.perf_counter() - began)
            for table in reversed(rows):
                write.execute(f"DELETE FROM {table}")
            write.commit()
    return took


if __name__ == "__main__":
    click.echo(run())
