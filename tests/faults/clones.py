"""Damaged clones, and git killed in the middle of cloning.

A file of a clone is cut, overwritten, emptied, removed or made a folder, a lock or half a pack of a killed
git is left lying, the clone is a file, a link to nowhere or to itself, a pipe, an empty folder: the next sync
has to end with the commits of an undisturbed one.
"""

from __future__ import annotations

import os
import random
import shutil
from datetime import timedelta
from pathlib import Path

from tests.faults.answers import doubled, migrated, pictures, world
from tests.faults.parts import Figures
from tests.faults.storms import FIGURES, sync
from tests.tracker.collectors.bench import TODAY, Bench, bench
from tracker.store.session import connect, sqlite_url

INPUTS = "damaged clones"


def damage(clone: Path, chance: random.Random) -> str:
    """Spoil something in a clone; what was done."""
    files = sorted(path for path in clone.rglob("*") if path.is_file())
    path, how = chance.choice(files), chance.randrange(12)
    path.chmod(0o644)
    content = path.read_bytes()
    if how == 0:
        path.write_bytes(content[: len(content) // 2])
    elif how == 1:
        path.write_bytes(chance.randbytes(max(len(content), 1)))
    elif how == 2:
        path.write_bytes(b"")
    elif how == 3:
        path.unlink()
    elif how == 4:
        path.unlink()
        path.mkdir()
    elif how == 5:
        path.with_name(f"{path.name}.lock").write_text("")
        (clone / "packed-refs.lock").write_text("")
        (clone / "config.lock").write_text("")
    elif how == 6:
        (clone / "objects" / "pack" / "tmp_pack_x1").write_bytes(content)
        half = clone.with_name(f"{clone.name}.999999.tmp")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(clone, half)
    else:
        shutil.rmtree(clone)
        in_its_place(clone, how)
    return f"{how}: {path.relative_to(clone)}"


def in_its_place(clone: Path, how: int) -> None:
    """Something else where the clone was."""
    if how == 7:
        clone.write_text("a file")
    elif how == 8:
        clone.symlink_to("/nowhere/of/the/kind")
    elif how == 9:
        clone.symlink_to(clone.name)
    elif how == 10:
        os.mkfifo(clone)
    else:
        clone.mkdir()


def grown(made: Bench, day: int) -> None:
    """A day goes by, and there is a new commit in each repository: a clone is not looked at without one."""
    moment = TODAY + timedelta(days=day)
    for repository in made.world.repositories():
        repository.commit(moment, "Dev 1", "dev1@example.invalid", subject=f"Day {day}")
    made.at(moment)


def run(folder: Path, many: int, seed: int = 1) -> Figures:
    """Damage `many` clones, each of which is synced afterwards, and compare with an undisturbed database."""
    figures, chance = Figures(counted=dict.fromkeys(FIGURES, 0)), random.Random(seed)
    model, did = migrated(folder / "model.db"), []
    engines = [
        connect(sqlite_url(Path(shutil.copy(model, folder / f"{name}.db")))) for name in ("calm", "rough")
    ]
    with bench(engines[0], folder / "a", world()) as calm, bench(engines[1], folder / "b", world()) as rough:
        for made in (calm, rough):
            made.follow("lab/net", "lab/other")
            sync(made, figures)
        for day in range(1, many + 1):
            for clone in sorted((folder / "b" / "clones").glob("*.git")):
                if figures.tried < many:
                    did.append(damage(clone, chance))
                    figures.tried += 1
            for made in (calm, rough):
                grown(made, day)
                sync(made, figures)
            if figures.tried >= many:
                break
        sync(rough, figures)  # what was put off is made up for
        gone = pictures(calm) - pictures(rough)
        figures.add("rows lost", len(gone), repr(sorted(gone, key=repr)[:3] + did[-6:]))
        figures.add("rows doubled", doubled(rough))
    for engine in engines:
        engine.dispose()
    return figures
