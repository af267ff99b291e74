"""Syncs through storms.

One of five answers is lost, late, cut off, an error, a limit or a page of HTML, for a whole sync after
another; git goes through as it is. Every sync has to end, and what an undisturbed database holds has to be
there when the storm is over.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.faults.answers import doubled, migrated, pictures, world
from tests.faults.parts import Figures
from tests.tracker.collectors.bench import Bench, bench
from tracker.replay.faults import KINDS
from tracker.store.session import connect, sqlite_url

INPUTS = "syncs in a storm"
RATE = 0.2
EACH = 3  # syncs into one database
FIGURES = ("runs lost", "unforeseen", "rows lost", "rows doubled")
STORM = tuple(kind for kind in KINDS if kind not in ("slow", "401"))  # a refused token rightly ends a run


def sync(made: Bench, figures: Figures, *, full: bool = False) -> None:
    """One sync, which has to end."""
    try:
        misses = made.look(full=full).misses
    except Exception as error:  # noqa: BLE001 - counted, and shown by the caller
        figures.add("runs lost", 1, repr(error))
        return
    strange = [f"{miss.collector}: {miss.reason}" for miss in misses if "unforeseen" in miss.reason]
    figures.add("unforeseen", len(strange), "; ".join(strange))


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Sync `many` times in a storm."""
    figures = Figures(counted=dict.fromkeys(FIGURES, 0))
    truth: set[tuple[object, ...]] = set()
    model, answered = migrated(folder / "model.db"), 0
    while figures.tried < many or not truth:
        place = folder / f"storm-{seed}-{figures.tried}-{bool(truth)}"
        place.mkdir()
        engine = connect(sqlite_url(Path(shutil.copy(model, place / "storm.db"))))
        with bench(engine, place, world()) as made:
            made.follow("lab/net", "lab/other")
            faults = made.server.faults
            faults.kinds, faults.seed, faults.in_a_row = STORM, seed + figures.tried, 9
            faults.__post_init__()
            for again in range(EACH if truth else 0):
                faults.rate = RATE
                sync(made, figures, full=again > 0)
                figures.tried += 1
            faults.rate = 0.0
            sync(made, figures, full=bool(truth))
            answered += len(made.server.log)
            found = pictures(made)
            truth = truth or found
            gone = truth - found
            figures.add("rows lost", len(gone), repr(sorted(gone, key=repr)[:3]))
            figures.add("rows doubled", doubled(made))
        engine.dispose()
        shutil.rmtree(place)
    figures.notes["answers asked for"] = f"{answered:,}"
    return figures
