"""What another process does to a database: `python -m tests.tracker.store.child WHAT URL …`."""

from __future__ import annotations

import sys
import time
from datetime import timedelta

from tests.conftest import Store
from tests.tracker.store.makers import NOW, TODAY
from tracker.records import CommitDay, Observation
from tracker.store.session import connect, upgrade

PAGES, PER_PAGE = 12, 30


def bring_up(store: Store) -> None:
    """Migrate."""
    upgrade(store.engine)


def write(store: Store, name: str, times: str) -> None:
    """Many small pages, each with metrics, a cursor and shared rows of its own and of everybody's."""
    for n in range(int(times)):
        with store.transaction():
            day = TODAY - timedelta(days=n)
            own = Observation(1, f"of {name} {n % 7}", day, float(n), f"source {name}")
            shared = Observation(1, f"shared {n % 5}", day, float(n), "everybody")
            store.observations.save([own, shared], NOW)
            store.progress.set_cursor(1, name, {"done": n + 1}, NOW)


def lease(store: Store, name: str) -> None:
    """Try for the lease; say the token."""
    token = store.runs.lease("sync", name, NOW, timedelta(minutes=1))
    run = store.runs.start("sync", "slot", NOW) if token else None
    say(f"{token} {run}")


def collect(store: Store, stop_at: str = "") -> None:
    """A collector that commits after every page and goes on from its cursor; says each page.

    Having said `stop_at` it stands still until it is killed: no machine is too quick for the killer.
    """
    position = store.progress.cursor(1, "pages") or {"page": 0}
    for page in range(position["page"], PAGES):
        days = [TODAY - timedelta(days=page * PER_PAGE + n) for n in range(PER_PAGE)]
        with store.transaction():
            rows = [Observation(1, "star_arrivals", day, float(page), "github-history") for day in days]
            store.observations.save(rows, NOW)
            commits = [CommitDay(day, page, page, page, frozenset({page, -page})) for day in days]
            store.commits.save_days(1, commits, "git", NOW)
            say(f"in {page}", stop_at)
            store.progress.set_validator(f"page {page}", f"etag {page}", None, NOW)
            store.progress.set_cursor(1, "pages", {"page": page + 1}, NOW)
        say(f"after {page}", stop_at)


def say(text: str, stop_at: str = "") -> None:
    """One line to the parent, at once; then to wait for the end where it was told to stop."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
    while text == stop_at:
        time.sleep(1)


if __name__ == "__main__":
    what = {"upgrade": bring_up, "write": write, "lease": lease, "collect": collect}[sys.argv[1]]
    what(Store(connect(sys.argv[2])), *sys.argv[3:])
