"""Sources that files state for a package: git, an address, a path, or an index of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tracker.github.names import bare_url
from tracker.packages.tables import word

PUBLIC = frozenset({"pypi.org", "pypi.python.org", "files.pythonhosted.org"})
# Where well-known projects publish builds of what is theirs on the public index too.
VENDORS = frozenset({"download.pytorch.org", "pypi.nvidia.com", "storage.googleapis.com"})
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
    if name is None:
        return Source()
    url = (indexes or {}).get(name, name)
    return Source(index=own_index(url) if "://" in url else None if name.lower() == "pypi" else name)


def own_index(url: str | None) -> str | None:
    """The address of an index that is not the public one; None for the public one and for none."""
    if not url:
        return None
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return "an index whose address cannot be read"
    return None if host in PUBLIC else bare_url(url)


def named_indexes(rows: list[Any]) -> dict[str, str]:
    """{name: address} of a list of tables that name indexes."""
    found: dict[str, str] = {}
    for row in rows:
        if isinstance(row, Mapping) and (name := word(row.get("name"))) and (url := word(row.get("url"))):
            found[name] = url
    return found
