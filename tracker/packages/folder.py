"""Which files of a folder say what a project stands on, and several of them as one list."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from tracker.packages.dependency import Dependency, Listing
from tracker.packages.once import once

MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py", "pipfile", "pixi.toml", "environment*.y*ml")
REQUIREMENTS = ("*requirements*.txt", "*requirements*.in")
LOCKS = (
    "uv.lock",
    "pylock*.toml",
    "poetry.lock",
    "pdm.lock",
    "pipfile.lock",
    "conda-lock*.y*ml",
    "conda-*.lock",
    "pixi.lock",
)
BILLS = ("*.cdx.json", "*.cdx.xml", "*.spdx.json", "bom.json", "bom.xml", "sbom.json")
MOST = 50  # files


def found_in(folder: Path) -> list[Path]:
    """What people write first, then what tools locked; bills only where there is nothing else."""
    files = sorted(p for p in folder.iterdir() if p.is_file())
    beside = folder / "requirements"
    files += (
        sorted(p for p in beside.iterdir() if p.is_file() and p.suffix in (".txt", ".in"))
        if beside.is_dir()
        else []
    )
    chosen = [
        p for patterns in (MANIFESTS, REQUIREMENTS, LOCKS) for p in files if _named(p, patterns, folder)
    ]
    return (chosen or [p for p in files if _named(p, BILLS, folder)])[:MOST]


def _named(path: Path, patterns: Iterable[str], folder: Path) -> bool:
    inside = path.parent != folder and patterns is REQUIREMENTS
    return inside or (path.parent == folder and any(fnmatch(path.name.lower(), p) for p in patterns))


def together(listings: Iterable[Listing]) -> list[Dependency]:
    """Each package once, of all files; each file's own words count."""
    return once(wanted for listing in listings for wanted in listing.packages)
