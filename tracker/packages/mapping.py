"""From packages to repositories: what the file itself says, then the catalog, the installed, the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.catalog import catalog
from tracker.github.names import is_github, split_address
from tracker.packages.dependency import CONDA, PYPI, Dependency
from tracker.packages.indexes import NO_INDEX, host_of, is_vendor, own_index
from tracker.packages.sources import installed, repository_of
from tracker.packages.stated import SEVERAL


@dataclass(frozen=True, slots=True)
class Mapped:
    """A package and the repository that publishes it, with where that was found out; or why it was not."""

    package: str
    repository: str | None
    how: str


def find(wanted: Sequence[Dependency], ask: Callable[[str], Mapped]) -> list[Mapped]:
    """The repository of each, in the same order. `ask` is the last resort: the index, or a refusal.

    A stated source answers alone; only names that belong to the Python index are asked for there.
    """
    return [near(w) or ask(w.name) for w in wanted]


def near(wanted: Dependency) -> Mapped | None:
    """What can be known, or must be left unknown, without asking anybody."""
    if wanted.address is not None:
        return _stated(wanted.name, wanted.address)
    if wanted.ecosystem != PYPI:
        reason = "a conda package, whose name need not be the Python index's: not mapped"
        return Mapped(
            wanted.name, None, reason if wanted.ecosystem == CONDA else "no Python package: not judged"
        )
    index = own_index(wanted.index) if wanted.index and "://" in wanted.index else wanted.index
    if index is None or is_vendor(index):
        if entry := catalog().for_package(wanted.name):
            return Mapped(wanted.name, entry.repository, "the catalog")
        if index is None and wanted.also is None and (found := installed(wanted.name)):
            return Mapped(wanted.name, found, "the installed package")
    if index == NO_INDEX:
        return Mapped(wanted.name, None, "the file forbids every index: not asked elsewhere")
    if index is not None:
        return Mapped(
            wanted.name, None, f"it comes from an index of its own ({_place(index)}): not asked elsewhere"
        )
    if wanted.also is not None:
        reason = f"it may come from an index of its own ({_place(wanted.also)}): not asked elsewhere"
        return Mapped(wanted.name, None, reason)
    return None


def _place(index: str) -> str:
    return host_of(index) or index


def _stated(name: str, address: str) -> Mapped:
    if found := repository_of(address):
        return Mapped(name, found, "the file")
    if address == SEVERAL:
        return Mapped(name, None, "several sources are stated for it: not judged")
    parts = split_address(address)
    where = "a path" if parts is None or parts.scheme == "file" else parts.hostname or "an address"
    if parts is not None and is_github(parts):
        return Mapped(name, None, "its address on GitHub names no repository: not judged")
    return Mapped(name, None, f"its source is not on GitHub ({where}): not judged")


def by_index(url: str | None) -> Callable[[str], Mapped]:
    """Ask the package index; once it is silent it is not asked again."""
    from tracker.packages.index import Index, IndexSilent, NotFound

    index, silent = Index(url), ""

    def ask(name: str) -> Mapped:
        nonlocal silent
        if silent:
            return Mapped(name, None, silent)
        try:
            return Mapped(name, index.find(name).repository, "the package index")
        except NotFound as reason:
            return Mapped(name, None, str(reason))
        except IndexSilent as reason:
            silent = str(reason)
            return Mapped(name, None, silent)

    return ask


def refused(reason: str) -> Callable[[str], Mapped]:
    """In the place of an index that must not be asked."""
    return lambda name: Mapped(name, None, reason)
