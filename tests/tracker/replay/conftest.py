"""A small synthetic world behind a real server, and clients that talk to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import httpx
import pytest

from tracker.replay.server import ReplayServer
from tracker.replay.synthetic import SyntheticWorld

TODAY = date(2026, 3, 10)  # a Tuesday
TOKEN = "ghp_" + "a" * 36
AGENT = {"user-agent": "tests", "x-github-api-version": "2026-03-10", "accept": "application/vnd.github+json"}


@pytest.fixture
def world() -> SyntheticWorld:
    """Two repositories: acme/rocket with everything, acme/empty with nothing."""
    made = SyntheticWorld()
    rocket = made.add("acme/rocket", created=date(2025, 1, 1))
    rocket.star(date(2025, 1, 1), 5)
    rocket.star(date(2026, 3, 8), 2)
    rocket.commit_daily(date(2026, 1, 1), date(2026, 3, 10))
    rocket.release("v1", date(2025, 6, 1))
    rocket.tag("v1", date(2025, 6, 1))
    rocket.write_readme(date(2025, 1, 1), "# rocket\n")
    for day in range(1, 26):
        number = rocket.open_issue(date(2026, 1, 1) + timedelta(days=day))
        if day % 2:
            rocket.close(number, date(2026, 2, 1) + timedelta(days=day))
    pull = rocket.open_pull(date(2026, 3, 1))
    rocket.close(pull, date(2026, 3, 2), merged=True)
    made.add("acme/empty", created=date(2025, 1, 1))
    return made


@pytest.fixture
def server(world: SyntheticWorld) -> Iterator[ReplayServer]:
    """The world, served."""
    with ReplayServer(TODAY, token=TOKEN, repositories=world) as running:
        yield running


@pytest.fixture
def anonymous(server: ReplayServer) -> Iterator[httpx.Client]:
    """A polite client without a token."""
    with httpx.Client(base_url=server.url, headers=AGENT, verify=False) as client:
        yield client


@pytest.fixture
def client(server: ReplayServer) -> Iterator[httpx.Client]:
    """A polite client with the good token."""
    headers = AGENT | {"authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=server.url, headers=headers, verify=False) as made:
        yield made
