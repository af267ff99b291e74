"""The followed repositories: what is known of them beyond GitHub's answers, with sources.

The facts live in catalog.toml beside this file; this module only reads and checks them.
"""

from __future__ import annotations

import calendar
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.records import Succession

KINDS = frozenset(
    {"end-of-life", "maintenance-only", "moved", "archived", "release", "created", "revived", "renamed"}
)
PLACES = frozenset({"readme", "announcement", "issue", "archive-banner"})
FIELDS = frozenset(
    {"repository", "category", "github_id", "created", "backing", "successor", "packages", "former_names"}
    | {"milestones", "no_successor"}
)
SUCCESSOR_FIELDS = frozenset({"repository", "by", "source", "date"})
NAMED_BY = frozenset({"project", "others"})
MILESTONE_FIELDS = frozenset({"date", "kind", "text", "source", "quote", "where"})


class CatalogError(ValueError):
    """An entry of the catalog is wrong; the message names the repository and the field."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated fact about a project, with the address where it can be checked.

    `date` is exact unless `month_only`, when it is the last day of the month that is known.
    `quote` is what the project itself wrote, `where` the place it wrote it.
    """

    date: date
    kind: str
    text: str
    source: str
    quote: str | None = None
    where: str | None = None
    month_only: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One repository of the catalog; None and () where nothing is known."""

    repository: str
    category: str
    github_id: int | None = None
    created: date | None = None
    backing: str | None = None
    successor: tuple[str, ...] = ()
    successions: tuple[Succession, ...] = ()  # of those successors whose source is known
    no_successor: str | None = None  # where the project, ended, names nobody
    packages: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True)
class Catalog:
    """All entries in the order of the file, with look-ups that forgive case and old names."""

    entries: tuple[Entry, ...]
    _by_name: Mapping[str, Entry]
    _by_package: Mapping[str, Entry]

    def get(self, full_name: str) -> Entry | None:
        """The entry of OWNER/NAME, whatever the case; former names lead to the present one."""
        return self._by_name.get(full_name.lower())

    def groups(self) -> dict[str, tuple[Entry, ...]]:
        """Entries by category, both in the order of the file."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            found[entry.category] = (*found.get(entry.category, ()), entry)
        return found

    def for_package(self, name: str) -> Entry | None:
        """The entry that publishes a Python package; names are compared as package indexes do."""
        return self._by_package.get(normal_package(name))


def normal_package(name: str) -> str:
    """A package name in its normal form: lower case, runs of - _ . as one hyphen."""
    return "-".join(part for part in name.lower().replace("_", "-").replace(".", "-").split("-") if part)


@lru_cache(maxsize=1)
def catalog() -> Catalog:
    """The catalog that travels with the package, read once. Raises CatalogError."""
    path = Path(__file__).with_name("catalog.toml")
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> Catalog:
    """A catalog from TOML. Raises CatalogError naming what is wrong and where."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"catalog.toml: it cannot be read: {error}") from None
    entries = tuple(_entry(row) for row in table.get("repositories", []))
    return Catalog(entries, _names(entries), _packages(entries))


def _entry(row: Mapping[str, Any]) -> Entry:
    name = row.get("repository", "")
    if name.count("/") != 1 or name.startswith("/") or name.endswith("/"):
        raise CatalogError(f"catalog.toml: repository {name!r} is not OWNER/NAME")
    _known(name, row, FIELDS)
    if "category" not in row:
        raise CatalogError(f"catalog.toml: {name} has no category")
    named = row.get("successor", ())
    return Entry(
        repository=name,
        category=row["category"],
        github_id=row.get("github_id"),
        created=_day(name, "created", row["created"])[0] if "created" in row else None,
        backing=row.get("backing"),
        successor=tuple(s if isinstance(s, str) else s.get("repository", "") for s in named),
        successions=tuple(_succession(name, s) for s in named if not isinstance(s, str)),
        no_successor=_address(name, row["no_successor"]) if "no_successor" in row else None,
        packages=tuple(row.get("packages", ())),
        former_names=tuple(row.get("former_names", ())),
        milestones=tuple(
            sorted((_milestone(name, m) for m in row.get("milestones", ())), key=lambda m: m.date)
        ),
    )


def _milestone(name: str, row: Mapping[str, Any]) -> Milestone:
    _known(name, row, MILESTONE_FIELDS)
    for field in ("date", "kind", "text", "source"):
        if field not in row:
            raise CatalogError(f"catalog.toml: a milestone of {name} has no {field}")
    if row["kind"] not in KINDS:
        raise CatalogError(
            f"catalog.toml: {name}: kind {row['kind']!r} is none of {', '.join(sorted(KINDS))}"
        )
    where = row.get("where")
    if where is not None and where not in PLACES:
        raise CatalogError(f"catalog.toml: {name}: where {where!r} is none of {', '.join(sorted(PLACES))}")
    source = _address(name, row["source"])
    day, month_only = _day(name, "date", row["date"])
    return Milestone(day, row["kind"], row["text"], source, row.get("quote"), where, month_only)


def _succession(name: str, row: Mapping[str, Any]) -> Succession:
    _known(name, row, SUCCESSOR_FIELDS)
    for field in ("repository", "by", "source"):
        if field not in row:
            raise CatalogError(f"catalog.toml: a successor of {name} has no {field}")
    if row["by"] not in NAMED_BY:
        raise CatalogError(f"catalog.toml: {name}: by {row['by']!r} is none of {', '.join(sorted(NAMED_BY))}")
    since = _day(name, "date", row["date"])[0] if "date" in row else None
    return Succession(row["repository"], row["by"], _address(name, row["source"]), since)


def _address(name: str, source: object) -> str:
    if not str(source).startswith(("https://", "http://")):
        raise CatalogError(f"catalog.toml: {name}: source {source!r} is not an address")
    return str(source)


def _known(name: str, row: Mapping[str, Any], fields: Iterable[str]) -> None:
    for field in row:
        if field not in fields:
            raise CatalogError(f"catalog.toml: {name} has an unknown field {field!r}")


def _day(name: str, field: str, value: object) -> tuple[date, bool]:
    """A TOML date as it is; 'YYYY-MM' as the month's last day, which is marked as known by month only."""
    if isinstance(value, date):
        return value, False
    year, _, month = str(value).partition("-")
    if year.isdigit() and month.isdigit() and 1 <= int(month) <= 12:
        return date(int(year), int(month), calendar.monthrange(int(year), int(month))[1]), True
    raise CatalogError(f"catalog.toml: {name}: {field} {value!r} is neither a date nor 'YYYY-MM'")


def _names(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Present names win over former ones: a name can be taken by another project."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.repository.lower() in found:
            raise CatalogError(f"catalog.toml: {entry.repository} is listed twice")
        found[entry.repository.lower()] = entry
    for entry in entries:
        for former in entry.former_names:
            found.setdefault(former.lower(), entry)
    return found


def _packages(entries: Iterable[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in entries:
        for package in entry.packages:
            if found.setdefault(normal_package(package), entry) is not entry:
                raise CatalogError(f"catalog.toml: package {package} belongs to two repositories")
    return found
