"""A made-up repository whose life a test writes: stars, commits, issues, releases, README."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from tracker.replay import commit_log
from tracker.replay.commit_log import CommitLog, CommitRow
from tracker.replay.issue_log import IssueLog, IssueText
from tracker.replay.timeline import Ints
from tracker.replay.world import Attributes, Readme, ReplayRelease, seconds


def _at(when: date | datetime) -> datetime:
    """A time as it is; a day as its ninth hour, UTC."""
    return when if isinstance(when, datetime) else datetime.combine(when, time(9), UTC)


class SyntheticRepository:
    """One made-up repository; every method that changes it says what happens and when."""

    def __init__(self, github_id: int, full_name: str, created: date | datetime) -> None:
        self.github_id = github_id
        self.full_name = full_name
        self.created_at = _at(created)
        self.presence = "here"
        self.attributes = Attributes()
        self.issues = IssueLog()
        self.fixed: dict[str, int] = {"forks": 0, "watchers": 0}
        self._stars: dict[date, int] = {}
        self._rows: list[CommitRow] = []
        self._log: CommitLog | None = None
        self._filled = False
        self._releases: list[ReplayRelease] = []
        self._readmes: list[Readme] = []

    # what the server asks

    @property
    def commits(self) -> CommitLog:
        """The branch as it stands; a new log only when the list of commits has changed its length."""
        if self._log is None:
            self._log = commit_log.from_rows(self._rows)
        if not self._filled and len(self._log) != len(self._rows):
            self._log.times = np.array([r.when for r in self._rows], dtype=np.int64)
        return self._log

    def star_arrivals(self, today: date) -> tuple[date, Ints]:
        """Stars by day; who left is missing from the day of arrival."""
        first = self.created_at.date()
        days = [first + timedelta(days=n) for n in range((today - first).days + 1)]
        return first, np.array([self._stars.get(day, 0) for day in days], dtype=np.int64)

    def total(self, name: str, now: datetime) -> int:
        """Counters: stars and issues as listed, `fixed` for the rest (or to contradict the lists)."""
        if name in self.fixed:
            return self.fixed[name]
        if name == "stars":
            return sum(n for day, n in self._stars.items() if day <= now.date())
        return self.issues.count(seconds(now))[ISSUE_TOTALS[name]]

    def releases(self) -> Sequence[ReplayRelease]:
        """Releases and tags, oldest first."""
        return sorted(self._releases, key=lambda r: r.when)

    def readmes(self) -> Sequence[Readme]:
        """The README's revisions, oldest first."""
        return sorted(self._readmes, key=lambda r: r.when)

    # what tests make happen

    def star(self, day: date, count: int = 1) -> None:
        """`count` people star it on a day."""
        self._stars[day] = self._stars.get(day, 0) + count

    def unstar(self, day: date, count: int = 1) -> None:
        """`count` of those who came on a day take their star back: they vanish from that day."""
        if self._stars.get(day, 0) < count:
            raise ValueError(f"only {self._stars.get(day, 0)} stars came on {day}")
        self._stars[day] -= count

    def commit(
        self,
        when: date | datetime,
        author: str = "Ada",
        email: str = "ada@example.invalid",
        subject: str = "Improve things",
        *,
        merge: bool = False,
    ) -> None:
        """A commit on the default branch; a merge has its grandparent as a second parent."""
        moment = seconds(_at(when))
        if self._filled:
            raise ValueError("a filled repository takes no further commits")
        if self._rows and moment < self._rows[-1].when:
            raise ValueError(f"a commit of {when} cannot follow a later one")
        self._rows.append(CommitRow(moment, author, email, subject, merge))

    def commit_daily(self, first: date, last: date, a_day: int = 1) -> None:
        """Plain commits on every day from first to last."""
        for n in range((last - first).days + 1):
            for minute in range(a_day):
                self.commit(_at(first + timedelta(days=n)) + timedelta(minutes=minute), subject=f"Day {n}")

    def fill(self, first: date, last: date, *, commits: int = 0, issues: int = 0, people: int = 50) -> None:
        """Very many plain commits and issues, evenly from first to last, without an object for each."""
        start, end = seconds(_at(first)), seconds(_at(last))
        if commits:
            times = np.linspace(start, end, commits).astype(np.int64)
            self._log = commit_log.by_numbered_authors(times, np.arange(commits) % people + 1)
            self._filled = True
        if issues:
            opened = np.linspace(start, end, issues).astype(np.int64)
            closed = np.where(np.arange(issues) % 3 > 0, opened + 86_400, 0)
            self.issues = IssueLog(opened, closed)

    def force_push(self, drop: int, *rows: CommitRow) -> None:
        """The last `drop` commits are thrown away and others put in their place."""
        log = self.commits
        log.forget_after(len(self._rows) - drop)
        del self._rows[len(self._rows) - drop :]
        self._rows.extend(rows)
        log.times = np.array([r.when for r in self._rows], dtype=np.int64)

    def open_issue(self, when: date | datetime, title: str | None = None, **text: object) -> int:
        """An issue; further words fill `IssueText` (association=, body=, bot=, comments=). Its number."""
        return self.issues.open(seconds(_at(when)), text=_text(title, text))

    def open_pull(self, when: date | datetime, title: str | None = None, **text: object) -> int:
        """A pull request; its number."""
        return self.issues.open(seconds(_at(when)), pull_request=True, text=_text(title, text))

    def close(self, number: int, when: date | datetime, *, merged: bool = False) -> None:
        """Close an issue or pull request, or merge it."""
        self.issues.close(number, seconds(_at(when)), merged=merged)

    def answer(
        self,
        number: int,
        when: date | datetime,
        association: str = "NONE",
        who: str = "helper",
        *,
        review: bool = False,
    ) -> None:
        """Comment on an issue or pull request, or review it."""
        self.issues.answer(number, seconds(_at(when)), association, who, review=review)

    def pin(self, number: int) -> None:
        """Pin an issue to the top of the list."""
        self.attributes.pinned.append(number)

    def release(self, tag: str, when: date | datetime, body: str = "", *, prerelease: bool = False) -> None:
        """Publish a release."""
        self._releases.append(ReplayRelease(tag, _at(when), body, prerelease))

    def tag(self, tag: str, when: date | datetime) -> None:
        """Set a tag without a release."""
        self._releases.append(ReplayRelease(tag, _at(when), tag_only=True))

    def write_readme(self, when: date | datetime, text: str | None, path: str = "README.md") -> None:
        """Change the README, or remove it with None; with another `path` than before it is renamed."""
        self._readmes.append(Readme(_at(when), text, path))

    def archive(self, when: date | datetime) -> None:
        """Make it read-only."""
        self.attributes.archived_at = _at(when)

    def unarchive(self) -> None:
        """Open it again; GitHub keeps no trace."""
        self.attributes.archived_at = None


ISSUE_TOTALS = {
    "open_issues": "open",
    "closed_issues": "closed",
    "open_pulls": "open_pulls",
    "merged_pulls": "merged_pulls",
    "closed_pulls": "closed_pulls",
}


def _text(title: str | None, more: dict[str, object]) -> IssueText | None:
    if title is None and not more:
        return None
    text = IssueText(title)
    for name, value in more.items():
        if not hasattr(text, name):
            raise TypeError(f"an issue has no {name!r}")
        setattr(text, name, value)
    return text
