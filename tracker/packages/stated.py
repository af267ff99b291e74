"""Sources that files state for a package: git, an address, a path, or an index of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.packages.indexes import THE_INDEX, own_index
from tracker.packages.tables import word

SEVERAL = "several sources"


@dataclass(frozen=True, slots=True)
class Source:
    """`address` (git, archive, path …) or `index` (an address of an index); both None: the usual index."""

    address: str | None = None
    index: str | None = None


def source_of(how: Any, indexes: Mapping[str, str] | None = None) -> Source:
    """What an inline table says: {git = …}, {path = …}, {url = …}, {workspace = true}, {index = "name"}."""
    if isinstance(how, list):
        found = {source_of(one, indexes) for one in how if isinstance(one, Mapping)}
        return found.pop() if len(found) == 1 else Source(SEVERAL) if found else Source()
    if not isinstance(how, Mapping):
        return Source()
    for key in ("git", "hg", "svn", "bzr"):
        if address := word(how.get(key)):
            return Source(address if key == "git" or "+" in address else f"{key}+{address}")
    for key in ("url", "file", "path", "editable", "directory", "virtual"):
        if address := word(how.get(key)):
            return Source(address)
    if how.get("workspace") is True:
        return Source("this workspace")
    name = word(how.get("index")) or word(how.get("source"))
    return Source(index=_named(name, indexes or {}) if name else None)


def _named(name: str, indexes: Mapping[str, str]) -> str:
    """An index by its name; the public one is named too, so that no other takes its place."""
    url = indexes.get(name, name)
    if "://" in url:
        return own_index(url) or THE_INDEX
    return THE_INDEX if name.lower() == "pypi" else name
