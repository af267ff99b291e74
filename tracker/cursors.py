"""Where the collectors stand with a repository: a value for each, kept as JSON with its version."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from tracker.versioned import FromLaterVersion, NotReadable, Versioned

log = logging.getLogger(__name__)
Counts = tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor(Versioned):
    """What all of them tell: whether all there is was read once, and when the last look was done."""

    CURE: ClassVar[str] = "it is collected anew"
    NAME: ClassVar[str]  # the collector's

    complete: bool = False
    seen: datetime | None = None

    def __init_subclass__(cls) -> None:
        cls.WHAT = f"the cursor of {getattr(cls, 'NAME', '?')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountersCursor(Cursor):
    """`misses`: the days on which GitHub showed no such repository."""

    NAME: ClassVar[str] = "counters"

    misses: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenStars:
    """A star history that broke its contract: on which day, at which count, and how."""

    day: date
    count: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StarsWalk:
    """A walk through all pages that was begun: the weeks read so far, each its first day and seven counts."""

    day: date
    page: int
    more: bool
    weeks: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StarsCursor(Cursor):
    """`day`: up to which days are known; `walked`: the last whole walk; `count`: GitHub's own."""

    NAME: ClassVar[str] = "stars"

    day: date | None = None
    walked: date | None = None
    count: int | None = None
    broken: BrokenStars | None = None
    walk: StarsWalk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuesCursor(Cursor):
    """`since`: the last change that was read, as GitHub writes it; `counts`: what the counters said."""

    NAME: ClassVar[str] = "issues"

    since: str | None = None
    counts: Counts | None = None
    looked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PullsCursor(Cursor):
    """`next`: the page to go on with."""

    NAME: ClassVar[str] = "pulls"

    next: str | None = None
    since: str | None = None
    counts: Counts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasesCursor(Cursor):
    """`counts`: releases and tags at the last look; `walked`: when all of them were read last."""

    NAME: ClassVar[str] = "releases"

    counts: Counts | None = None
    looked: date | None = None
    walked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitsCursor(Cursor):
    """`oid`: the tip that was counted, `until` which day; `first`: the earliest day with a commit."""

    NAME: ClassVar[str] = "commits"

    oid: str | None = None
    until: date | None = None
    first: date | None = None


class Said(NamedTuple):
    """What the README declared (None: nothing), in which words, since which commit and its time."""

    declares: str | None
    sentence: str | None
    oid: str
    path: str
    since: str


@dataclass(frozen=True, slots=True)
class ReadmeWalk:
    """A walk through a README's revisions that was begun, newest first."""

    start: str
    path: str
    after: str | None = None
    read: int = 0
    newest: str | None = None
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesCursor(Cursor):
    """`oid`: the branch's tip; `sha`: the README's object; `said`: all it ever declared, None where its
    history was searched and not read."""

    NAME: ClassVar[str] = "notices"

    oid: str | None = None
    sha: str | None = None
    path: str | None = None
    looked: date | None = None
    newest: str | None = None
    said: tuple[Said, ...] | None = None
    walk: ReadmeWalk | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedCursor(Cursor):
    """`said`: by address what a pin declared, in which words, since when."""

    NAME: ClassVar[str] = "pinned"

    looked: date | None = None
    said: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesCursor(Cursor):
    """`after`: the last issue asked about, by its change and number; `issues`: up to when they were read;
    `full`: the day of a look from the beginning."""

    NAME: ClassVar[str] = "responses"

    after: tuple[datetime, int] | None = None
    issues: str | None = None
    full: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageCursor(Cursor):
    """Of what is asked about a repository's package."""

    looked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagesCursor(PackageCursor):
    """The package index."""

    NAME: ClassVar[str] = "packages"


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadsCursor(PackageCursor):
    """The downloads by day."""

    NAME: ClassVar[str] = "downloads"


KINDS: tuple[type[Cursor], ...] = (
    CountersCursor, StarsCursor, IssuesCursor, PullsCursor, ReleasesCursor, CommitsCursor, NoticesCursor,
    PinnedCursor, ResponsesCursor, PackagesCursor, DownloadsCursor,
)  # fmt: skip
CURSORS: dict[str, type[Cursor]] = {kind.NAME: kind for kind in KINDS}


def read_cursor(collector: str, kept: str | Mapping[str, Any]) -> Cursor | None:
    """A kept cursor, from its text or its object; None for a collector that is none of ours.

    A damaged one stands before its first page, so that everything is asked for again. Raises
    FromLaterVersion.
    """
    kind = CURSORS.get(collector)
    if kind is None:
        return None
    try:
        return kind.from_text(kept) if isinstance(kept, str) else kind.from_json(kept)
    except FromLaterVersion:
        raise
    except NotReadable as error:
        log.warning("%s", error)
        return kind()
