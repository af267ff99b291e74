"""Upgrades from every earlier version of the database.

A synced database is taken back to an earlier version, as its own program left it, brought to the present one,
and synced again: nothing may be lost on either way, and `tracker db check` finds nothing.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

from alembic import command
from alembic.config import Config

from tests.faults.answers import doubled, migrated, pictures, world
from tests.faults.parts import Figures
from tests.faults.storms import sync
from tests.tracker.collectors.bench import TODAY, bench
from tracker.store.session import connect, migrations, sqlite_url, upgrade, version
from tracker.store.soundness import FlawKind, look_through

INPUTS = "upgrades"
FIGURES = ("runs lost", "unforeseen", "rows lost", "rows doubled", "flaws found by db check")


def versions() -> list[str]:
    """Every version but the present one, the oldest first."""
    return sorted(path.stem[:4] for path in (migrations() / "versions").glob("[0-9]*_*.py"))[:-1]


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """From each earlier version in turn, `many` times in all."""
    figures, model = Figures(counted=dict.fromkeys(FIGURES, 0)), migrated(folder / "model.db")
    for number in range(many):
        earlier = versions()[number % len(versions())]
        engine = connect(sqlite_url(Path(shutil.copy(model, folder / f"{number}.db"))))
        with bench(engine, folder / str(number), world()) as made:
            made.follow("lab/net", "lab/other")
            sync(made, figures)
            before = pictures(made)
            config = Config(stdout=io.StringIO())
            config.set_main_option("script_location", str(migrations()))
            config.attributes["engine"] = engine
            command.downgrade(config, earlier)
            assert version(engine) == earlier
            upgrade(engine)
            gone = before - pictures(made)
            sync(made, figures, full=True)
            gone |= before - pictures(made)
            figures.add("rows lost", len(gone), f"from {earlier}: {sorted(gone, key=repr)[:3]}")
            figures.add("rows doubled", doubled(made))
            flaws = [str(flaw) for flaw in look_through(engine, TODAY) if flaw.kind is not FlawKind.GAP]
            figures.add("flaws found by db check", len(flaws), "; ".join(flaws[:3]))
            figures.tried += 1
        engine.dispose()
    figures.notes["versions"] = ", ".join(versions())
    return figures
