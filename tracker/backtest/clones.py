"""Clones as a source: commits, tags and READMEs go through what collects and reads them for users."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tracker.backtest.subjects import DossierSource, Subject
from tracker.backtest.truth import BacktestError
from tracker.catalog import Entry, catalog
from tracker.collectors.commits import FIRST
from tracker.collectors.readme_history import HistoryWalk, notices
from tracker.collectors.releases import from_tags
from tracker.cursors import Said
from tracker.dossier import Daily, Dossier
from tracker.github.commitlog import Commit, count_days
from tracker.github.gitrun import GitError
from tracker.github.local_clone import LocalClone
from tracker.records import CommitDay, Notice, Release
from tracker.signals.phrases import Project, find_notice
from tracker.tables import AuthorTable

KEY = b"nobody"  # authors are told apart within one measure and never kept
HAD = ("every commit by the shipped filter", "every revision of the README by the shipped reader", "tags")
LACKED = ("archived flags", "descriptions", "issues", "releases' texts", "package indexes")


class ClonesSource:
    """The subjects of a folder of clones, OWNER/NAME.git or OWNER+NAME/repo, looked at up to one day.

    A clone does not say when it was made: each is taken to know of every commit up to `until`, by default
    the newest day that any of them has a commit on.
    """

    had: tuple[str, ...] = HAD
    lacked: tuple[str, ...] = LACKED

    def __init__(self, folder: Path, until: date | None = None) -> None:
        if not folder.is_dir():
            raise BacktestError(f"{folder} is no folder of clones")
        self.name = "the shipped pipeline over whole clones"
        self._folder, self._until = folder, until

    def subjects(self, repositories: Iterable[str]) -> list[Subject]:
        """Subjects in the order asked; repositories without a clone are left out. Raises BacktestError."""
        read = {name: _read(name, clone) for name in repositories if (clone := self._clone(name))}
        until = self._until or max((r.days[-1].day for r in read.values() if r.days), default=date.min)
        dossiers = {name: r.dossier(until) for name, r in read.items() if r.days}
        return DossierSource(dossiers, until).subjects(dossiers)

    def _clone(self, full_name: str) -> LocalClone | None:
        entry = catalog().get(full_name)
        for name in (full_name, *((entry.repository, *entry.former_names) if entry else ())):
            for base in (f"{name}.git", name, f"{name.replace('/', '+')}/repo"):
                for place in (self._folder / base, self._folder / base / ".git"):
                    if (place / "HEAD").is_file():
                        return LocalClone(place)
        return None


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of one clone."""

    full_name: str
    days: list[CommitDay]
    released: tuple[Release, ...]
    said: list[Notice]

    def dossier(self, until: date) -> Dossier:
        entry = catalog().get(self.full_name)
        days = [d for d in self.days if d.day <= until]
        created = _created(entry, days[0].day)
        return Dossier(
            github_id=0,
            full_name=self.full_name,
            created_at=created,
            forked_at=created - timedelta(days=1) if created else None,
            commits=_daily(days, until, lambda d: d.commits),
            human=_daily(days, until, lambda d: d.human),
            substantive=_daily(days, until, lambda d: d.substantive),
            authors=AuthorTable.of([(d.day, frozenset(d.authors)) for d in days if d.authors]),
            releases=self.released,
            notices=tuple(self.said),
        )


def dossier_of(
    full_name: str, commits: Iterable[Commit], tags: list[tuple[str, datetime]], until: date
) -> Dossier | None:
    """What a clone says without its READMEs, known up to a day; None where nothing counts."""
    days = [d for d in count_days(commits, KEY) if FIRST <= d.day <= until]
    return _Read(full_name, days, tuple(from_tags(tags)), []).dossier(until) if days else None


def _created(entry: Entry | None, first: date) -> datetime | None:
    """A repository that began with another's history is younger than its first commit."""
    if entry is None or entry.created is None or entry.created <= first:
        return None
    return datetime.combine(entry.created, time(), UTC)


def _read(full_name: str, clone: LocalClone) -> _Read:
    try:
        days = [d for d in count_days(clone.commits(), KEY) if d.day >= FIRST]
        return _Read(full_name, days, tuple(from_tags(clone.tags())), _said(full_name, clone))
    except GitError as error:
        raise BacktestError(f"{clone.folder} cannot be read: {error}") from None


def _said(full_name: str, clone: LocalClone) -> list[Notice]:
    entry = catalog().get(full_name)
    former = (entry.repository, *entry.former_names) if entry else ()
    known = {n for n in former if n.lower() != full_name.lower()}
    project = Project(full_name, tuple(sorted(known)), entry.packages if entry else ())
    path, revisions = clone.readme()
    walk = HistoryWalk("HEAD", path)
    for revision in revisions:
        walk.add(revision, find_notice(revision.text, project) if revision.text else None)
    said: list[Said] = walk.said
    return notices(said, full_name)


def _daily(days: list[CommitDay], until: date, value: Callable[[CommitDay], int]) -> Daily:
    values: npt.NDArray[np.float64] = np.zeros((until - days[0].day).days + 1)
    for day in days:
        values[(day.day - days[0].day).days] = value(day)
    return Daily(days[0].day, values)
