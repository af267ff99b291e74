"""Commits by day, and who committed when: names are kept as keyed hashes alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import islice, pairwise

import numpy as np
from sqlalchemy import String, cast, func, select

from tracker.records import CommitDay, Observation
from tracker.store.bulk import upsert
from tracker.store.database import Database, Part
from tracker.store.models import author_day, observation, repository
from tracker.store.observations import BLOCK, Observations
from tracker.tables import EPOCH, Ints

AUTHOR = ("repository_id", "day", "author")
COMMIT_METRICS = ("commits", "commits_human", "commits_substantive")


class Commits(Part):
    """The table `author_day`, and the observations that are counted from a history."""

    def __init__(self, database: Database, observations: Observations) -> None:
        super().__init__(database)
        self._observations = observations

    def save_days(
        self,
        repository_id: int,
        days: Sequence[CommitDay],
        source: str,
        seen_at: datetime,
        *,
        replace_from: date | None = None,
        zero_until: date | None = None,
    ) -> int:
        """Write commits by day, with a zero row for every day without one, up to `zero_until`.

        Days from `replace_from` on are counted anew (a force push, late pushes), their authors too; what lies
        before is left out. Without it the days are added to what is there, zeros only where nothing is.
        """
        with self.database.transaction() as connection:
            by_day = {d.day: d for d in days if replace_from is None or d.day >= replace_from}
            first = replace_from or min(by_day, default=zero_until)
            last = max([*by_day, *([zero_until] if zero_until else [])], default=None)
            if first is None or last is None:
                return 0
            if replace_from:
                gone = author_day.delete().where(
                    author_day.c.repository_id == repository_id, author_day.c.day >= replace_from
                )
                connection.execute(gone)
            people = ((repository_id, d.day, author) for d in by_day.values() for author in d.authors)
            while part := list(islice(people, BLOCK)):
                upsert(connection, "author_day", AUTHOR, AUTHOR, part)
            standing = set() if replace_from else self._days_known(repository_id, first, last)
            rows = (
                Observation(repository_id, name, day, float(value), source)
                for day in _between(first, last)
                if day in by_day or day not in standing
                for name, value in zip(COMMIT_METRICS, _counts(by_day.get(day)), strict=True)
            )
            return self._observations.save(rows, seen_at)

    def author_days(self, ids: Collection[int], since: date | None = None) -> dict[int, tuple[Ints, Ints]]:
        """Who committed when: {repository: (days as ordinals, author hashes)}, an element per author-day.

        Since a day: of those who committed only before it, nothing, which is not to say that nobody ever did.
        """
        a = author_day.c
        authors = func.aggregate_strings(cast(a.author, String), ",")  # a row a day instead of one an author
        query = select(a.repository_id, a.day, func.count(), authors).where(a.repository_id.in_(ids))
        query = query if since is None else query.where(a.day >= since)
        query = query.group_by(a.repository_id, a.day).order_by(a.repository_id, a.day)
        rows = self.raw(query)
        nothing = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
        known = dict.fromkeys(self._committed(ids) if since else (), nothing)
        if not rows:
            return known
        repositories, days, counts, texts = zip(*rows, strict=True)
        many = np.array(counts, dtype=np.int64)
        author = np.fromstring(",".join(texts), dtype=np.int64, sep=",")
        day = np.repeat(np.array(days, dtype="datetime64[D]").astype(np.int64) + EPOCH, many)
        owner = np.repeat(np.array(repositories, dtype=np.int64), many)
        edges = [0, *(np.flatnonzero(np.diff(owner)) + 1), len(owner)]
        return known | {int(owner[lo]): (day[lo:hi], author[lo:hi]) for lo, hi in pairwise(edges)}

    def _committed(self, ids: Collection[int]) -> list[int]:
        """Those of which any author is known: one probe of the key for each, where such may be asked for."""
        r, a = repository.c, author_day.c
        anybody = select(a.day).where(a.repository_id == r.github_id)
        query = select(r.github_id).where(r.github_id.in_(ids), anybody.exists())
        if self.database.is_spread():
            query = select(a.repository_id).where(a.repository_id.in_(ids)).distinct()
        return [row[0] for row in self.rows(query)]

    def _days_known(self, repository_id: int, first: date, last: date) -> set[date]:
        with self.database.view() as connection:
            o = observation.c
            query = select(o.day).where(
                o.repository_id == repository_id,
                o.metric_id == self.database.ids.metric(connection, COMMIT_METRICS[0]),
                o.day.between(first, last),
            )
            return set(connection.execute(query).scalars())


def quiet_days(repository_id: int, first: date, last: date, source: str) -> list[Observation]:
    """Zeros for every day from `first` to `last`, on which a history that stands still has no commit."""
    days = _between(first, last)
    return [Observation(repository_id, name, day, 0.0, source) for day in days for name in COMMIT_METRICS]


def _counts(day: CommitDay | None) -> tuple[int, int, int]:
    return (day.commits, day.human, day.substantive) if day else (0, 0, 0)


def _between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
