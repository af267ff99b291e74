"""The folder of a site: what lies in it and what it was made from, and one quick exchange for what is new.

What changed is made in a folder aside first, so that a run that is killed leaves the old site whole. The
list of files is the only memory: what it names may be replaced and removed, everything else is not ours.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tracker.halves import HALF, locked

MANIFEST = ".framework-tracker-site"  # a line for each file: name, what it was made from, bytes
ASIDE = ".framework-tracker-new"


class SiteError(Exception):
    """The folder cannot be used; the message says why and what to do."""


class Made(NamedTuple):
    """What a file was made from, and how many bytes it has."""

    key: str
    size: int


class Folder:
    """One site's folder while it is written to; nobody else writes to it meanwhile."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.aside = place / ASIDE
        self.before = _manifest(place)
        self._made: dict[str, Made] = {}
        self._new: list[str] = []

    def claim(self, names: Iterable[str]) -> None:
        """List what will be ours before it is written: a killed run leaves nobody else's folder."""
        self._list(dict.fromkeys(names, Made("", -1)) | self.before)

    @property
    def written(self) -> int:
        """How many files are new or other than before."""
        return len(self._new)

    def stands(self, name: str, key: str) -> bool:
        """Whether a file lies there as it was made from just this; it then stays."""
        known = self.before.get(name)
        if known is None or known.key != key or _size(self.place / name) != known.size:
            return False
        self._made[name] = known
        return True

    def put(self, name: str, key: str, body: bytes) -> None:
        """Lay a file aside; one that lies there with the same bytes stays as it is."""
        self._made[name] = Made(key, len(body))
        path = self.place / name
        if _size(path) == len(body) and path.read_bytes() == body:
            return
        half = self.aside / name
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(body)
        self._new.append(name)

    def exchange(self) -> None:
        """Bring what is new to its place: what pages need before pages, and what nobody names goes last."""
        new = set(self._new)
        between = {name: made for name, made in self.before.items() if name not in new}
        self._list({**dict.fromkeys([*self.before, *self._made], Made("", -1)), **between})
        for name in sorted(self._new, key=lambda name: (name.endswith(".html"), name)):
            path = self.place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            os.replace(self.aside / name, path)
        for name in {*self.before, *self._made}:  # left by a killed run of an earlier version
            path = self.place / name
            path.with_name(f".{path.name}{HALF}").unlink(missing_ok=True)
        for stale in self.before.keys() - self._made.keys():
            (self.place / stale).unlink(missing_ok=True)
            _remove_empty(self.place, (self.place / stale).parent)
        self._list(self._made)
        shutil.rmtree(self.aside, ignore_errors=True)

    def _list(self, made: dict[str, Made]) -> None:
        lines = [f"{name}\t{one.key}\t{one.size}" for name, one in made.items()]
        half = self.aside / MANIFEST
        half.write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(half, self.place / MANIFEST)


@contextmanager
def opened(place: Path) -> Iterator[Folder]:
    """The folder, for this process alone. Raises SiteError for one that holds something else."""
    _manifest(place)
    place.mkdir(parents=True, exist_ok=True)
    with locked(place):
        folder = Folder(place)
        shutil.rmtree(folder.aside, ignore_errors=True)
        folder.aside.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder.aside, ignore_errors=True)


def safe(name: str) -> str:
    """A path that stays inside its folder whatever the name: no dots at the front, nothing but slashes."""
    parts = [part.lstrip(".") or "_" for part in name.replace("\\", "_").split("/") if part]
    return "/".join("".join(c if c >= " " and c not in ':*?"|' else "_" for c in part) for part in parts)


def _manifest(place: Path) -> dict[str, Made]:
    """What an earlier run wrote. Raises SiteError when the folder holds what is not ours."""
    if place.exists() and not place.is_dir():
        raise SiteError(f"{place} is a file; give a folder")
    manifest = place / MANIFEST
    if manifest.is_file():
        found = (_entry(line) for line in manifest.read_text(encoding="utf-8").splitlines())
        return {name: made for name, made in found if name and name in (safe(name), ".nojekyll")}
    if place.is_dir() and any(path.name != ASIDE for path in place.iterdir()):
        raise SiteError(f"{place} holds files that are not of this site; give an empty or a new folder")
    return {}


def _entry(line: str) -> tuple[str, Made]:
    """One line of the list; lists of earlier versions have names alone."""
    name, _, rest = line.partition("\t")
    key, _, size = rest.partition("\t")
    return name, Made(key, int(size) if size.isascii() and size.isdigit() else -1)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1


def _remove_empty(top: Path, folder: Path) -> None:
    while folder != top and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
