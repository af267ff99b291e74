"""A world of repositories for the replay server: who exists under which name, and what each has."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol

from tracker.replay.commit_log import CommitLog
from tracker.replay.issue_log import IssueLog
from tracker.replay.timeline import Ints


@dataclass(frozen=True, slots=True)
class ReplayRelease:
    """A release, or with `tag_only` a bare tag."""

    tag: str
    when: datetime
    body: str = ""
    prerelease: bool = False
    tag_only: bool = False


@dataclass(frozen=True, slots=True)
class Readme:
    """The README as it read from `when` on; None when it was removed. `path` is what it was called."""

    when: datetime
    text: str | None
    path: str = "README.md"


@dataclass(slots=True)
class Discussion:
    """A discussion, where it matters: pinned ones."""

    number: int
    when: datetime
    title: str
    body: str = ""
    association: str = "MEMBER"
    edited: datetime | None = None
    closed: datetime | None = None


@dataclass(slots=True)
class Attributes:
    """What a repository says of itself; tests change it between two looks."""

    description: str | None = None
    homepage: str | None = None
    topics: tuple[str, ...] = ()
    language: str | None = None
    license: str | None = None
    default_branch: str = "main"
    is_fork: bool = False
    parent_id: int | None = None
    is_mirror: bool = False
    mirror_url: str | None = None
    has_issues: bool = True
    has_pull_requests: bool = True
    archived_at: datetime | None = None
    pinned: list[int] = field(default_factory=list)  # numbers of pinned issues
    pinned_discussions: list[Discussion] = field(default_factory=list)


class ReplayRepository(Protocol):
    """What the server asks of a repository; times are aware UTC, days are dates."""

    github_id: int
    full_name: str
    created_at: datetime
    presence: str  # 'here', 'gone', 'dmca', 'tos'
    attributes: Attributes

    @property
    def issues(self) -> IssueLog: ...
    @property
    def commits(self) -> CommitLog: ...
    def star_arrivals(self, today: date) -> tuple[date, Ints]:
        """Those who are stargazers `today`, by the day they came: first day, and a number a day to today."""

    def total(self, name: str, now: datetime) -> int:
        """stars, forks, watchers, open_issues, closed_issues, open_pulls, merged_pulls or closed_pulls."""

    def releases(self) -> Sequence[ReplayRelease]: ...
    def readmes(self) -> Sequence[Readme]: ...


class World(Protocol):
    """Whatever the server plays."""

    label: str | None  # says what the answers are made of; None for synthetic worlds
    refusing_owners: set[str]  # organisations that turn away every token

    def repositories(self) -> Iterable[ReplayRepository]: ...
    def by_id(self, github_id: int) -> ReplayRepository | None: ...
    def find(self, full_name: str) -> tuple[ReplayRepository, bool] | None:
        """The repository of that name, and whether the name is a former one; None when there is none."""


class Registry:
    """Names and numbers of a world's repositories, renames and reused names included."""

    label: str | None = None

    def __init__(self) -> None:
        self.refusing_owners: set[str] = set()
        self._by_id: dict[int, ReplayRepository] = {}
        self._present: dict[str, int] = {}
        self._former: dict[str, int] = {}

    def __iter__(self) -> Iterator[ReplayRepository]:
        return iter(self._by_id.values())

    def repositories(self) -> Iterable[ReplayRepository]:
        """Every repository, in the order they were added."""
        return list(self._by_id.values())

    def by_id(self, github_id: int) -> ReplayRepository | None:
        """The repository with that number."""
        return self._by_id.get(github_id)

    def find(self, full_name: str) -> tuple[ReplayRepository, bool] | None:
        """Present names win over former ones, as on GitHub when a name is used again."""
        key = full_name.lower()
        if key in self._present:
            return self._by_id[self._present[key]], False
        if key in self._former:
            return self._by_id[self._former[key]], True
        return None

    def register(self, repository: ReplayRepository, former_names: Iterable[str] = ()) -> None:
        """Add a repository under its name; the former ones lead to it."""
        if repository.github_id in self._by_id or repository.full_name.lower() in self._present:
            raise ValueError(f"{repository.full_name} (or its number) is in this world already")
        self._by_id[repository.github_id] = repository
        self._present[repository.full_name.lower()] = repository.github_id
        for name in former_names:
            self._former.setdefault(name.lower(), repository.github_id)

    def former_names(self, repository: ReplayRepository) -> list[str]:
        """The old names (lower case) that still lead to it."""
        return [n for n, i in self._former.items() if i == repository.github_id and n not in self._present]

    def move(self, repository: ReplayRepository, new_name: str) -> None:
        """Rename or transfer: the old name leads to the new one until somebody else takes it."""
        if new_name.lower() in self._present:
            raise ValueError(f"{new_name} is taken")
        old = repository.full_name.lower()
        del self._present[old]
        self._former[old] = repository.github_id
        self._present[new_name.lower()] = repository.github_id
        repository.full_name = new_name


def node_id(github_id: int) -> str:
    """GitHub's present form of a repository's node id: R_ and the packed number."""
    packed = b"\x92\x00\xce" + github_id.to_bytes(4, "big")
    return "R_" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def id_of_node(node: str) -> int | None:
    """The number in a repository's node id, new or old form; None when it is not one."""
    if node.startswith("R_"):
        try:
            packed = base64.urlsafe_b64decode(node[2:] + "=" * (-len(node[2:]) % 4))
        except ValueError:
            return None
        return int.from_bytes(packed[3:], "big") if packed[:3] == b"\x92\x00\xce" else None
    try:
        text = base64.b64decode(node, validate=True).decode("ascii")
    except ValueError:
        return None
    return int(text[14:]) if text.startswith("010:Repository") and text[14:].isdigit() else None


def made_up_id(full_name: str) -> int:
    """A stable number of our own for a repository whose real one is not known: 2,000,000,000 and above."""
    return 2_000_000_000 + zlib.crc32(full_name.lower().encode()) % 140_000_000


def seconds(when: datetime) -> int:
    """Unix seconds of an aware time."""
    return int(when.timestamp())


def moment(unix: int) -> datetime:
    """The aware UTC time of Unix seconds."""
    return datetime.fromtimestamp(unix, UTC)


def iso(when: datetime | int | None) -> str | None:
    """GitHub's way to write a time: 2026-06-30T12:00:00Z."""
    if when is None:
        return None
    at = moment(when) if isinstance(when, int) else when.astimezone(UTC)
    return f"{at.isoformat()[:19]}Z"
