"""From packages to repositories: what the file itself says, then the catalog, the installed, the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.catalog import catalog
from tracker.packages.sources import installed, repository_of
from tracker.packages.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Mapped:
    """A package and the repository that publishes it, with where that was found out; or why it was not."""

    package: str
    repository: str | None
    how: str


def find(wanted: Sequence[Wanted], ask: Callable[[str], Mapped]) -> list[Mapped]:
    """The repository of each, in the same order. `ask` is the last resort: the index, or a refusal."""
    return [_near(w) or ask(w.name) for w in wanted]


def _near(wanted: Wanted) -> Mapped | None:
    """What can be known without asking anybody."""
    if wanted.address:
        if found := repository_of(wanted.address):
            return Mapped(wanted.name, found, "the file")
        if wanted.name == wanted.address or "/" in wanted.name:
            return Mapped(wanted.name, None, "it is a path or an address outside GitHub")
    if entry := catalog().for_package(wanted.name):
        return Mapped(wanted.name, entry.repository, "the catalog")
    if found := installed(wanted.name):
        return Mapped(wanted.name, found, "the installed package")
    return None


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
