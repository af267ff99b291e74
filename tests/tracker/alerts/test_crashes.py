"""Deliverers that are killed at any moment, and two at once: nothing lost, at most one repeat a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.conftest import Store
from tests.tracker.alerts.nursery import REPOSITORIES
from tests.tracker.alerts.world import START
from tests.tracker.channels.receivers import Receiver, http_receiver
from tracker.records import RepositoryFacts

pytestmark = pytest.mark.component
ROOT = Path(__file__).parents[3]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with http_receiver() as found:
        yield found


def run(store: Store, receiver: Receiver, seed: int, kills: int) -> int:
    with store.transaction():
        for number in range(1, REPOSITORIES + 1):
            facts = RepositoryFacts(number, f"R_{number}", "owner", f"name{number}")
            store.repositories.save(facts, START, "test")
    done = subprocess.run(
        [sys.executable, "-m", "tests.tracker.alerts.nursery", store.url, str(seed), str(kills)],
        cwd=ROOT, env={**os.environ, "HOOK": receiver.url}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(done.stdout or 0)


def arrived(receiver: Receiver) -> set[int]:
    return {alert["id"] for r in receiver.requests for alert in json.loads(r.body)["data"]["alerts"]}


def told(store: Store) -> list[tuple[int, str]]:
    with store.engine.connect() as connection:
        rows = connection.execute(text("SELECT transition_id, state FROM notification"))
        return [(row[0], row[1]) for row in rows]


@pytest.mark.parametrize("seed", [1, 2])
def test_two_hundred_kills_lose_nothing_and_repeat_at_most_one_message_each(
    seed: int, store: Store, receiver: Receiver
) -> None:
    receiver.pause = 0.002
    wanted = 100 if store.engine.dialect.name == "sqlite" else 30  # a life on PostgreSQL begins slowly
    killed = run(store, receiver, seed, kills=wanted)
    notes = told(store)
    assert killed == wanted
    assert len(notes) > wanted
    # "already told" is the one reason for silence here: a crash may have joined a change and its opposite.
    assert {state for _, state in notes} <= {"sent", "muted"}
    assert {number for number, state in notes if state == "sent"} == arrived(receiver)
    keys = receiver.keys()
    assert len(keys) - len(set(keys)) <= killed
    bodies: dict[str, set[bytes]] = {key: set() for key in keys}
    for request in receiver.requests:
        bodies[request.headers["Idempotency-Key"]].add(request.body)
    assert all(len(same) == 1 for same in bodies.values())  # a repeat is the same message


def test_two_processes_at_once_never_both_send(store: Store, receiver: Receiver) -> None:
    receiver.pause = 0.005
    run(store, receiver, 0, kills=0)
    keys = receiver.keys()
    assert len(keys) == len(set(keys)) > 50
    assert {number for number, state in told(store) if state == "sent"} == arrived(receiver)
