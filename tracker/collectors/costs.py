"""What a step will cost before it is taken: requests and GraphQL points, from what is known so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from tracker.collectors.changes import (
    MONTH,
    WEEK,
    Known,
    glances_issues,
    glances_readme,
    glances_releases,
    issue_counts,
    moved,
)
from tracker.cursors import (
    IssuesCursor,
    NoticesCursor,
    PinnedCursor,
    ReleasesCursor,
    ResponsesCursor,
    StarsCursor,
)

GUESSED_WEEKS = 520  # of a repository never read: ten years
GUESSED_ISSUES = 5_000
GUESSED_README_PAGES = 8  # of 25 revisions
PAGE = 100
WEEKS_A_PAGE = 30
ANSWERS_A_POINT = 50
PINNED_A_POINT = 25  # repositories
COUNTS_A_POINT = 25 / 2  # repositories: their count-only connections may be charged as documented
GLANCES_A_POINT = 25  # repositories
RESUMABLE = frozenset({"stars", "issues"})  # they keep every page: begun, they go on next time


@dataclass(frozen=True, slots=True)
class Cost:
    """Core requests and GraphQL points (parts of one where a query is shared); `guessed` when nothing is
    known to count from."""

    requests: int = 0
    points: float = 0
    guessed: bool = False


def counters(authorised: bool) -> Cost:
    """A share of a query with a token, a request without one."""
    return Cost(points=1 / COUNTS_A_POINT) if authorised else Cost(1)


def stars(known: Known) -> Cost:
    """Every page at first and monthly; one when the count changed (or may have)."""
    position = known.position(StarsCursor)
    if known.since(position.walked) >= MONTH:
        weeks = (known.today - known.born).days // 7 + 1 if known.born else GUESSED_WEEKS
        read = position.walk.page if position.walk and position.walk.day == known.today else 0
        return Cost(max(1, ceil(weeks / WEEKS_A_PAGE) - read), guessed=known.born is None)
    facts = known.target.facts
    return Cost(0 if facts and facts.counters.stars == position.count else 1)


def elsewhere(_known: Known) -> Cost:
    """Nothing of GitHub's quota: git, or another host."""
    return Cost()


def releases(known: Known) -> Cost:
    """A page each hundred releases, a point each hundred tags, when their numbers changed or weekly."""
    if glances_releases(known):
        return Cost(points=1 / GLANCES_A_POINT)
    position, facts = known.position(ReleasesCursor), known.target.facts
    counts = (facts.counters.releases, facts.counters.tags) if facts else None
    told = counts is not None and counts[1] is not None
    recent = position.complete and known.since(position.looked) < WEEK
    if recent and (not told or counts == position.counts):
        return Cost()
    published, tags = counts if told and counts else (None, None)
    points = max(1, ceil((tags or 0) / PAGE)) if known.authorised else 0
    return Cost(max(1, ceil((published or 0) / PAGE)), points, guessed=not told)


def notices(known: Known) -> Cost:
    """The README when the branch moved, or weekly; a point each page of its history, all of it at first."""
    if glances_readme(known):
        return Cost(points=1 / GLANCES_A_POINT)
    looked = known.since(known.position(NoticesCursor).looked)
    if looked < WEEK and (known.tip_moved is False or looked == timedelta(0)):
        return Cost()
    if not known.authorised:
        return Cost(1)
    walked = known.position(NoticesCursor).said is not None
    return Cost(1, 1 if walked else GUESSED_README_PAGES, guessed=not walked)


def pinned(known: Known) -> Cost:
    """A share of a query each week; nothing without a token."""
    due = known.authorised and known.since(known.position(PinnedCursor).looked) >= WEEK
    return Cost(points=1 / PINNED_A_POINT) if due else Cost()


def issues(known: Known) -> Cost:
    """All pages at first; then as many as changed, and one a week, in a glance where that will do."""
    if glances_issues(known):
        return Cost(points=1 / GLANCES_A_POINT)
    position, counts = known.position(IssuesCursor), issue_counts(known.target)
    if not position.complete:
        guessed = counts is None
        many = GUESSED_ISSUES if counts is None else sum(n or 0 for n in counts)
        return Cost(max(1, ceil(many / PAGE)), guessed=guessed)
    if counts is None:
        return Cost(1)
    before = position.counts
    if counts == before and known.since(position.looked) < WEEK:
        return Cost()
    return Cost(max(1, ceil(moved(counts, before) / PAGE)))


def responses(known: Known) -> Cost:
    """A fiftieth of a point for each issue that moved, were all of them answered; nothing without a token."""
    counts = issue_counts(known.target)
    if not known.authorised or (counts is None and known.position(ResponsesCursor).complete):
        return Cost()
    if known.position(ResponsesCursor).complete:
        return Cost(points=moved(counts, known.position(IssuesCursor).counts) / ANSWERS_A_POINT)
    many = GUESSED_ISSUES if counts is None else sum(n or 0 for n in counts)
    return Cost(points=many / ANSWERS_A_POINT, guessed=True)


COSTS: dict[str, Callable[[Known], Cost]] = {
    "stars": stars,
    "commits": elsewhere,
    "releases": releases,
    "notices": notices,
    "issues": issues,
    "pinned": pinned,
    "responses": responses,
    "packages": elsewhere,
    "downloads": elsewhere,
}
