"""A process that raises deliverers and kills them: forked from here, so that each is at work at once.

Arguments: database URL, seed, number of kills. The hook's address is in HOOK. Prints how many were killed
while they lived. With 0 kills: two deliverers at the same time, left to finish.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.tracker.alerts.world import START, a_view, settings_of
from tracker.alerts import grouping as forming
from tracker.alerts.dispatch import Dispatcher, surroundings
from tracker.alerts.record import record
from tracker.alerts.views import AlertView
from tracker.channels import kind
from tracker.network.transport import trust
from tracker.store.session import connect
from tracker.store.store import Store

REPOSITORIES = 8
SETTINGS = settings_of(
    {"rules": [{"name": "unmaintained", "known_after_days": 3650}]},
    {"hook": {"kind": "webhook", "url": "env:HOOK", "per_hour": 10_000}},
)
kind("webhook")  # imported before forking


def views(round_: int) -> list[AlertView]:
    """Each repository comes and goes in its own rhythm."""
    day = (START + timedelta(days=round_)).date()
    return [
        a_view("end-of-life" if (round_ // 2 + number) % 3 == 0 else "active", day, number)
        for number in range(1, REPOSITORIES + 1)
    ]


def work(url: str, round_: int | None) -> None:
    """One deliverer's life: evaluate (if it is to), form, deliver."""
    store = Store(connect(url))
    now = datetime.now(UTC)
    if round_ is not None:
        record(store, views(round_), SETTINGS, now)
    forming.group_messages(store, SETTINGS, now)
    around = surroundings(SETTINGS, home=Path.cwd())
    Dispatcher(store, SETTINGS, around, lambda: datetime.now(UTC)).deliver()


def child(url: str, round_: int | None) -> int:
    """Fork a deliverer."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work(url, round_)
    finally:
        sys.stdout.flush()
        os._exit(0)


def kill_many(url: str, dice: random.Random, kills: int) -> int:
    """Deliverers are killed at any point of their work until so many were hit alive."""
    trust(None)  # read before forking: a life is for delivering
    lives = []
    for round_ in range(3):
        began = time.monotonic()
        os.waitpid(child(url, round_), 0)
        lives.append(time.monotonic() - began)
    lifetime = min(0.4, sum(lives) / 3)  # as long as a life takes on this machine, now
    hit, rounds = 0, 3
    while hit < kills and rounds < kills * 4:
        pid = child(url, rounds)
        if rounds % 4 == 3:
            os.waitpid(pid, 0)  # left alone, so that there is always something to lose
            rounds += 1
            continue
        time.sleep(dice.uniform(0.0, lifetime))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        hit += os.WIFSIGNALED(status)
        rounds += 1
    return hit


def main() -> None:
    """Kill, then let deliverers finish what is left."""
    forming.MOST = 2  # many small messages, so that many can be hit
    url, seed, kills = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if kills:
        print(kill_many(url, random.Random(seed), kills))
        for _ in range(3):
            os.waitpid(child(url, None), 0)
        return
    work_once = Store(connect(url))
    for round_ in range(40):
        record(work_once, views(round_), SETTINGS, datetime.now(UTC))
    forming.group_messages(work_once, SETTINGS, datetime.now(UTC))
    for pid in [child(url, None), child(url, None)]:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main()
