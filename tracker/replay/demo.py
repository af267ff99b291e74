"""The demo's world: 29 frameworks, their days spread from quarterly figures, dated facts from the catalog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import cached_property
from threading import Lock

from tracker.catalog import Entry, catalog
from tracker.replay import commit_log, timeline
from tracker.replay.commit_log import CommitLog
from tracker.replay.figures import Quarter, quarters, tags, version
from tracker.replay.issue_log import IssueLog
from tracker.replay.issue_spread import spread_issues
from tracker.replay.timeline import Curve, Ints
from tracker.replay.world import Attributes, Readme, Registry, ReplayRelease, made_up_id

DEMO_END = date(2026, 6, 30)
LABEL = "spread from quarterly figures"
TOTALS = {"forks": "forks", "open_issues": "open_issues", "closed_issues": "closed_issues"}
NOTICE_KINDS = frozenset({"end-of-life", "maintenance-only", "moved", "archived"})


def birthday(repository: str) -> date:
    """The day of creation: the catalog's, else the first day of the figures."""
    entry = catalog().get(repository)
    return entry.created if entry and entry.created else quarters()[repository][0].start


class DemoRepository:
    """One repository of the figures, answering for any moment."""

    presence = "here"

    def __init__(self, full_name: str, rows: Sequence[Quarter], entry: Entry | None) -> None:
        self.full_name = full_name
        self.github_id = entry.github_id if entry and entry.github_id else made_up_id(full_name)
        self._rows = rows
        self._entry = entry
        self._born = birthday(full_name)
        self.created_at = _at(self._born)
        self.attributes = Attributes(topics=("deep-learning",), archived_at=_archived(entry))
        self._figures = full_name
        self._commits: CommitLog | None = None
        self._lock = Lock()

    @cached_property
    def stars(self) -> Curve:
        """The recorded star totals, spread over days."""
        points = timeline.recorded(self._rows, "stars", self._born)
        return timeline.spread_total(self._figures, "stars", points)

    @cached_property
    def issues(self) -> IssueLog:
        """Single issues of the quarters at both ends of which totals were recorded."""
        spread = spread_issues(self._figures, self._rows, self._born)
        return IssueLog(spread.created, spread.closed)

    @property
    def commits(self) -> CommitLog:
        """As many commits, by as many people, as were counted in each quarter; one log for all threads."""
        with self._lock:
            if self._commits is None:
                spread = timeline.spread_commits(self._figures, self._rows, self._born)
                self._commits = commit_log.by_numbered_authors(spread.times, spread.authors)
            return self._commits

    @property
    def commit_version(self) -> str:
        """Names the figures these commits are made from: a cache of them is good while it is the same."""
        return version()

    def star_arrivals(self, today: date) -> tuple[date, Ints]:
        return self.stars.start, timeline.retained(self.stars, today)

    def total(self, name: str, now: datetime) -> int:
        if name == "stars":
            return self.stars.at(now.date())
        if name in TOTALS:
            return self._totals[name].at(now.date())
        return 0  # never recorded: `gaps` declares it

    @cached_property
    def _totals(self) -> dict[str, Curve]:
        return {
            name: timeline.linear_total(timeline.recorded(self._rows, column, self._born))
            for name, column in TOTALS.items()
        }

    @cached_property
    def _releases(self) -> tuple[ReplayRelease, ...]:
        named = tags().get(self._figures, ())
        bare = [ReplayRelease(tag, _at(day), tag_only=True) for tag, day in named]
        if not named:
            bare = [r for q in self._rows for r in _counted_tags(self._figures, q)]
        milestones = self._entry.milestones if self._entry else ()
        published = [
            ReplayRelease(m.source.rpartition("/tag/")[2], _at(m.date), body=m.quote or "")
            for m in milestones
            if m.kind == "release" and "/releases/tag/" in m.source and not m.month_only
        ]
        known = {r.tag for r in published}
        return tuple(sorted([*published, *(r for r in bare if r.tag not in known)], key=lambda r: r.when))

    def releases(self) -> Sequence[ReplayRelease]:
        return self._releases

    @cached_property
    def _readmes(self) -> tuple[Readme, ...]:
        plain = f"## About {self.full_name.rpartition('/')[2]}\n"
        revisions = [Readme(self.created_at, plain)]
        milestones = self._entry.milestones if self._entry else ()
        for fact in milestones:
            if fact.where == "readme" and fact.quote and fact.kind in NOTICE_KINDS:
                revisions.append(Readme(_at(fact.date), f"## Status\n\n{fact.quote}\n\n{plain}"))
            elif fact.where == "readme" and fact.kind == "revived":
                revisions.append(Readme(_at(fact.date), plain))
        return tuple(revisions)

    def readmes(self) -> Sequence[Readme]:
        return self._readmes


class DemoWorld(Registry):
    """The 29 repositories of the figures, or those of them that are named."""

    label: str | None = LABEL

    def __init__(self, only: Sequence[str] | None = None) -> None:
        super().__init__()
        for name, rows in quarters().items():
            if only is None or name in only:
                entry = catalog().get(name)
                self.register(DemoRepository(name, rows, entry), entry.former_names if entry else ())


def demo_repositories() -> tuple[str, ...]:
    """The names of the demo's repositories, in the order of the figures."""
    return tuple(quarters())


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


def _archived(entry: Entry | None) -> datetime | None:
    for fact in entry.milestones if entry else ():
        if fact.kind == "archived":
            return _at(fact.date)
    return None


def _counted_tags(repository: str, quarter: Quarter) -> list[ReplayRelease]:
    """Tags of which only the number is known, named after their quarter."""
    count = quarter.tags or 0
    which = f"{quarter.end.year}-q{quarter.end.month // 3}"
    days = timeline.quarter_days(quarter, count, repository, "tags")
    return [
        ReplayRelease(f"tag-{n}-of-{count}-in-{which}", _at(day), tag_only=True)
        for n, day in enumerate(days, start=1)
    ]
