"""Lists that conda itself exports: addresses of archives, and NAME=VERSION=BUILD."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tracker.packages import conda, requirements
from tracker.packages.dependency import Listing, Unreadable, package
from tracker.packages.indexes import own_index

EXPLICIT = "@EXPLICIT"
EXPORTED = re.compile(r"^([A-Za-z0-9_][\w.-]*)=([^=<>!~\s]+)=([^=\s]+)$")
BY_PIP = re.compile(r"^# pip (\S+ @ \S+)")  # how conda-lock keeps what pip installs
FROM_PIP = "pypi_0"  # conda's build of what pip installed


def is_one(text: str) -> bool:
    """Whether a text is such a list: conda says so, or none of its lines is anything else."""
    lines = [line for _, line in _lines(text)]
    return bool(lines) and (EXPLICIT in lines or all(EXPORTED.match(line) for line in lines))


def read(text: str, listing: Listing) -> None:
    """The packages of such a list; what is none is told."""
    for number, raw in enumerate(text.splitlines(), 1):
        if by_pip := BY_PIP.match(raw):
            _by_pip(by_pip[1], number, listing)
    for number, line in _lines(text):
        exported = EXPORTED.match(line)
        if exported and exported[3] == FROM_PIP:
            _installed(exported[1], exported[2], number, listing)
        elif exported:
            conda.add(listing, exported[1], number, exported[2])
        elif line != EXPLICIT:
            conda.add(listing, conda.archive_name(line.partition("#")[0]), number)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text.splitlines(), 1):
        if (line := raw.strip()) and not line.startswith("#"):
            yield number, line


def _by_pip(requirement: str, number: int, listing: Listing) -> None:
    try:
        found = requirements.wanted(requirement)
        public = found.address is not None and own_index(found.address) is None
        listing.add(package(found.name) if public else found, number)
    except Unreadable as reason:
        listing.fault(str(reason), number)


def _installed(name: str, version: str, number: int, listing: Listing) -> None:
    try:
        listing.add(package(name, version=version), number)
    except Unreadable as reason:
        listing.fault(str(reason), number)
