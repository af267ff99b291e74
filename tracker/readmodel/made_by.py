"""By which program and which rules something was derived: what another one made is stale."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from tracker.signals.rules import Rules

ROOMS = (
    "catalog.py", "dossier.py", "records.py", "tables.py", "catalog.toml", "health", "metrics", "readmodel",
    "series", "signals",
)  # fmt: skip


def made_by(rules: Rules) -> str:
    """A name for this program together with these rules, forty characters of it."""
    return hashlib.sha256(f"{program()} {rules!r}".encode()).hexdigest()[:40]


@cache
def program() -> str:
    """The text of everything that decides about numbers and verdicts; a version would forget to change."""
    digest = hashlib.sha256()
    package = files("tracker")
    for name in ROOMS:
        for file in _files(package.joinpath(name)):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(place: Traversable) -> list[Traversable]:
    if place.is_file():
        return [place] if place.name.endswith((".py", ".toml", ".json")) else []
    if not place.is_dir() or place.name == "__pycache__":
        return []
    inside = sorted(place.iterdir(), key=lambda entry: entry.name)
    return [file for entry in inside for file in _files(entry)]
