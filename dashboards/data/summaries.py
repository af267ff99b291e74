"""The overview's rows: for each repository its verdict and the few numbers that tell its story on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.data.figures import Figures, KeptFigures, PastFigures, PastReleases, Trail
from dashboards.data.snapshot import Snapshot
from tracker.health.life import Axes
from tracker.readmodel.numbers import Change, Numbers, numbers
from tracker.readmodel.summary import Summary
from tracker.records import Presence, Quality, Release
from tracker.series import Sample, Tracked

METRICS = ("stars", "commits", "commit_authors", "time_to_first_response", "time_to_close")
NOT_BUILT = "It has not been evaluated yet; the next evaluation does it."
NOTHING = numbers(None, None, date(2008, 1, 1))


@dataclass(frozen=True)
class RepositorySummary:
    """One repository on one day. `verdict`: what is said of it, without the evidence."""

    repository: Tracked
    verdict: Axes | None
    because: str
    points: Mapping[str, Sample]
    figures: Figures
    releases_known: bool

    @property
    def numbers(self) -> Numbers:
        return self.figures.numbers

    @property
    def trend(self) -> tuple[float, ...]:
        return self.figures.trend

    @property
    def stars(self) -> float | None:
        return self.figures.stars

    @property
    def trail(self) -> Trail:
        return self.figures.trail

    @property
    def last_release(self) -> Release | None:
        return self.figures.last_release

    @property
    def name(self) -> str:
        return self.repository.full_name

    @property
    def headline(self) -> str:
        return self.verdict.headline if self.verdict else "unknown"

    @property
    def unmaintained(self) -> bool:
        return self.verdict is not None and self.verdict.unmaintained

    @property
    def living(self) -> bool:
        return self.headline in ("active", "slow")

    @property
    def changes(self) -> Mapping[int, Change]:
        return self.numbers.changes

    @property
    def year_before(self) -> Change:
        return self.numbers.year_before

    @property
    def commits_year(self) -> float | None:
        return self.figures.commits_year

    @property
    def commits_until(self) -> date | None:
        return self.numbers.commits_until

    @property
    def gain_change(self) -> float | None:
        """Stars of the last year against those of the year before: -0.4 is 40 % fewer; None when unknown."""
        return self.numbers.pace

    @property
    def missing(self) -> bool:
        return self.repository.presence is not Presence.ACTIVE

    def gain(self, days: int) -> float | None:
        return self.changes[days].value

    def share(self, days: int) -> float | None:
        return self.changes[days].share


def summaries(snapshot: Snapshot, as_of: date) -> list[RepositorySummary]:
    """One row per followed repository, by name; kept for an unchanged database."""
    make = _present if as_of == snapshot.today else _past
    return snapshot.cached(("rows", as_of), lambda: make(snapshot, as_of))


def _born(snapshot: Snapshot, as_of: date) -> list[Tracked]:
    return [r for r in snapshot.tracked if r.created_at is None or r.created_at.date() <= as_of]


def _present(snapshot: Snapshot, as_of: date) -> list[RepositorySummary]:
    """Of the present everything is kept."""
    rows = snapshot.kept.rows
    return [
        _of(r, rows[r.github_id].summary) if r.github_id in rows else _nothing(r)
        for r in _born(snapshot, as_of)
    ]


def _of(repository: Tracked, kept: Summary) -> RepositorySummary:
    return RepositorySummary(
        repository, kept.axes, kept.because, kept.points,
        KeptFigures(kept.numbers, kept.trend, kept.points["stars"].value, kept.trail, kept.last_release),
        kept.releases_known,
    )  # fmt: skip


def _nothing(repository: Tracked) -> RepositorySummary:
    """A name never resolved, or a repository that nobody has evaluated yet."""
    why = repository.problem or (NOT_BUILT if repository.github_id else "not collected yet")
    unknown = Sample(None, None, None, Quality.UNKNOWN, why)
    said = repository.problem or (NOT_BUILT if repository.github_id else "It has not been looked at yet.")
    return RepositorySummary(
        repository, None, said, dict.fromkeys(METRICS, unknown), KeptFigures(NOTHING, (), None), False
    )


def _past(snapshot: Snapshot, as_of: date) -> list[RepositorySummary]:
    """Of a past day: lives as of that day, numbers from levels; other series when they are looked at."""
    born = _born(snapshot, as_of)
    known = [r for r in born if r.github_id in snapshot.kept.rows]
    lives = snapshot.kept.lives([r.github_id for r in known if r.github_id is not None], as_of)
    levels = snapshot.kept.levels(known)
    rows = snapshot.kept.rows
    releases = PastReleases(snapshot, [r.github_id for r in known if r.github_id is not None], as_of)
    found = []
    for repository in born:
        turns = lives.get(repository.github_id or 0)
        if not turns or repository.github_id not in rows:
            found.append(_nothing(repository))
            continue
        found.append(
            RepositorySummary(
                repository, turns[-1].axes, turns[-1].because, PastSamples(snapshot, repository, as_of),
                PastFigures(repository.github_id, levels[repository.github_id], releases),
                rows[repository.github_id].summary.releases_known,
            )
        )  # fmt: skip
    return found


class PastSamples(Mapping[str, Sample]):
    """Last known values on a past day, each read when it is looked at."""

    def __init__(self, snapshot: Snapshot, repository: Tracked, as_of: date) -> None:
        self._snapshot, self._repository, self._as_of = snapshot, repository, as_of

    def __getitem__(self, metric: str) -> Sample:
        return self._snapshot.history.point(metric, self._repository, self._as_of)

    def __iter__(self) -> Iterator[str]:
        return iter(METRICS)

    def __len__(self) -> int:
        return len(METRICS)


def read_ahead(
    snapshot: Snapshot, rows: Sequence[RepositorySummary], metrics: Sequence[str] = METRICS
) -> None:
    """Read at once what past rows are about to show."""
    past = [(row.repository, row.figures) for row in rows if isinstance(row.figures, PastFigures)]
    if past:
        snapshot.history.load(metrics, [repository for repository, _ in past])
        past[0][1].releases.read([r.github_id for r, _ in past if r.github_id is not None])
