"""Clocks that jump.

A machine whose clock is years ahead or behind syncs and judges, several times with other clocks, sometimes
together with a GitHub whose own clock is ahead. Then the clocks are right again: after one sync and one
evaluation the facts have to be those of an undisturbed home, nothing of days to come may be left, no alert
may stand that there stands none, and `tracker db check` finds nothing.
"""

from __future__ import annotations

import json
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

from tests.faults.inside import compare, facts, judge, tracker
from tests.faults.parts import Figures
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tracker.replay.server import ReplayServer

INPUTS = "clocks that were wrong"
FIGURES = ("runs lost", "tracebacks", "rows lost", "rows too many", "false alerts", "alerts lost", "flaws")
STANDS = ("firing", "known")


def jumped(chance: random.Random) -> date:
    """Some wrong day: hours, weeks, or decades away."""
    days = chance.choice((chance.randint(-12_000, -5), chance.randint(2, 40), chance.randint(40, 9_000)))
    return TODAY + timedelta(days=days)


def standing(more: dict[str, str]) -> set[tuple[str, str, str]]:
    """The alerts that stand."""
    rows = json.loads(tracker("alerts list --all --json", more).out)["alerts"]
    return {(r["repository"], r["rule"], r["value"]) for r in rows if r["state"] in STANDS}


def look(figures: Figures, more: dict[str, str], fine: tuple[int, ...] | None) -> None:
    """One sync and one evaluation."""
    for words in ("sync", "jobs run evaluate"):
        said = tracker(words, more)
        judge(figures, f"{words} on {more['TRACKER_CLOCK']}", said.code, said.err, fine)


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Set the clock wrong `many` times, a few times in one home."""
    figures, chance = Figures(counted=dict.fromkeys(FIGURES, 0)), random.Random(seed)
    with ReplayServer(TODAY, token=TOKEN, repositories=small_world(), git_home=folder / "up") as server:
        server.ensure_git()
        calm = folder / "calm"
        calm.mkdir()
        right = environment(server) | {"TRACKER_HOME": str(calm)}
        tracker("watch add acme/rocket acme/ended", right)
        look(figures, right, (0, 3))
        truth, stood = facts(calm), standing(right)
        while figures.tried < many:
            home = folder / "rough"
            shutil.copytree(calm, home)
            more, jumps = right | {"TRACKER_HOME": str(home)}, []
            for _ in range(min(chance.randint(1, 3), many - figures.tried)):
                day = jumped(chance)
                server.clock = day if day > TODAY and chance.random() < 0.3 else TODAY
                look(figures, more | {"TRACKER_CLOCK": day.isoformat()}, None)
                jumps.append((str(day), str(server.clock)))
                figures.tried += 1
            server.clock = TODAY
            look(figures, more, (0, 3))
            compare(figures, truth, home, jumps)
            now = standing(more)
            figures.add("false alerts", len(now - stood), f"{jumps}: {now - stood}")
            figures.add("alerts lost", len(stood - now), f"{jumps}: {stood - now}")
            checked = tracker("db check", more)
            figures.add("flaws", int(checked.code != 0), f"{jumps}: {checked.out}{checked.err}")
            shutil.rmtree(home)
    return figures
