"""What an agent may call a project: a package URL, OWNER/NAME, an address, a package's bare name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from packageurl import PackageURL

from tracker.agents.answer import BadQuestion
from tracker.catalog import Entry
from tracker.github.names import BadName, parse_repository, repository_at, shown, split_address
from tracker.packages import conda
from tracker.packages.dependency import Unreadable, requirement
from tracker.series import History, Repository, UnknownRepository

LONGEST = 300
# A name with what people write around it: 'torch==2.1', 'torch[opt]>=2,<3', 'theano=1.0', 'c::theano', 'x 2'.
WRITTEN = re.compile(
    r"(?:[\w.-]+::)?([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?"
    r"(?:(?:\s*[@=<>!~^(]|\s)[@=<>!~^( ]*v?[\d*][^;]*)?\s*(?:;.*)?",
    re.ASCII | re.DOTALL,
)
# Where packages have a page of their own, and what stands before their name there.
PAGES = {
    "pypi.org": r"/(?:project|simple|pypi)/([^/]+)",
    "pypi.python.org": r"/(?:project|simple|pypi)/([^/]+)",
    "anaconda.org": r"/(?:channels/)?[^/]+/(?:packages/)?([^/]+)",
}
HOW = "give a package URL (pkg:pypi/torch), OWNER/NAME, or a package's name"


@dataclass(frozen=True)
class Named:
    """One thing that was asked for: how, and what is known under that name here."""

    asked: str
    tracked: Repository | None = None
    entry: Entry | None = None  # of the catalog
    repository: str | None = None  # OWNER/NAME, where the name itself says it
    package: str | None = None
    problem: str | None = None  # why it cannot be looked for

    @property
    def name(self) -> str:
        """What to call it in an answer."""
        known = self.tracked.full_name if self.tracked else self.entry.repository if self.entry else None
        return known or self.repository or self.package or self.asked


class PackageNames:
    """The names of one state of the database."""

    def __init__(self, history: History) -> None:
        self.history, self.catalog = history, history.catalog

    @cached_property
    def by_name(self) -> dict[str, Repository]:
        """Followed repositories by every name they have, in lower case."""
        found = {}
        for one in self.history.tracked():
            for name in (one.asked_as, one.full_name):
                found[name.lower()] = one
        return found

    def find(self, text: str) -> Named:
        """What a text names. Raises BadQuestion for what cannot be a name."""
        asked = text.strip()
        if not asked or len(asked) > LONGEST:
            raise BadQuestion(HOW)
        if asked[:4].lower() == "pkg:":
            return self._purl(asked)
        if name := _on_a_page(asked):
            return self.package(asked, name)
        if "/" in asked:
            return self._address(asked)
        if written := WRITTEN.fullmatch(asked):
            return self.package(asked, written[1])
        raise BadQuestion(f"{shown(asked, 60)!r} is no name of a package; one at a time: {HOW}")

    def find_all(self, texts: Sequence[str]) -> list[Named]:
        """Each by itself, what cannot be a name with its problem. Raises BadQuestion where none can."""
        found = []
        for text in texts:
            try:
                found.append(self.find(text))
            except BadQuestion as error:
                found.append(Named(shown(text.strip(), LONGEST) or "(nothing)", problem=str(error)))
        if found and all(one.problem for one in found):
            raise BadQuestion("; ".join(dict.fromkeys(one.problem or "" for one in found)))
        return found

    def _address(self, asked: str) -> Named:
        """OWNER/NAME, an address, or a requirement with one: 'x @ git+https://github.com/o/x'."""
        try:
            return self.repository(asked, "/".join(parse_repository(asked)))
        except BadName as error:
            try:
                wanted = requirement(asked)
            except Unreadable:
                raise BadQuestion(str(error)) from None
        at = repository_at(wanted.address or "")
        return self.repository(asked, "/".join(at)) if at else self.package(asked, wanted.name)

    def _purl(self, asked: str) -> Named:
        try:
            purl = PackageURL.from_string("pkg:" + asked[4:].partition("?")[0])
        except ValueError:
            raise BadQuestion(f"{shown(asked)} is no package URL: give pkg:pypi/NAME") from None
        if purl.type == "github" and purl.namespace:
            return self.repository(asked, f"{purl.namespace}/{purl.name}")
        if purl.type not in ("pypi", "conda"):
            raise BadQuestion(f"packages of {purl.type} are not judged; name the repository: OWNER/NAME")
        name = conda.on_the_index(purl.name) if purl.type == "conda" else None
        return self.package(asked, name or purl.name)

    def repository(self, asked: str, full_name: str) -> Named:
        """By OWNER/NAME; former names lead to the present one."""
        entry = self.catalog.get(full_name)
        tracked = self.by_name.get(full_name.lower()) or (self.of(entry) if entry else None)
        return Named(asked, tracked, entry, full_name)

    def package(self, asked: str, name: str) -> Named:
        """By a package's name; else by a repository's, where only one has it."""
        entry = self.catalog.for_package(name)
        tracked = self.of(entry) if entry else None
        if tracked is None:
            try:
                tracked = self.history.find(name)
            except UnknownRepository:
                alike = [
                    e for e in self.catalog.entries if e.repository.lower().split("/")[1] == name.lower()
                ]
                entry = entry or (alike[0] if len(alike) == 1 else None)
        return Named(
            asked, tracked, entry or (self.catalog.get(tracked.full_name) if tracked else None), None, name
        )

    def of(self, entry: Entry) -> Repository | None:
        """The followed repository of an entry of the catalog."""
        names = (entry.repository, *entry.former_names)
        return next((self.by_name[n.lower()] for n in names if n.lower() in self.by_name), None)


def _on_a_page(asked: str) -> str | None:
    """The package whose page on an index this is."""
    parts = split_address(asked if "://" in asked else f"https://{asked}")
    place = PAGES.get((parts.hostname or "").removeprefix("www.")) if parts else None
    found = re.match(place, parts.path) if parts and place else None
    return found[1] if found else None
