"""How fast alerts are: ten thousand changes evaluated, beside the driver writing the rows; and their page.

Processor time, so that a busy machine does not lie.
"""

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
from tests.tracker.alerts.world import START as NOW
from tests.tracker.alerts.world import TODAY, World, a_view, settings_of
from tracker.store.bulk import upsert
from tracker.store.session import connect, sqlite_url, upgrade

MANY = 10_000
ROUNDS = 6
SIZES = (28, 2_000, MANY)  # alerts that the page is asked about
ASKED = {
    "": "all, by list",
    "q=name1": "searched",
    "state=archived": "of a verdict",
    "by=verdict": "all, by verdict",
}
HEADLINES = ("end-of-life", "active", "dormant", "active", "archived")


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        took = evaluated(place)
        raw = written(place / "tracker.db", place / "raw.db")
        pages = {many: shown(place / f"page-{many}", many) for many in SIZES}
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
            "",
            "The Alerts page of so many that stand, in milliseconds, the first hundred shown; the least of "
            f"{ROUNDS}, each not asked before:",
            "",
            "| asked | " + " | ".join(f"{many:,} alerts" for many in SIZES) + " |",
            "|---|" + "--:|" * len(SIZES),
            *(
                f"| {told} | " + " | ".join(f"{pages[many][told]:.0f}" for many in SIZES) + " |"
                for told in ASKED.values()
            ),
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
        began = time.process_time()
        recorded = world.see(*views)
        took.append(time.process_time() - began)
        assert (recorded.changes, recorded.notifications) == (MANY, MANY)
    engine.dispose()
    return took


def shown(place: Path, many: int) -> dict[str, float]:
    """Milliseconds of processor for the page, by what is asked of it."""
    from starlette.testclient import TestClient

    from dashboards.http.app import create_app
    from tracker.series import History

    place.mkdir()
    engine = connect(sqlite_url(place / "tracker.db"))
    upgrade(engine)
    store = Store(engine)
    world = World(store, place, settings_of())
    world.repositories(many)
    followed = [(f"owner/name{number}", number, "benchmark", NOW) for number in range(1, many + 1)]
    with store.transaction() as connection:
        upsert(
            connection,
            "watch",
            ("full_name", "repository_id", "origin", "added_at"),
            ("full_name",),
            followed,
        )
    store.lists.add("ours", [name for name, *_ in followed[::3]], NOW)
    for day, headline in enumerate(("active", "archived")):
        world.see(*(a_view(headline, TODAY + timedelta(days=day), n) for n in range(1, many + 1)))
    client = TestClient(create_app(history=lambda: History(store, TODAY + timedelta(days=1))))
    found = {}
    for query, told in ASKED.items():
        spent = []
        for one in range(ROUNDS):
            began = time.process_time()
            assert client.get(f"/alerts?{query}&show={one + 2}").status_code == 200
            spent.append(time.process_time() - began)
        found[told] = min(spent) * 1000
    engine.dispose()
    return found


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
            began = time.process_time()
            for table, cells in rows.items():
                holes = ", ".join("?" * len(cells[0]))
                write.executemany(f"INSERT INTO {table} VALUES ({holes})", cells)
            write.commit()
            took.append(time.process_time() - began)
            for table in reversed(rows):
                write.execute(f"DELETE FROM {table}")
            write.commit()
    return took


if __name__ == "__main__":
    click.echo(run())
