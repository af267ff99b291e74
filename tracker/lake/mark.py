"""What a lake was made from, kept beside it: by it a night knows what cannot have changed since.

It counts while the lake's files are as that night left them, in the same database. Without it, or when it
does not fit, everything is read once more, and the lake is as right as before.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tracker.exports.parquet import schema
from tracker.halves import replacing
from tracker.lake.parts import LAYOUT
from tracker.readmodel.made_by import program
from tracker.series import History

log = logging.getLogger(__name__)
NEVER = "1970-01-01"


@dataclass(frozen=True)
class LakeMark:
    """One night's end. `repositories`: (name, changes of the long past, day of the last look) by number."""

    made_by: str
    files: str
    run: tuple[int, str]
    day: str
    repositories: dict[int, tuple[str, int, str]]

    @classmethod
    def of(cls, history: History, metrics: Sequence[str], files: str) -> LakeMark:
        """What is true now, of a lake whose state is `files`."""
        pasts, looks = history.store.versions.pasts(), history.store.versions.looks()
        numbered = [(r.github_id, r.full_name) for r in history.tracked() if r.github_id is not None]
        found = {n: (name, pasts.get(n, 0), looks[n][1] if n in looks else NEVER) for n, name in numbered}
        said = hashlib.sha256(f"{program()} {LAYOUT} {schema()} {list(metrics)}".encode()).hexdigest()
        return cls(said, files, _last_run(history), history.today.isoformat(), found)

    def fits(self, now: LakeMark, history: History) -> bool:
        """Whether it tells of this lake, this database and this program, and not of a day to come."""
        number, began = self.run
        there = not number or any(
            str(run.started_at) == began for run in history.store.runs.latest(1, before=number + 1)
        )
        return there and (self.made_by, self.files) == (now.made_by, now.files) and self.day <= now.day


def _last_run(history: History) -> tuple[int, str]:
    """Of which run the database is: one that was restored from a backup has others after it."""
    for run in history.store.runs.latest(1):
        return run.id, str(run.started_at)
    return 0, ""


def place(root: Path) -> Path:
    """Where the mark of a lake lies: beside it, as some readers take every file in it for data."""
    return root.parent / f".{root.name}.lake.json"


def read(root: Path) -> LakeMark | None:
    """The mark of a lake; None where there is none that can be read."""
    try:
        told: dict[str, Any] = json.loads(place(root).read_text(encoding="utf-8"))
        kept = {
            int(n): (str(name), int(past), str(day)) for n, (name, past, day) in told["repositories"].items()
        }
        number, began = told["run"]
        return LakeMark(told["made_by"], told["files"], (int(number), began), told["day"], kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write(root: Path, mark: LakeMark) -> None:
    """Keep a mark, in the place of the one before. Where that cannot be, the lake is whole all the same."""
    try:
        with replacing(place(root)) as stream:
            stream.write(json.dumps(asdict(mark), separators=(",", ":")).encode())
    except OSError as error:
        log.warning("the next night will read everything: %s cannot be written (%s)", place(root), error)


def day_of(text: str) -> date:
    """A day as a mark tells it."""
    return date.fromisoformat(text)
