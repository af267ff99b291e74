"""The overview's rows: for each repository its verdict and the few numbers that tell its story on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from dashboards.data.columns import UNTOLD, Everyone, ListCells, Real, numbers_of
from dashboards.data.figures import KeptFigures, NoFigures, PastFigures
from dashboards.data.followed import followed_by
from dashboards.data.past import PastDay
from dashboards.data.row import RepositorySummary
from dashboards.data.snapshot import Snapshot
from dashboards.data.told import KeptWords, Past, Untold
from tracker.health.verdict import HEADLINES
from tracker.readmodel.cross_section import cross_section, shared
from tracker.readmodel.last_values import last_releases, last_values
from tracker.readmodel.standing import OverviewRow
from tracker.series import Repository, Sample

METRICS = ("stars", "commits", "commit_authors", "time_to_first_response", "time_to_close")
NOT_BUILT = "It has not been evaluated yet; the next evaluation does it."


def summaries(snapshot: Snapshot, as_of: date) -> Everyone:
    """One row per followed repository, by name; kept for an unchanged database."""
    make = _present if as_of == snapshot.today else _past
    return snapshot.of_day("rows", as_of, lambda: make(snapshot, as_of))


def _present(snapshot: Snapshot, as_of: date) -> Everyone:
    """Of the present everything is kept."""
    followed = followed_by(snapshot)
    places = followed.born_by(as_of)
    standings = snapshot.kept.standings
    found = [standings.get(number) for number in followed.ids[places].tolist()]
    columns = followed.columns(places, np.array([_cells(one) for one in found], float))
    return Everyone(columns, lambda n: summary_of(snapshot, followed.repositories[places[n]]))


def _cells(kept: OverviewRow | None) -> ListCells:
    """Of what is kept of one; of whom nothing is, nothing is told."""
    if kept is None:
        return UNTOLD
    return ListCells(HEADLINES.index(kept.headline), True, kept.unmaintained, *numbers_of(kept))


def summary_of(snapshot: Snapshot, repository: Repository) -> RepositorySummary:
    """The row of one repository at present."""
    model = snapshot.kept
    standing = model.standings.get(repository.github_id or 0)
    if standing is None:
        return _nothing(repository)
    return RepositorySummary(repository, KeptWords(model, standing), KeptFigures(model, standing))


def row_of(snapshot: Snapshot, repository: Repository, as_of: date) -> RepositorySummary | None:
    """The row of one repository on a day, made without the others'; None where it was not born yet."""
    if repository.created_at is not None and repository.created_at.date() > as_of:
        return None
    if as_of == snapshot.today:
        return summary_of(snapshot, repository)
    number, day = repository.github_id, PastDay(snapshot.kept, as_of)
    if number is None or (axes := day.axes(number)) is None:
        return _nothing(repository)
    return _past_row(snapshot, repository, day, axes.headline, axes.unmaintained)


def _past_row(
    snapshot: Snapshot, repository: Repository, day: PastDay, headline: str, over: bool
) -> RepositorySummary:
    assert repository.github_id is not None
    samples = PastSamples(snapshot, repository, day.as_of)
    told = Past(snapshot.kept, day, repository.github_id, headline, over, samples)
    return RepositorySummary(repository, told, PastFigures(repository.github_id, day))


def _nothing(repository: Repository) -> RepositorySummary:
    """A name never resolved, or a repository that nobody has evaluated yet."""
    why = repository.problem or (NOT_BUILT if repository.github_id else "not collected yet")
    said = repository.problem or (NOT_BUILT if repository.github_id else "It has not been looked at yet.")
    return RepositorySummary(repository, Untold(said, why, METRICS), NoFigures())


def _past(snapshot: Snapshot, as_of: date) -> Everyone:
    """Of a past day: columns from panels; of those who are looked at, lives and levels."""
    followed, found = followed_by(snapshot), cross_section(snapshot.kept, as_of)
    places, day = followed.born_by(as_of), PastDay(snapshot.kept, as_of)
    columns = followed.columns(places, followed.cells(places, found))

    def row(n: int) -> RepositorySummary:
        r = followed.repositories[places[n]]
        if r.github_id is None or not columns.judged[n]:
            return _nothing(r)
        return _past_row(snapshot, r, day, HEADLINES[columns.state[n]], bool(columns.unmaintained[n]))

    return Everyone(columns, row)


def reading_of(snapshot: Snapshot, everyone: Everyone, as_of: date, what: str) -> Real:
    """Of each row of a past day one of READINGS, or the ordinal of when it was `released`; NaN is unknown."""

    def make() -> Real:
        if what == "released":
            ids, values = last_releases(snapshot.kept, as_of)
        else:
            ids, values = last_values(snapshot.kept, what, as_of)
        followed = followed_by(snapshot)
        wanted = followed.ids[followed.born_by(as_of)]
        found = np.full(len(wanted), np.nan)
        mine, at = shared(wanted, ids)
        found[mine] = values[at]
        return np.where(everyone.columns.judged, found, np.nan)

    return snapshot.lately(("reading", what, as_of), make)


class PastSamples(Mapping[str, Sample]):
    """Last known values on a past day, each read when it is looked at."""

    def __init__(self, snapshot: Snapshot, repository: Repository, as_of: date) -> None:
        self._snapshot, self._repository, self._as_of = snapshot, repository, as_of
        self._read: dict[str, Sample] = {}

    def __getitem__(self, metric: str) -> Sample:
        if metric not in self._read:
            self._read[metric] = self._snapshot.history.point(metric, self._repository, self._as_of)
        return self._read[metric]

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
        past[0][1].day.read([r.github_id for r, _ in past if r.github_id is not None])
