"""What the rows are made of: the facts, numbers and verdicts of a few repositories as of a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from tracker.decision.rows import ROWS
from tracker.decision.sentence import sentence
from tracker.decision.subject import METRICS, Candidate, Total
from tracker.decision.table import Criterion, SideBySide
from tracker.health import Rules, Verdict
from tracker.readmodel.build import levels_of
from tracker.readmodel.levels import Levels, unpack
from tracker.readmodel.numbers import STALE, YEAR, change
from tracker.readmodel.verdicts_on import verdicts_on
from tracker.series import History, Repository


def decide(
    history: History,
    repositories: Sequence[Repository],
    as_of: date,
    rules: Rules,
    verdicts: Mapping[str, Verdict] | None = None,
) -> SideBySide:
    """The table of these repositories, in this order. `verdicts`: of that day, where the caller has them."""
    if verdicts is None:
        verdicts = verdicts_on(history, [*repositories, *_after(history, repositories)], as_of, rules)[0]
    subjects = _subjects(history, repositories, as_of, verdicts)
    rows = tuple(
        Criterion(make.key, make.title, make.better, tuple(make.cell(subject) for subject in subjects))
        for make in ROWS
    )
    return SideBySide(as_of, tuple(s.name for s in subjects), rows, sentence(subjects, rows))


def _after(history: History, repositories: Sequence[Repository]) -> list[Repository]:
    """Their successors that are followed: how those fare is said too."""
    names = {name.lower() for r in repositories for name in r.successors}
    names -= {r.full_name.lower() for r in repositories}
    return [r for r in history.tracked() if r.full_name.lower() in names]


def _subjects(
    history: History, repositories: Sequence[Repository], as_of: date, verdicts: Mapping[str, Verdict]
) -> list[Candidate]:
    points = history.points(METRICS, repositories, as_of)
    dossiers = history.dossiers([r for r in repositories if r.github_id is not None], light=True)
    read = {number: at.date() for number, name, at in history.freshness() if name == "releases"}
    return [
        Candidate(
            repository=r,
            as_of=as_of,
            today=history.today,
            demo=history.is_demo,
            verdict=verdicts.get(r.full_name),
            points={metric: points[(r.full_name, metric)] for metric in METRICS},
            growth=change(_stars(history, r), YEAR, as_of),
            commits=_commits(history, r, as_of),
            dossier=dossiers.get(r.full_name),
            releases_read=read.get(r.github_id or 0),
        )
        for r in repositories
    ]


def _stars(history: History, repository: Repository) -> Levels | None:
    return unpack(levels_of(history.series("stars", repository)))


def _commits(history: History, repository: Repository, as_of: date) -> Total | None:
    """The commits of the year before the last known day, and whether every day of it is known."""
    series = history.series("commits", repository).within(None, as_of)
    if not len(series):
        return None
    last = series.days[-1].item()
    first = last - timedelta(days=YEAR - 1)
    year = series.within(first, last)
    begun = max(first, repository.created_at.date()) if repository.created_at else first
    whole = len(year) >= (last - begun).days + 1
    return Total(float(year.values.sum()), last, whole, (as_of - last).days > STALE)
