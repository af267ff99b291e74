"""What fails an audit, what is ignored and why, and what was known before."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

from tracker.config import SettingsError
from tracker.health import HEADLINES

DEFAULT = ("archived", "end-of-life", "moved", "dormant")
WORDS = (*HEADLINES, "none")
KEYS = frozenset({"fail-on", "direct-only", "ignore"})
IGNORE_KEYS = frozenset({"package", "reason", "until"})


@dataclass(frozen=True, slots=True)
class Ignore:
    """A package that may be what it is, with the reason; after `until` it counts again."""

    package: str
    reason: str
    until: date | None = None

    @property
    def names(self) -> set[str]:
        """As it is written, and as repositories are compared."""
        return {self.package, self.package.lower()} if "/" in self.package else {self.package}

    def expired(self, today: date) -> bool:
        return self.until is not None and self.until < today


@dataclass(frozen=True, slots=True)
class Policy:
    """`fail_on` holds headlines; the rest narrows what fails."""

    fail_on: tuple[str, ...] = DEFAULT
    direct_only: bool = False
    ignores: tuple[Ignore, ...] = ()

    def stale(self, names: Iterable[str], today: date) -> list[str]:
        """Ignores that have expired or match nothing, a sentence each."""
        known = set(names)
        told = []
        for one in self.ignores:
            if not known & one.names:
                told.append(f"the ignore of {one.package} matches no dependency: remove it")
            elif one.expired(today):
                told.append(
                    f"the ignore of {one.package} expired on {one.until}: it counts again ({one.reason})"
                )
        return told

    def ignore_of(self, name: str, repository: str | None, today: date) -> Ignore | None:
        """The ignore of a package, by its own name or by its repository's."""
        same = {name, (repository or name).lower()}
        return next((i for i in self.ignores if same & i.names and not i.expired(today)), None)


def words(texts: Sequence[str]) -> tuple[str, ...]:
    """Headlines of '--fail-on archived,dormant'. Raises SettingsError naming a wrong one."""
    found = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    for word in found:
        if word not in WORDS:
            raise SettingsError(f"fail-on: {word[:40]!r} is none of {', '.join(WORDS)}")
    if not found:
        raise SettingsError("fail-on: give at least one word, or none for what never fails")
    if "none" in found and len(set(found)) > 1:
        raise SettingsError("fail-on: none stands alone: with it nothing fails")
    return tuple(h for h in HEADLINES if h in found)


def read(table: Any, where: str) -> Policy:
    """A policy as a table says it. Raises SettingsError naming the key."""
    if not isinstance(table, Mapping):
        raise SettingsError(f"{where} must be a table with {', '.join(sorted(KEYS))}")
    for key in table:
        if key not in KEYS:
            raise SettingsError(f"{where}: unknown key {key!r}; known are {', '.join(sorted(KEYS))}")
    fail_on = table.get("fail-on", list(DEFAULT))
    texts = [fail_on] if isinstance(fail_on, str) else fail_on
    if not isinstance(texts, list) or not all(isinstance(t, str) for t in texts):
        raise SettingsError(f"{where}: fail-on must be a list of words")
    if not isinstance(table.get("direct-only", False), bool):
        raise SettingsError(f"{where}: direct-only must be true or false")
    rows = table.get("ignore", [])
    if not isinstance(rows, list):
        raise SettingsError(f"{where}: ignore must be a list of tables with package, reason and until")
    ignores = tuple(_ignore(row, f"{where}: ignore {n}") for n, row in enumerate(rows, 1))
    return Policy(words(texts), table.get("direct-only", False), ignores)


def _ignore(row: Any, where: str) -> Ignore:
    if not isinstance(row, Mapping):
        raise SettingsError(f"{where} must be a table with package, reason and until")
    for key in row:
        if key not in IGNORE_KEYS:
            raise SettingsError(f"{where}: unknown key {key!r}; known are package, reason, until")
    package, reason = row.get("package"), row.get("reason")
    if not isinstance(package, str) or not package.strip():
        raise SettingsError(f"{where}: package is missing")
    if not isinstance(reason, str) or not reason.strip():
        raise SettingsError(f"{where} ({package}): a reason is required")
    return Ignore(_name(package), reason.strip(), _until(row.get("until"), f"{where} ({package})"))


def _name(text: str) -> str:
    return text.strip() if "/" in text else str(canonicalize_name(text.strip()))


def _until(value: Any, where: str) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise SettingsError(f"{where}: until is no date such as 2027-06-30") from None


def read_baseline(path: Path) -> dict[str, str]:
    """{package: headline} of an earlier report in JSON. Raises SettingsError."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        return {str(row["name"]): str(row["headline"]) for row in whole["packages"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        told = "there is no such file" if isinstance(error, FileNotFoundError) else "it is no report in JSON"
        raise SettingsError(
            f"--baseline {path}: {told}; make one with: tracker audit --output {shlex.quote(f'json:{path}')}"
        ) from None


def beside(name: str, headline: str, before: Mapping[str, str]) -> str:
    """new, known or worse: a dependency beside the baseline's."""
    if name not in before or before[name] not in HEADLINES:
        return "new"
    worse = HEADLINES.index(headline) < HEADLINES.index(before[name]) and headline != "unknown"
    return "worse" if worse else "known"
