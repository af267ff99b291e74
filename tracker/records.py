"""The facts: what GitHub said about a repository, as frozen values. No I/O, no SQL, no judgement.

Unknown is always `None` or an absent record, never 0. Times are aware UTC; days are dates.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

GITHUB_BEGAN = date(2007, 10, 1)  # its own first repository is of that month


class Quality(StrEnum):
    """The trust label of a number; one vocabulary in database, pages, exports and API."""

    EXACT = "exact"  # read on that day by us
    RETAINED = "retained"  # today's stargazers by the day they starred; below the true count of that day
    DERIVED = "derived"  # computed from other numbers
    SPREAD = "spread"  # demo: days made from quarterly figures, or made up
    IMPORTED = "imported"  # from somebody else's file, named
    PROVISIONAL = "provisional"  # today and yesterday: may still move
    DEGRADED = "degraded"  # the source broke its contract; last good value kept
    UNKNOWN = "unknown"  # no row


class Presence(StrEnum):
    """Whether GitHub still shows a repository."""

    ACTIVE = "active"
    MISSING = "missing"  # not found once or twice; GitHub answers 404 in incidents too
    GONE = "gone"  # not found on three days
    BLOCKED = "blocked"  # 451, or 403 with a reason


@dataclass(frozen=True, slots=True)
class Counters:
    """One reading of a repository's totals; None where GitHub did not say."""

    stars: int | None = None
    forks: int | None = None
    watchers: int | None = None
    open_issues: int | None = None
    closed_issues: int | None = None
    open_pull_requests: int | None = None
    merged_pull_requests: int | None = None
    closed_pull_requests: int | None = None
    releases: int | None = None
    tags: int | None = None


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """What GitHub said of one repository in one answer."""

    github_id: int
    node_id: str
    owner: str
    name: str
    created_at: datetime | None = None
    pushed_at: datetime | None = None
    archived: bool | None = None
    archived_at: datetime | None = None
    description: str | None = None
    homepage: str | None = None
    topics: tuple[str, ...] | None = None
    is_fork: bool | None = None
    is_mirror: bool | None = None
    mirror_url: str | None = None
    is_empty: bool | None = None
    parent_id: int | None = None
    default_branch: str | None = None
    head_oid: str | None = None
    has_issues: bool | None = None
    license: str | None = None
    language: str | None = None
    counters: Counters = field(default_factory=Counters)

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"


@dataclass(frozen=True, slots=True)
class Observation:
    """What one stored metric was, for one repository, on one day, from one source."""

    repository_id: int
    metric: str
    day: date
    value: float
    source: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue or pull request, without its text or its people."""

    number: int
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    state_reason: str | None = None
    author_is_bot: bool | None = None
    author_association: str | None = None
    comments: int | None = None
    is_pull_request: bool = False
    merged_at: datetime | None = None
    is_draft: bool | None = None
    asks_if_alive: bool = False  # the title asks whether the project is dead or maintained
    notice: str | None = None  # the phrase with which a maintainer declared the end, if one did

    @property
    def times(self) -> tuple[datetime | None, ...]:
        """When it was opened, changed, closed and merged."""
        return (self.created_at, self.updated_at, self.closed_at, self.merged_at)


@dataclass(frozen=True, slots=True)
class Release:
    """A published release, or a tag where a project only tags. `published_at` orders them."""

    tag: str
    published_at: datetime
    is_prerelease: bool = False
    is_tag_only: bool = False
    notice: str | None = None  # a phrase such as "will be the last main release", if the text has one


@dataclass(frozen=True, slots=True)
class CommitDay:
    """Commits on the default branch by committer date (UTC), and who made them as keyed hashes."""

    day: date
    commits: int
    human: int  # without merges and robots
    substantive: int  # human, without automated subjects
    authors: Collection[int]  # each once: keyed 64-bit hashes of the human authors; never names


@dataclass(frozen=True, slots=True)
class Notice:
    """A statement by the project about its own future, dated by when it could first be read.

    `declares` is 'end-of-life', 'maintenance-only', 'moved' or 'archived'; `where` is 'readme',
    'description', 'topics', 'homepage', 'issue', 'release', 'registry' or 'announcement'.
    """

    declares: str
    where: str
    sentence: str
    url: str | None
    first_seen: datetime
    withdrawn_at: datetime | None = None
    by: bool = False  # a search found it there on that day; it may have stood before


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """A repository's attribute as it was from `seen_at` on (name, value as text, None for unset)."""

    name: str
    value: str | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Days for which a stored metric is not known, and why. Days inside are unknown, never 0."""

    metric: str
    start: date
    end: date
    reason: str

    def hides_later(self, last: date | None, as_of: date) -> bool:
        """Whether something younger than the last that is known may lie in it, as of a day."""
        return self.start <= as_of and (last is None or self.end > last)


@dataclass(frozen=True, slots=True)
class Succession:
    """Who carries on, and whose word that is: `named_by` is "project" or "others"; with where to read it."""

    repository: str
    named_by: str
    source: str
    since: date | None = None
