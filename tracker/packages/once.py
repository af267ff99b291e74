"""Each package once: what several places of a file, or several files, say of it, put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tracker.github.names import repository_at
from tracker.packages.dependency import Dependency
from tracker.packages.indexes import THE_INDEX
from tracker.packages.stated import SEVERAL


def once(packages: Iterable[Dependency]) -> list[Dependency]:
    """Each package of an ecosystem once, at its first place. A stated source and being direct count wherever
    they stand; one that states different sources in two places is known by none of them."""
    found: dict[tuple[str, str], Dependency] = {}
    for wanted in packages:
        key = (wanted.ecosystem, wanted.name)
        found[key] = _both(found[key], wanted) if key in found else wanted
    return list(found.values())


def _both(one: Dependency, other: Dependency) -> Dependency:
    direct = True if one.direct or other.direct else one.direct if other.direct is None else other.direct
    own = one.index if one.index not in (None, THE_INDEX) else other.index or one.index
    return replace(
        one,
        address=_address(one.address, other.address),
        index=own,
        also=one.also or other.also,
        version=one.version or other.version,
        direct=direct,
        via=() if direct else one.via or other.via,
    )


def _address(one: str | None, other: str | None) -> str | None:
    if one is None or other is None or one == other:
        return one or other
    repository = repository_at(one)
    return one if repository is not None and repository == repository_at(other) else SEVERAL
