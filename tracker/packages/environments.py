"""environment.yml of conda, and CycloneDX bills of materials."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from tracker.packages.requirements import wanted
from tracker.packages.wanted import BadFile, Wanted, package, text_of

DEPTH = 50  # components within components
CONDA = re.compile(r"^(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)")
PURL = re.compile(r"^pkg:([a-z]+)/([^@?#]+)")
OTHERWISE = {  # conda's names of what the package index calls otherwise; there, "pytorch" is somebody else's
    "pytorch": "torch",
    "pytorch-cpu": "torch",
    "pytorch-gpu": "torch",
    "tensorflow-base": "tensorflow",
    "py-xgboost": "xgboost",
}
NOT_PACKAGES = frozenset({"python", "pip"})


def conda(path: Path) -> list[Wanted]:
    """The dependencies of a conda environment, pip's among them. Raises BadFile."""
    try:
        whole = yaml.safe_load(text_of(path))
    except (yaml.YAMLError, RecursionError, OverflowError) as error:
        raise BadFile(f"{path}: it is not YAML ({' '.join(str(error).split())[:120]})") from None
    except ValueError as error:  # a date that is none, and the like
        raise error if isinstance(error, BadFile) else BadFile(f"{path}: it is not YAML") from None
    entries = whole.get("dependencies") if isinstance(whole, Mapping) else None
    if not isinstance(entries, list):
        raise BadFile(f"{path}: it has no list of dependencies")
    return list(_conda(entries, path))


def _conda(entries: list[Any], path: Path) -> Iterator[Wanted]:
    for entry in entries:
        if isinstance(entry, Mapping):
            for line in entry.get("pip") or []:
                if isinstance(line, str):
                    yield wanted(line, str(path))
        elif isinstance(entry, str) and (name := CONDA.match(entry.strip())):
            if name[1] not in NOT_PACKAGES:
                yield package(OTHERWISE.get(name[1].lower(), name[1]), str(path))
        else:
            raise BadFile(f"{path}: {str(entry)[:60]!r} is no dependency")


def cyclonedx(path: Path) -> list[Wanted]:
    """The components of a bill of materials: Python packages, and repositories it names. Raises BadFile."""
    try:
        whole = json.loads(text_of(path))
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(f"{path}: it is not JSON") from None
    if not isinstance(whole, Mapping) or whole.get("bomFormat") != "CycloneDX":
        raise BadFile(f"{path}: it is not a CycloneDX bill of materials")
    return list(_components(whole.get("components"), path, DEPTH))


def _components(entries: Any, path: Path, depth: int) -> Iterator[Wanted]:
    if not isinstance(entries, list | None) or depth < 0:
        raise BadFile(f"{path}: its components cannot be read")
    for entry in entries or []:
        if not isinstance(entry, Mapping):
            raise BadFile(f"{path}: its components cannot be read")
        if found := _component(entry, path):
            yield found
        yield from _components(entry.get("components"), path, depth - 1)


def _component(entry: Mapping[str, Any], path: Path) -> Wanted | None:
    """A Python package or a repository; files, containers and other languages' packages are passed over."""
    purl = PURL.match(str(entry.get("purl") or ""))
    if purl is None or purl[1] not in ("pypi", "github"):
        return None
    name = unquote(purl[2])
    if purl[1] == "github":
        return Wanted(name, f"https://github.com/{name}")
    return package(name, str(path), _source(entry.get("externalReferences")))


def _source(references: Any) -> str | None:
    for reference in references if isinstance(references, list) else []:
        if isinstance(reference, Mapping) and reference.get("type") == "vcs":
            return str(reference.get("url"))
    return None
