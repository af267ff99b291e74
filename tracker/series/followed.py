"""One followed repository as people know it, and how it is found by name."""

from __future__ import annotations

import difflib
import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.catalog import Catalog, Milestone
from tracker.records import Presence, Succession


class UnknownRepository(LookupError):
    """No followed repository has this name; the message says so and what comes close."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A followed repository. `github_id` is None until its name was resolved; `problem` says why not."""

    full_name: str
    github_id: int | None = None
    asked_as: str = ""
    category: str | None = None
    backing: str | None = None
    successors: tuple[str, ...] = ()
    successions: tuple[Succession, ...] = ()
    no_successor: str | None = None
    created_at: datetime | None = None
    pushed_at: datetime | None = None
    archived: bool | None = None
    archived_at: datetime | None = None
    presence: Presence = Presence.ACTIVE
    presence_since: datetime | None = None
    presence_reason: str | None = None
    description: str | None = None
    homepage: str | None = None
    topics: tuple[str, ...] = ()
    license: str | None = None
    language: str | None = None
    seen_at: datetime | None = None
    problem: str | None = None
    milestones: tuple[Milestone, ...] = ()
    packages: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()  # the named lists it stands on


def from_row(row: Mapping[str, Any], catalog: Catalog) -> Repository:
    """A row of the reader's `watched()` with what the catalog knows beside it."""
    known = row["github_id"] is not None
    full_name = f"{row['owner']}/{row['name']}" if known else row["full_name"]
    entry = catalog.get(full_name) or catalog.get(row["full_name"])
    common = {
        "full_name": full_name,
        "asked_as": row["full_name"],
        "category": row["category"] or (entry.category if entry else None),
        "backing": entry.backing if entry else None,
        "successors": entry.successor if entry else (),
        "successions": entry.successions if entry else (),
        "no_successor": entry.no_successor if entry else None,
        "milestones": entry.milestones if entry else (),
        "packages": entry.packages if entry else (),
        "problem": row["problem"],
    }
    if not known:
        return Repository(**common)
    copied = (
        "github_id", "created_at", "pushed_at", "archived", "archived_at", "presence_since",
        "presence_reason", "description", "homepage", "license", "language", "seen_at",
    )  # fmt: skip
    return Repository(
        **common,
        **{name: row[name] for name in copied},
        presence=Presence(row["presence"]),
        topics=tuple(json.loads(row["topics"])) if row["topics"] else (),
    )


def find(repositories: Sequence[Repository], text: str) -> Repository | None:
    """By present name, by the name asked for, or by bare name when only one has it; case does not matter."""
    wanted = text.strip().removeprefix("https://github.com/").strip("/").lower()
    for repository in repositories:
        if wanted == repository.full_name.lower():
            return repository
    for repository in repositories:
        if wanted == repository.asked_as.lower():
            return repository
    bare = [r for r in repositories if r.full_name.lower().split("/")[1] == wanted]
    return bare[0] if len(bare) == 1 else None


def unknown(repositories: Sequence[Repository], text: str) -> UnknownRepository:
    """The error for a name that nobody here has, with the closest names."""
    if not text.strip():
        return UnknownRepository("the name of a repository is empty: give OWNER/NAME")
    names = {r.full_name.lower(): r.full_name for r in repositories}
    close = difflib.get_close_matches(text.lower(), names, n=3, cutoff=0.5)
    hint = f"; close are {', '.join(names[c] for c in close)}" if close else ""
    return UnknownRepository(
        f"{text} is not followed{hint}. Follow it with: tracker watch add {shlex.quote(text)}"
    )
