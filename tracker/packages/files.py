"""Which file is read how: by what stands in it, and only where that leaves it open by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomli

from tracker.packages import conda, conda_lists, locks, pyproject, requirements, sboms, setups, spdx
from tracker.packages.dependency import Listing, UnreadableFile
from tracker.packages.once import once
from tracker.packages.places import Lines
from tracker.packages.tables import table
from tracker.packages.texts import decoded, project_of, text_of
from tracker.packages.yaml_tree import tree

YAML = re.compile(
    r"^(?:---\s*$|(?:dependencies|packages?|channels|environments|name|version|prefix)\s*:)", re.M
)
PIXI = frozenset(
    {"workspace", "project", "pypi-dependencies", "environments", "host-dependencies", "run-dependencies"}
)
KNOWN = "requirements, pyproject.toml, a lock file, a Pipfile, setup.cfg, a conda environment or an SBOM"


def read(path: Path, working: Path | None = None) -> Listing:
    """Everything a file asks for, each package once, in the order of the file. Raises UnreadableFile.

    Includes stay in the file's project, else in the `working` folder that it lies in, else in its own.
    """
    return read_text(text_of(path), path, working)


def read_bytes(content: bytes, path: Path) -> Listing:
    """The same for what was read already, such as standard input. Raises UnreadableFile."""
    return read_text(decoded(content, str(path)), path)


def read_text(text: str, path: Path, working: Path | None = None) -> Listing:
    """The same from a text; includes are looked for beside `path`. Raises UnreadableFile."""
    listing = Listing(str(path), "requirements")
    try:
        _read(text, path, listing, project_of(path, working))
    except RecursionError:
        raise UnreadableFile(f"{path}: it is nested too deep to be read") from None
    listing.packages = once(listing.packages)
    if not listing.packages and listing.faults:
        raise UnreadableFile(str(listing.faults[0]) + f" ({len(listing.faults)} such, and no package)")
    return listing


def _read(text: str, path: Path, listing: Listing, root: Path) -> None:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    name = path.name.lower()
    if start in ("{", "<") or name.endswith((".json", ".xml")):
        _markup(text, path, listing, start)
    elif name.endswith(".cfg"):
        listing.kind = "setup.cfg"
        setups.cfg(text, path, listing, root)
    elif name.endswith(".py") or re.search(r"^\s*(?:setuptools\.)?setup\s*\(", text, re.M):
        listing.kind = "setup.py"
        setups.py(text, path, listing, root)
    elif conda_lists.is_one(text):
        listing.kind = "conda list"
        conda_lists.read(text, listing)
    elif (whole := _toml(text, path)) is not None:
        _tables(whole, text, path, listing, root)
    elif name.endswith((".yml", ".yaml")) or YAML.search(text):
        _yaml(text, path, listing, root)
    elif re.search(r"^\[(?:options|metadata)[\].]", text, re.M):
        listing.kind = "setup.cfg"
        setups.cfg(text, path, listing, root)
    else:
        requirements.read(path, text, listing, root)


def _toml(text: str, path: Path) -> Mapping[str, Any] | None:
    """A file's TOML; None where it is something else. Raises UnreadableFile where its name promises TOML."""
    try:
        whole = tomli.loads(text)
    except (tomli.TOMLDecodeError, RecursionError, ValueError) as error:
        promised = path.suffix == ".toml" or path.name in ("Pipfile", "uv.lock", "poetry.lock", "pdm.lock")
        if promised:
            where = re.search(r"line \d+", str(error))
            raise UnreadableFile(f"{path}: it is not TOML" + (f" ({where[0]})" if where else "")) from None
        return None
    return whole or None


def _tables(whole: Mapping[str, Any], text: str, path: Path, listing: Listing, root: Path) -> None:
    keys = whole.keys()
    if _is_lock(whole):
        listing.kind = "lock"
        locks.toml_lock(whole, text, listing)
    elif keys & {"project", "build-system", "dependency-groups", "tool"} and not (
        keys & {"dependencies", "pypi-dependencies"} and "channels" in table(whole, "project")
    ):
        listing.kind = "pyproject.toml"
        pyproject.read(whole, text, path, listing, root)
    elif keys & PIXI or (isinstance(whole.get("package"), Mapping) and path.name.lower() == "pixi.toml"):
        listing.kind = "pixi.toml"
        pyproject.pixi(listing, whole, Lines(text))
    elif keys & {"packages", "dev-packages", "source"}:
        listing.kind = "Pipfile"
        locks.pipfile(whole, text, listing)
    else:
        raise UnreadableFile(f"{path}: it is TOML, but none of {KNOWN}")


def _is_lock(whole: Mapping[str, Any]) -> bool:
    """Whether it lists packages as tools lock them; an empty one says only for which Python it was made."""
    if whole.keys() & {"project", "build-system"}:
        return False
    listed = isinstance(whole.get("package", whole.get("packages")), list)
    return listed or ("requires-python" in whole and bool(whole.keys() & {"version", "lock-version"}))


def _yaml(text: str, path: Path, listing: Listing, root: Path) -> None:
    whole = tree(text, str(path))
    if not isinstance(whole, Mapping):
        raise UnreadableFile(f"{path}: it has no list of dependencies")
    if "package" in whole:
        listing.kind = "conda-lock"
        locks.conda_lock(whole, listing)
    elif "packages" in whole:
        listing.kind = "pixi.lock"
        locks.pixi_lock(whole, listing)
    elif "dependencies" in whole:
        listing.kind = "conda environment"
        conda.environment(whole, listing, path, root)
    else:
        raise UnreadableFile(f"{path}: it has no list of dependencies")


def _markup(text: str, path: Path, listing: Listing, start: str) -> None:
    if start == "<":
        listing.kind = "CycloneDX XML"
        if "cyclonedx" not in text[:4096].lower():
            raise UnreadableFile(f"{path}: it is XML, but not a CycloneDX bill of materials")
        sboms.cyclonedx_xml(text, listing)
        return
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise UnreadableFile(f"{path}: it is not JSON that can be read") from None
    if not isinstance(whole, Mapping):
        raise UnreadableFile(f"{path}: it is JSON, but none of {KNOWN}")
    if whole.get("bomFormat") == "CycloneDX":
        listing.kind = "CycloneDX JSON"
        sboms.cyclonedx(whole, text, listing)
    elif spdx.is_one(whole):
        listing.kind = "SPDX JSON"
        spdx.read(whole, text, listing)
    elif "_meta" in whole and ("default" in whole or "develop" in whole):
        listing.kind = "Pipfile.lock"
        locks.pipfile_lock(whole, text, listing)
    else:
        raise UnreadableFile(f"{path}: it is JSON, but none of {KNOWN}")
