"""READERS: which file is read how, by its name."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

from tracker.packages import environments, manifests, requirements
from tracker.packages.wanted import BadFile, Wanted

READERS: tuple[tuple[str, Callable[[Path], list[Wanted]]], ...] = (
    ("pyproject.toml", manifests.pyproject),
    ("uv.lock", manifests.lock),
    ("poetry.lock", manifests.lock),
    ("environment*.y*ml", environments.conda),
    ("*.cdx.json", environments.cyclonedx),
    ("bom.json", environments.cyclonedx),
    ("*requirements*.txt", requirements.read),
    ("*requirements*.in", requirements.read),
    ("*.txt", requirements.read),
)


def read(path: Path) -> list[Wanted]:
    """Everything a file asks for, each package once, in the order of the file. Raises BadFile."""
    for pattern, reader in READERS:
        if fnmatch(path.name, pattern):
            return list({w.name: w for w in reversed(reader(path))}.values())[::-1]
    known = "requirements.txt, pyproject.toml, uv.lock, poetry.lock, environment.yml or *.cdx.json"
    raise BadFile(f"{path}: it is none of {known}")
