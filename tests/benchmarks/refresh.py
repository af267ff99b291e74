"""What a day costs: a thousand repositories of which one in twenty lives, ours beside the others'."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from tests.benchmarks.collector import DAY, TABLE, asked, lab_of, others
from tests.tracker.collectors.bench import noon
from tracker.replay.synthetic import SyntheticWorld

MANY, ACTIVE = 1_000, 50


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join(["## A day of a thousand repositories", "", *_measured(Path(folder) / "many")])


def _measured(folder: Path) -> list[str]:
    """A thousand made-up repositories, of which 5 % live through a busy day."""
    world = SyntheticWorld.many(MANY, DAY - timedelta(days=1), days=400)
    with lab_of(folder, world) as lab:
        asked(lab)
        lab.at(DAY)
        quiet = asked(lab)
        wake(world, DAY + timedelta(days=1))
        lab.at(DAY + timedelta(days=1))
        busy = asked(lab)
        since = noon(DAY).isoformat()
        return [
            f"A day of {MANY:,} made-up repositories, of which {ACTIVE} got stars, issues and commits, and "
            "ten of these a release (target: 40 GraphQL and 60 REST requests):",
            "",
            *TABLE,
            quiet.row("tracker", "all of it, on a day on which nothing happened"),
            busy.row("tracker", "all of it"),
            *others(lab, since),
            "",
            f"The day cost {busy.points:,} GraphQL points, count-only connections charged as documented.",
            "",
        ]


def wake(world: SyntheticWorld, day: date) -> None:
    """The first fifty repositories live through a day."""
    for number, repository in enumerate(list(world.repositories())[:ACTIVE]):
        lively = world[repository.full_name]
        lively.star(day, 3)
        lively.commit(noon(day) - timedelta(hours=2))
        lively.answer(lively.open_issue(day), noon(day) - timedelta(hours=1), "MEMBER")
        if number % 5 == 0:
            lively.release("v1.0", noon(day) - timedelta(hours=1))
