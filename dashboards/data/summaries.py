"""The overview's rows: for each repository its verdict and the few numbers that tell its story on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.data.figures import Figures, KeptFigures, NoFigures, PastFigures, Trail
from dashboards.data.past import PastReleases
from dashboards.data.snapshot import Snapshot
from dashboards.data.told import KeptWords, Past, Told, Untold
from tracker.health.life import Axes
from tracker.readmodel.numbers import Change, Numbers
from tracker.records import Presence, Release
from tracker.series import Sample, Tracked

METRICS = ("stars", "commits", "commit_authors", "time_to_first_response", "time_to_close")
NOT_BUILT = "It has not been evaluated yet; the next evaluation does it."


@dataclass(frozen=True, slots=True)
class RepositorySummary:
    """One repository on one day: what is said of it, and its figures."""

    repository: Tracked
    told: Told
    figures: Figures

    @property
    def verdict(self) -> Axes | None:
        """What is said of it, without the evidence."""
        return self.told.verdict

    @property
    def because(self) -> str:
        return self.told.because

    @property
    def points(self) -> Mapping[str, Sample]:
        return self.told.points

    @property
    def releases_known(self) -> bool:
        return self.told.releases_known

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
    def released(self) -> date | None:
        """The day of the last release."""
        return self.figures.released

    @property
    def last_release(self) -> Release | None:
        return self.figures.last_release

    @property
    def name(self) -> str:
        return self.repository.full_name

    @property
    def headline(self) -> str:
        return self.told.headline

    @property
    def unmaintained(self) -> bool:
        return self.told.unmaintained

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
        return self.figures.pace

    @property
    def missing(self) -> bool:
        return self.repository.presence is not Presence.ACTIVE

    def gain(self, days: int) -> float | None:
        return self.figures.gain(days)

    def share(self, days: int) -> float | None:
        return self.figures.share(days)


def summaries(snapshot: Snapshot, as_of: date) -> list[RepositorySummary]:
    """One row per followed repository, by name; kept for an unchanged database."""
    make = _present if as_of == snapshot.today else _past
    return snapshot.cached(("rows", as_of), lambda: make(snapshot, as_of))


def _born(snapshot: Snapshot, as_of: date) -> list[Tracked]:
    return [r for r in snapshot.tracked if r.created_at is None or r.created_at.date() <= as_of]


def _present(snapshot: Snapshot, as_of: date) -> list[RepositorySummary]:
    """Of the present everything is kept."""
    return [summary_of(snapshot, r) for r in _born(snapshot, as_of)]


def summary_of(snapshot: Snapshot, repository: Tracked) -> RepositorySummary:
    """The row of one repository at present."""
    model = snapshot.kept
    standing = model.standings.get(repository.github_id or 0)
    if standing is None:
        return _nothing(repository)
    return RepositorySummary(repository, KeptWords(model, standing), KeptFigures(model, standing))


def _nothing(repository: Tracked) -> RepositorySummary:
    """A name never resolved, or a repository that nobody has evaluated yet."""
    why = repository.problem or (NOT_BUILT if repository.github_id else "not collected yet")
    said = repository.problem or (NOT_BUILT if repository.github_id else "It has not been looked at yet.")
    return RepositorySummary(repository, Untold(said, why, METRICS), NoFigures())


def _past(snapshot: Snapshot, as_of: date) -> list[RepositorySummary]:
    """Of a past day: what lives say of it, numbers from levels; other series when they are looked at."""
    model, turns, levels = snapshot.kept, snapshot.last_turns(as_of), snapshot.levels
    born = _born(snapshot, as_of)
    ids = [r.github_id for r in born if r.github_id in turns]
    releases = PastReleases(model, [i for i in ids if i is not None], as_of)
    return [
        RepositorySummary(
            r,
            Past(model, r.github_id, turns[r.github_id], PastSamples(snapshot, r, as_of)),
            PastFigures(r.github_id, levels, releases),
        )
        if r.github_id is not None and r.github_id in turns
        else _nothing(r)
        for r in born
    ]


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
    """Read at once what rows are about to show."""
    numbers = (row.repository.github_id for row in rows)
    snapshot.kept.read([i for i in numbers if i is not None and i in snapshot.kept.standings])
    past = [(row.repository, row.figures) for row in rows if isinstance(row.figures, PastFigures)]
    if past:
        snapshot.history.load(metrics, [repository for repository, _ in past])
        past[0][1].releases.read([r.github_id for r, _ in past if r.github_id is not None])
