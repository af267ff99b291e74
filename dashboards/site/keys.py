"""What each file of a site is made from, as a short name: the same name, the same file.

Pages speak of everybody (verdicts of successors, when somebody was read last), so they rest on all there is;
tables of one repository rest on its own facts alone.
"""

from __future__ import annotations

import hashlib
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from dashboards.data.snapshot import Snapshot
from tracker.series import Repository

SOURCES = (".py", ".html", ".css", ".js", ".svg", ".toml", ".json")


class Keys:
    """Names for what one state of the database is, whole and for each repository."""

    def __init__(self, snapshot: Snapshot, address: str = "") -> None:
        self._snapshot = snapshot
        self._address = address
        self._versions = snapshot.history.store.versions.all()

    @cached_property
    def everything(self) -> str:
        """All facts, runs, lists and alerts, the day, the rules and the program."""
        return _named(self._common, self._address, self._snapshot.stamp, sorted(self._versions.items()))

    @cached_property
    def facts(self) -> str:
        """What is known of all that are followed, and how they are called."""
        who = [(r.full_name, r.github_id, r.category) for r in self._snapshot.tracked]
        return _named(self._common, who, sorted(self._versions.items()))

    def of(self, repository: Repository) -> str:
        """What is known of one repository."""
        who = (repository.full_name, repository.github_id, repository.created_at)
        return _named(self._common, who, self._versions.get(repository.github_id or 0))

    @cached_property
    def _common(self) -> str:
        snapshot = self._snapshot
        kind = (snapshot.today, snapshot.is_demo, snapshot.rules)
        return _named(_program(), kind, snapshot.history.catalog.entries)


def fixed(body: bytes) -> str:
    """The name of a file that is what it is."""
    return hashlib.sha256(body).hexdigest()[:20]


def _named(*parts: Any) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:20]


@cache
def _program() -> str:
    """The text of the whole program; a version would forget to change."""
    digest = hashlib.sha256()
    for package in ("tracker", "dashboards"):
        _read(files(package), digest)
    return digest.hexdigest()


def _read(place: Traversable, digest: Any) -> None:
    for entry in sorted(place.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            _read(entry, digest)
        elif entry.name.endswith(SOURCES):
            digest.update(f"{entry.name}\0".encode() + entry.read_bytes())
