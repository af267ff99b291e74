"""Mutated answers of GitHub.

Two repositories with a bit of everything are synced from a replay of GitHub that lies: in half of its JSON
answers one field has a wrong value (the field tried least comes first, so every field of every kind of answer
has its turn), in one of twenty mutations the whole body is another (empty, cut off, 200,000 brackets deep, no
UTF-8). Four lying syncs go into one database, then an honest one; what an undisturbed database holds and this
one lacks afterwards is a row lost.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

from tests.faults.parts import Figures
from tests.faults.wrong import Mutator
from tests.tracker.collectors.bench import Bench, bench, lively
from tracker.collectors import NAMES
from tracker.replay.replies import Reply, Request
from tracker.replay.synthetic import SyntheticWorld
from tracker.store.session import connect, sqlite_url, upgrade

INPUTS = "answers mutated"
SHARE = 0.5  # of the answers are mutated
LIES = 4  # lying syncs into one database, before the honest one
ONLY = tuple(name for name in NAMES if name != "commits")  # git speaks no JSON
NATURAL = (
    "SELECT repository_id, metric_id, day FROM observation",
    "SELECT repository_id, number FROM issue",
    "SELECT repository_id, tag FROM release",
    "SELECT github_id FROM repository",
)
FIGURES = ("runs lost", "unforeseen", "rows lost", "rows doubled")


def kind(request: Request) -> str:
    """What an answer is about: the path without its numbers and names, or the query's first words."""
    if request.path == "/graphql":
        return f"graphql {re.sub(rb'[^A-Za-z{( ]+', b' ', request.body)[:60].decode()}"
    return re.sub(r"/\d+", "/N", request.path.replace("/lab/net", "/R").replace("/lab/other", "/R"))


def lying(mutator: Mutator):
    """The replay's twist."""

    def twist(request: Request, reply: Reply) -> Reply:
        if reply.status != 200 or "json" not in reply.headers.get("content-type", "") or not reply.body:
            return reply
        body = mutator.mutated(kind(request), reply.body)
        return Reply(reply.status, body, reply.headers, reply.points, reply.resource)

    return twist


def world() -> SyntheticWorld:
    """Two repositories with a bit of everything."""
    made = SyntheticWorld()
    for name in ("lab/net", "lab/other"):
        lively(made, name, weeks=8)
    return made


def pictures(made: Bench) -> set[tuple[object, ...]]:
    """Every fact, as one set."""
    return {(place, *row) for place, rows in enumerate(made.picture()) for row in rows}


def doubled(made: Bench) -> int:
    """Rows that stand twice under what names them in the field."""
    return sum(many - 1 for query in NATURAL for many in Counter(made.rows(query)).values() if many > 1)


def lost(made: Bench, figures: Figures, full: bool) -> None:
    """One lying sync: it may miss things, and must end."""
    try:
        summary = made.look(only=ONLY, full=full)
    except Exception as error:  # noqa: BLE001 - counted, and shown by the caller
        figures.add("runs lost", 1, repr(error))
        return
    for miss in summary.misses:
        if "unforeseen" in miss.reason:
            figures.add("unforeseen", 1, f"{miss.collector}: {miss.reason}")


def migrated(file: Path) -> Path:
    """An empty database of this version."""
    engine = connect(sqlite_url(file))
    upgrade(engine)
    engine.dispose()
    return file


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Mutate `many` answers, a few syncs to a database."""
    figures, mutator = Figures(), Mutator(seed, SHARE)
    figures.counted = dict.fromkeys(FIGURES, 0)
    truth: set[tuple[object, ...]] = set()
    model, number = migrated(folder / "model.db"), 0
    while mutator.many < many:
        engine = connect(sqlite_url(shutil.copy(model, folder / f"faults-{number}.db")))
        with bench(engine, folder / str(number), world()) as made:
            made.follow("lab/net", "lab/other")
            if truth:
                lie(made, mutator, figures)
            before = figures.counted["runs lost"]
            lost(made, figures, full=bool(truth))
            assert truth or figures.counted["runs lost"] == before
            found = pictures(made)
            truth = truth or found
            gone = truth - found
            figures.add("rows lost", len(gone), repr(sorted(gone, key=repr)[:3]))
            figures.add("rows doubled", doubled(made))
        engine.dispose()
        for path in folder.glob(f"faults-{number}.db*"):
            path.unlink()
        shutil.rmtree(folder / str(number), ignore_errors=True)
        number += 1
    figures.tried = mutator.many
    fields = sum(tried > 0 for tried in mutator.tried.values())
    figures.notes = {
        "fields met": f"{len(mutator.tried):,}",
        "fields mutated": f"{fields:,}",
        "whole bodies replaced": f"{mutator.bodies:,}",
    }
    return figures


def lie(made: Bench, mutator: Mutator, figures: Figures) -> None:
    """A few lying syncs into one database."""
    made.server.faults.twist = lying(mutator)
    for again in range(LIES):
        lost(made, figures, full=again > 0)
    made.server.faults.twist = None
