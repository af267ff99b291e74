"""The overview's rows: for each repository its verdict and the few numbers that tell its story on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from dashboards.data.snapshot import Snapshot
from tracker.health import Verdict, because
from tracker.records import Presence, Release
from tracker.series import Sample, Tracked

METRICS = ("stars", "commits", "commit_authors", "time_to_first_response", "time_to_close")
SPANS = (30, 90, 365)
STALE = 190  # days: older readings say nothing about how it goes now; their day is shown with the number
MONTHS_DRAWN = 60


@dataclass(frozen=True, slots=True)
class Gain:
    """Stars gained up to the last known day; None where either end is unknown."""

    value: float | None
    share: float | None
    until: date | None


@dataclass(frozen=True)
class RepositorySummary:
    """One repository on one day."""

    repository: Tracked
    verdict: Verdict | None
    headline: str
    because: str
    points: dict[str, Sample]
    changes: dict[int, Gain]
    year_before: Gain  # of stars, in the 365 days before the last 365
    commits_year: float | None
    commits_until: date | None
    trend: tuple[float, ...]  # stars gained by month, NaN unknown
    last_release: Release | None
    releases_known: bool

    @property
    def name(self) -> str:
        return self.repository.full_name

    @property
    def stars(self) -> float | None:
        return self.points["stars"].value

    @property
    def unmaintained(self) -> bool:
        return self.verdict is not None and self.verdict.unmaintained

    @property
    def living(self) -> bool:
        return self.headline in ("active", "slow")

    @property
    def gain_change(self) -> float | None:
        """Stars of the last year against those of the year before: -0.4 is 40 % fewer; None when unknown."""
        now, then = self.gain(365), self.year_before.value
        return now / then - 1 if now is not None and then is not None and then > 0 else None

    @property
    def missing(self) -> bool:
        return self.repository.presence is not Presence.ACTIVE

    def gain(self, days: int) -> float | None:
        return self.changes[days].value

    def share(self, days: int) -> float | None:
        return self.changes[days].share


def summaries(snapshot: Snapshot, as_of: date) -> list[RepositorySummary]:
    """One row per followed repository, by name; kept for an unchanged database."""
    return snapshot.cached(("rows", as_of), lambda: _rows(snapshot, as_of))


def _rows(snapshot: Snapshot, as_of: date) -> list[RepositorySummary]:
    born = [r for r in snapshot.tracked if r.created_at is None or r.created_at.date() <= as_of]
    points = snapshot.points(METRICS, as_of)
    stars = snapshot.frame("stars", snapshot.tracked, end=as_of)
    commits = snapshot.frame("commits", snapshot.tracked, end=as_of)
    verdicts = snapshot.verdicts(as_of)
    return [
        _row(snapshot, r, as_of, verdicts.get(r.full_name), points, _column(stars, r), _column(commits, r))
        for r in born
    ]


def _column(frame: pd.DataFrame, repository: Tracked) -> pd.Series:
    return frame[repository.full_name] if repository.full_name in frame else pd.Series(dtype="float64")


def _row(
    snapshot: Snapshot,
    repository: Tracked,
    as_of: date,
    verdict: Verdict | None,
    points: dict[tuple[str, str], Sample],
    stars: pd.Series,
    commits: pd.Series,
) -> RepositorySummary:
    dossier = snapshot.dossiers.get(repository.full_name)
    released = dossier.released_until(as_of) if dossier else None
    finals = [r for r in released or () if not r.is_prerelease]
    year, until = _year_of_commits(commits, as_of)
    changes = {days: change(stars, days, as_of) for days in SPANS}
    last = changes[365].until or as_of
    return RepositorySummary(
        repository=repository,
        verdict=verdict,
        headline=verdict.headline if verdict else "unknown",
        because=because(verdict) if verdict else repository.problem or "It has not been looked at yet.",
        points={metric: points[(repository.full_name, metric)] for metric in METRICS},
        changes=changes,
        year_before=change(stars, 365, last - timedelta(days=365)),
        commits_year=year,
        commits_until=until,
        trend=_trend(stars, as_of),
        last_release=finals[-1] if finals else None,
        releases_known=released is not None,
    )


def change(stars: pd.Series, days: int, as_of: date) -> Gain:
    """What was gained in the `days` before the last known day; unknown when that day is too long ago."""
    known = stars.dropna()
    known = known[known.index <= pd.Timestamp(as_of)]
    if not len(known):
        return Gain(None, None, None)
    last = known.index[-1]
    if (pd.Timestamp(as_of) - last).days > STALE:
        return Gain(None, None, last.date())
    before = known[known.index <= last - timedelta(days=days)]
    if not len(before) or (last - timedelta(days=days) - before.index[-1]).days > days / 3:
        return Gain(None, None, last.date())
    gained = float(known.iloc[-1] - before.iloc[-1])
    return Gain(gained, gained / before.iloc[-1] if before.iloc[-1] > 0 else None, last.date())


def _year_of_commits(commits: pd.Series, as_of: date) -> tuple[float | None, date | None]:
    """Commits of the 365 days up to the last known day, when that is not too long ago."""
    known = commits.dropna()
    known = known[known.index <= pd.Timestamp(as_of)]
    if not len(known):
        return None, None
    last = known.index[-1]
    if (pd.Timestamp(as_of) - last).days > 365:
        return None, last.date()
    return float(known[known.index > last - timedelta(days=365)].sum()), last.date()


def _trend(stars: pd.Series, as_of: date) -> tuple[float, ...]:
    """Stars gained in each of the last sixty months."""
    if not len(stars.dropna()):
        return ()
    ends = pd.date_range(end=pd.Timestamp(as_of), periods=MONTHS_DRAWN + 1, freq="30D")
    levels = stars.reindex(ends, method="ffill", limit=30)
    gained = np.diff(levels.to_numpy(dtype="float64"))
    return tuple(float(v) for v in gained)
