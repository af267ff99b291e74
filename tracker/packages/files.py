"""Which file is read how: by what stands in it, and only where that leaves it open by its name."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tracker.github.names import repository_at
from tracker.packages import conda, locks, pyproject, requirements, sboms, setups
from tracker.packages.places import Lines
from tracker.packages.stated import SEVERAL
from tracker.packages.tables import table
from tracker.packages.texts import decoded, project_of, text_of
from tracker.packages.wanted import BadFile, Listing, Wanted
from tracker.packages.yaml_tree import tree

YAML = re.compile(
    r"^(?:---\s*$|(?:dependencies|packages?|channels|environments|name|version|prefix)\s*:)", re.M
)
KNOWN = "requirements, pyproject.toml, a lock file, a Pipfile, setup.cfg, a conda environment or an SBOM"


def read(path: Path, working: Path | None = None) -> Listing:
    """Everything a file asks for, each package once, in the order of the file. Raises BadFile.

    Includes stay in the file's project, else in the `working` folder that it lies in, else in its own.
    """
    return read_text(text_of(path), path, working)


def read_bytes(content: bytes, path: Path) -> Listing:
    """The same for what was read already, such as standard input. Raises BadFile."""
    return read_text(decoded(content, str(path)), path)


def read_text(text: str, path: Path, working: Path | None = None) -> Listing:
    """The same from a text; includes are looked for beside `path`. Raises BadFile."""
    listing = Listing(str(path), "requirements")
    try:
        _read(text, path, listing, project_of(path, working))
    except RecursionError:
        raise BadFile(f"{path}: it is nested too deep to be read") from None
    listing.packages = _once(listing.packages)
    if not listing.packages and listing.faults:
        raise BadFile(str(listing.faults[0]) + f" ({len(listing.faults)} such, and no package)")
    return listing


def _once(packages: list[Wanted]) -> list[Wanted]:
    """Each package once. One that states different sources in two places is known by none of them."""
    found: dict[str, Wanted] = {}
    for wanted in packages:
        before = found.get(wanted.name)
        if before is None:
            found[wanted.name] = wanted
        elif before.address is None and wanted.address is not None:
            found[wanted.name] = replace(wanted, direct=before.direct or wanted.direct)
        elif before.address and wanted.address and _differ(before.address, wanted.address):
            found[wanted.name] = replace(before, address=SEVERAL)
        elif wanted.direct and not before.direct:
            found[wanted.name] = replace(before, direct=True, via=())
    return list(found.values())


def _differ(one: str, other: str) -> bool:
    return repository_at(one) != repository_at(other) or (repository_at(one) is None and one != other)


def _read(text: str, path: Path, listing: Listing, root: Path) -> None:
    start = text.lstrip("\ufeff \t\r\n")[:1]
    name = path.name.lower()
    if start in ("{", "<") or name.endswith((".json", ".xml")):
        _markup(text, path, listing, start)
    elif name.endswith(".py") or re.search(r"^\s*(?:setuptools\.)?setup\s*\(", text, re.M):
        listing.kind = "setup.py"
        setups.py(text, path, listing)
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
    """A file's TOML; None where it is something else. Raises BadFile where its name promises TOML."""
    try:
        whole = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        promised = path.suffix == ".toml" or path.name in ("Pipfile", "uv.lock", "poetry.lock", "pdm.lock")
        if promised:
            where = re.search(r"line \d+", str(error))
            raise BadFile(f"{path}: it is not TOML" + (f" ({where[0]})" if where else "")) from None
        return None
    return whole or None


def _tables(whole: Mapping[str, Any], text: str, path: Path, listing: Listing, root: Path) -> None:
    keys = whole.keys()
    if isinstance(whole.get("package", whole.get("packages")), list) and not keys & {
        "project",
        "build-system",
    }:
        listing.kind = "lock"
        locks.toml_lock(whole, text, listing)
    elif keys & {"project", "build-system", "dependency-groups", "tool"} and not (
        keys & {"dependencies", "pypi-dependencies"} and "channels" in table(whole, "project")
    ):
        listing.kind = "pyproject.toml"
        pyproject.read(whole, text, path, listing, root)
    elif keys & {"workspace", "project", "pypi-dependencies", "environments"}:
        listing.kind = "pixi.toml"
        pyproject.pixi(listing, whole, Lines(text))
    elif keys & {"packages", "dev-packages", "source"}:
        listing.kind = "Pipfile"
        locks.pipfile(whole, text, listing)
    else:
        raise BadFile(f"{path}: it is TOML, but none of {KNOWN}")


def _yaml(text: str, path: Path, listing: Listing, root: Path) -> None:
    whole = tree(text, str(path))
    if not isinstance(whole, Mapping):
        raise BadFile(f"{path}: it has no list of dependencies")
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
        raise BadFile(f"{path}: it has no list of dependencies")


def _markup(text: str, path: Path, listing: Listing, start: str) -> None:
    if start == "<":
        listing.kind = "CycloneDX XML"
        if "cyclonedx" not in text[:4096].lower():
            raise BadFile(f"{path}: it is XML, but not a CycloneDX bill of materials")
        sboms.cyclonedx_xml(text, listing)
        return
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFile(f"{path}: it is not JSON that can be read") from None
    if not isinstance(whole, Mapping):
        raise BadFile(f"{path}: it is JSON, but none of {KNOWN}")
    if whole.get("bomFormat") == "CycloneDX":
        listing.kind = "CycloneDX JSON"
        sboms.cyclonedx(whole, text, listing)
    elif "spdxVersion" in whole or "spdxVersion" in table(whole, "sbom"):
        listing.kind = "SPDX JSON"
        sboms.spdx(whole, text, listing)
    elif "_meta" in whole and ("default" in whole or "develop" in whole):
        listing.kind = "Pipfile.lock"
        locks.pipfile_lock(whole, text, listing)
    else:
        raise BadFile(f"{path}: it is JSON, but none of {KNOWN}")
