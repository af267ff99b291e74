"""What a file asks for, what of it was passed over, and how a single entry is read without trusting it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from tracker.github.names import shown

LONGEST = 214  # characters of a package's name: no index has longer ones
PYPI, CONDA, GITHUB, OTHER = "pypi", "conda", "github", "other"
# Versions as they were compared before PEP 440, with whatever stood in them: the name is clear all the same.
VERSION = r"(?:===|~=|[=!<>]=|[<>])\s*[^,;\s)]*"
OLD = re.compile(
    rf"([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\]\s*)?(?:{VERSION}(?:\s*,\s*{VERSION})*|\({VERSION}"
    rf"(?:\s*,\s*{VERSION})*\))\s*(?:;.*)?",
    re.ASCII,
)


class UnreadableFile(ValueError):
    """A file cannot be read as what it is; the message names it and says why, in a line."""


class Unreadable(ValueError):
    """One entry of a file cannot be read; the message says why and never repeats what stands there."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """A package by its normal name, or what stands in its place; its source where the file says it.

    `address` is a stated source: it alone answers where the package comes from. `index` is a package index of
    its own, `also` one that may have it too, `ecosystem` whose name it is. `direct` is None where the file
    does not tell.
    """

    name: str
    address: str | None = None
    ecosystem: str = PYPI
    version: str | None = None
    index: str | None = None
    also: str | None = None
    direct: bool | None = True
    via: tuple[str, ...] = ()  # the chain from a direct dependency to the one that asks for it
    path: str = ""
    line: int | None = None

    @property
    def purl(self) -> str:
        """Its package URL; of a stated source the address, which can be shown."""
        if self.ecosystem in (PYPI, CONDA) and self.address is None:
            return f"pkg:{self.ecosystem}/{self.name}" + (f"@{self.version}" if self.version else "")
        return shown(self.address or self.name)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An entry that was not read, or not read on purpose, and why; `fault` tells the two apart."""

    path: str
    line: int | None
    reason: str
    fault: bool = True

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


@dataclass
class Listing:
    """What one file and all that it includes ask for."""

    path: str
    kind: str
    packages: list[Dependency] = field(default_factory=list)
    passed: list[PassedOver] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)  # of what was left out on purpose, by kind

    def add(self, wanted: Dependency, line: int | None = None) -> None:
        """One more package, at its place."""
        self.packages.append(replace(wanted, path=wanted.path or self.path, line=wanted.line or line))

    def fault(self, reason: str, line: int | None = None) -> None:
        """An entry that could not be read."""
        self.passed.append(PassedOver(self.path, line, reason))

    def tell(self, reason: str, line: int | None = None) -> None:
        """Something that is not a package, or leads outside, and that a reader ought to know of."""
        self.passed.append(PassedOver(self.path, line, reason, fault=False))

    @property
    def faults(self) -> list[PassedOver]:
        return [p for p in self.passed if p.fault]


def requirement(text: str, index: str | None = None) -> Dependency:
    """One requirement as packaging tools write it: 'torch>=2', 'x @ git+https://…'. Raises Unreadable."""
    try:
        found = Requirement(text)
    except (InvalidRequirement, RecursionError):
        if old := OLD.fullmatch(text.strip()):
            return package(old[1], index=index)
        raise Unreadable("it is no requirement") from None
    pinned = [s.version for s in found.specifier if s.operator in ("==", "===")]
    version = pinned[0] if len(pinned) == 1 and not pinned[0].endswith(".*") else None
    return package(found.name, address=found.url, version=version, index=index)


def package(
    name: object, *, address: str | None = None, version: object = None, index: str | None = None
) -> Dependency:
    """A package of the Python index by name alone. Raises Unreadable for anything that is no name."""
    plain = name_of(name)
    return Dependency(canonicalize_name(plain), address, PYPI, _text(version), index=index)


def name_of(name: object) -> str:
    """A name as it stands. Raises Unreadable."""
    if not isinstance(name, str) or not name.strip():
        raise Unreadable("a package without a name")
    plain = name.strip()
    if len(plain) > LONGEST or not plain.isprintable() or any(c.isspace() for c in plain):
        raise Unreadable("it is no name of a package")
    return plain


def by_address(address: str, name: str | None = None) -> Dependency:
    """Something installed from an address or a folder; its name, if nothing says one, is the address."""
    return Dependency(canonicalize_name(name) if name else shown(address), address)


def _text(version: object) -> str | None:
    if not isinstance(version, str) or not version.strip() or len(version) > 100:
        return None
    return version.strip() if version.isprintable() else None
