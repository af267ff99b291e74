"""PostgreSQL taken away and brought back in the middle of syncs.

A real server is stopped at a moment of its choosing while a sync writes, and started again, while GitHub lies
in half of its answers as above. The sync may end with an error that names the database; the next one, of true
answers, has to leave what an undisturbed database holds.
"""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from tests.faults.answers import SHARE, doubled, lying, pictures, world
from tests.faults.parts import Figures
from tests.faults.wrong import Mutator
from tests.postgres import stoppable
from tests.tracker.collectors.bench import Bench, bench
from tracker.store.failures import StoreError
from tracker.store.session import connect, upgrade

INPUTS = "outages"
FIGURES = ("runs lost", "rows lost", "rows doubled")


def looked(made: Bench, figures: Figures, told: list[str], *, full: bool = True) -> None:
    """A sync that may lose its database, and then has to say so."""
    try:
        made.look(full=full)
    except StoreError as error:
        told.append(str(error))
    except Exception as error:  # noqa: BLE001 - counted, and shown by the caller
        figures.add("runs lost", 1, repr(error))


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Stop and start the server `many` times."""
    figures, chance = Figures(counted=dict.fromkeys(FIGURES, 0)), random.Random(seed)
    told: list[str] = []
    mutator = Mutator(seed, SHARE)
    with stoppable() as server:
        admin = create_engine(server.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        truth = undisturbed(server.url, admin, folder, figures)
        number = 0
        while figures.tried < many:
            number += 1
            engine = database(server.url, admin, f"rough_{number}")
            with bench(engine, folder / f"rough-{number}", world()) as made:
                made.follow("lab/net", "lab/other")
                made.server.faults.twist = lying(mutator)
                for _ in range(min(3, many - figures.tried)):
                    sync = threading.Thread(target=looked, args=(made, figures, told))
                    sync.start()
                    time.sleep(chance.uniform(0.0, 0.6))
                    server.stop()
                    time.sleep(chance.uniform(0.0, 0.2))
                    server.start()
                    sync.join()
                    figures.tried += 1
                made.server.faults.twist = None
                looked(made, figures, told)
                gone = truth - pictures(made)
                figures.add("rows lost", len(gone), repr(sorted(gone, key=repr)[:3]))
                figures.add("rows doubled", doubled(made))
            engine.dispose()
        admin.dispose()
    figures.notes["syncs that were told so"] = f"{len(told):,}"
    figures.notes["answers mutated"] = f"{mutator.many:,}"
    return figures


def database(url: str, admin, name: str):  # an engine of a migrated database
    """A new database."""
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = connect(make_url(url).set(database=name).render_as_string(hide_password=False))
    upgrade(engine)
    return engine


def undisturbed(url: str, admin, folder: Path, figures: Figures) -> set[tuple[object, ...]]:
    """What a database holds from which nobody was taken away."""
    engine = database(url, admin, "calm")
    with bench(engine, folder / "calm", world()) as made:
        made.follow("lab/net", "lab/other")
        looked(made, figures, [])
        found = pictures(made)
    engine.dispose()
    return found
