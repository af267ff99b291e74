"""Conda: its environments, and whose names are also the Python index's. Others are not mapped by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from packaging.utils import canonicalize_name

from tracker.packages import requirements
from tracker.packages.dependency import CONDA, PYPI, Dependency, Listing, Unreadable, name_of

SPEC = re.compile(r"^(?:\S*::)?\s*([A-Za-z0-9_][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:[=<>!~ ,*|].*)?$", re.S)
NOT_PACKAGES = frozenset({"python", "pip"})


@cache
def _names() -> dict[str, str]:
    """Conda's names and the Python index's, where both mean the same project."""
    whole = tomllib.loads(Path(__file__).with_name("conda_names.toml").read_text(encoding="utf-8"))
    same: dict[str, str] = {name: name for name in whole["same"]}
    same.update(whole["otherwise"])
    return same


@cache
def on_the_index(name: str) -> str | None:
    """The Python index's name of a conda package; None where nobody has checked that it is the same."""
    known = _names().get(name.lower())
    return canonicalize_name(known) if known else None


def wanted(name: str, version: str | None = None, **more: Any) -> Dependency:
    """A conda package: under the Python index's name where both mean the same project."""
    known = on_the_index(name_of(name))
    return Dependency(known or name.lower(), ecosystem=PYPI if known else CONDA, version=version, **more)


def add(listing: Listing, name: Any, line: int | None, version: str | None = None, **more: Any) -> None:
    """One conda package into the listing; the interpreter and the installer are none."""
    try:
        if name_of(name).lower() not in NOT_PACKAGES:
            listing.add(wanted(name, version, **more), line)
    except Unreadable as reason:
        listing.fault(str(reason), line)


def archive_name(address: str | None) -> str | None:
    """The name in the name of a conda archive: NAME-VERSION-BUILD.conda."""
    last = unquote((address or "").rpartition("/")[2])
    return last.rsplit("-", 2)[0] if last.count("-") >= 2 else None


def environment(whole: Mapping[str, Any], listing: Listing, path: Path, root: Path) -> None:
    """The dependencies of an environment file, pip's own section among them."""
    entries = whole.get("dependencies")
    if not isinstance(entries, list):
        listing.fault("dependencies: a list was expected", None)
        return
    walk = requirements.PipReading(root, {path.resolve()})
    for entry in entries:
        if isinstance(entry, Mapping):
            _section(entry, listing, path, walk)
        elif isinstance(entry, str) and (found := SPEC.match(entry.strip())):
            add(listing, found[1], getattr(entry, "line", None))
        else:
            listing.fault("it is no dependency", getattr(entry, "line", None))
    listing.packages[:] = walk.indexes.over(listing.packages)
    if whole.get("includes"):
        listing.tell("the environments that it includes are not read")


def _section(entry: Mapping[str, Any], listing: Listing, path: Path, walk: requirements.PipReading) -> None:
    """Lines as pip reads them, options and includes among them; sections for other systems are conda's."""
    for kind, lines in entry.items():
        for line in lines if isinstance(lines, list) else [lines] if lines else []:
            at = getattr(line, "line", None)
            if not isinstance(line, str):
                listing.fault(f"{kind}: it is no requirement", at)
            elif kind == "pip":
                _pip(line, at, listing, path, walk)
            elif str(kind).startswith("sel(") and (found := SPEC.match(line.strip())):
                add(listing, found[1], at)
            else:
                listing.fault("it is no dependency of conda's or pip's", at)


def _pip(line: str, at: int | None, listing: Listing, path: Path, walk: requirements.PipReading) -> None:
    inner = Listing(listing.path, listing.kind)
    requirements.read_text(str(line), inner, path, walk)
    for found in inner.packages:
        listing.add(found if found.path != inner.path else _at(found, at), at)
    for passed in inner.passed:
        (listing.fault if passed.fault else listing.tell)(passed.reason, at)


def _at(found: Dependency, line: int | None) -> Dependency:
    return replace(found, line=line)
