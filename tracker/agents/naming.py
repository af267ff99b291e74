"""What an agent may call a project: a package URL, OWNER/NAME, an address, a package's bare name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from packageurl import PackageURL

from tracker.agents.answer import BadQuestion
from tracker.catalog import Entry
from tracker.github.names import BadName, parse_repository, shown
from tracker.series import History, Repository, UnknownRepository

LONGEST = 300


@dataclass(frozen=True)
class Named:
    """One thing that was asked for: how, and what is known under that name here."""

    asked: str
    tracked: Repository | None = None
    entry: Entry | None = None  # of the catalog
    repository: str | None = None  # OWNER/NAME, where the name itself says it
    package: str | None = None

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
            raise BadQuestion("give a package URL (pkg:pypi/torch), OWNER/NAME, or a package's name")
        if asked.startswith("pkg:"):
            return self._purl(asked)
        if "/" in asked:
            try:
                return self.repository(asked, "/".join(parse_repository(asked)))
            except BadName as error:
                raise BadQuestion(str(error)) from None
        return self.package(asked, asked)

    def _purl(self, asked: str) -> Named:
        try:
            purl = PackageURL.from_string(asked.partition("@")[0].partition("?")[0])
        except ValueError:
            raise BadQuestion(f"{shown(asked)} is no package URL: give pkg:pypi/NAME") from None
        if purl.type == "github" and purl.namespace:
            return self.repository(asked, f"{purl.namespace}/{purl.name}")
        if purl.type not in ("pypi", "conda"):
            raise BadQuestion(f"packages of {purl.type} are not judged; name the repository: OWNER/NAME")
        return self.package(asked, purl.name)

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
