"""Reading long lists a page at a time, newest first: runs, transitions, revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select

from tracker.store.desk import Desk
from tracker.store.models import metric, repository, revision, run, run_gap, transition

FULL_NAME = (repository.c.owner + "/" + repository.c.name).label("repository")


class PageReader(Desk):
    """Reads pages; `before` is the last number of the page before."""

    def runs(self, limit: int, before: int | None = None, job: str | None = None) -> Sequence[Row[Any]]:
        """Run columns."""
        query = select(run).order_by(run.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(run.c.id < before)
        return self.rows(query if job is None else query.where(run.c.job == job))

    def missed(self, runs: Collection[int]) -> dict[int, list[Row[Any]]]:
        """What runs could not do, by run."""
        found: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        query = select(run_gap).where(run_gap.c.run_id.in_(runs)).order_by(run_gap.c.run_id, run_gap.c.number)
        for row in self.rows(query):
            found[row.run_id].append(row)
        return found

    def transitions(
        self, limit: int, before: int | None = None, repository_id: int | None = None, rule: str | None = None
    ) -> Sequence[Row[Any]]:
        """Transition columns and `repository`."""
        query = select(transition, FULL_NAME).join(
            repository, repository.c.github_id == transition.c.repository_id
        )
        for column, wanted in (("repository_id", repository_id), ("rule", rule)):
            if wanted is not None:
                query = query.where(transition.c[column] == wanted)
        if before is not None:
            query = query.where(transition.c.id < before)
        return self.rows(query.order_by(transition.c.id.desc()).limit(limit))

    def revisions(self, repository_id: int, limit: int, skip: int = 0) -> Sequence[Row[Any]]:
        """(metric, day, seen_at in Unix seconds, old_value, new_value)."""
        r = revision.c
        query = (
            select(metric.c.name, r.day, r.seen_at, r.old_value, r.new_value)
            .join(metric, metric.c.id == r.metric_id)
            .where(r.repository_id == repository_id)
            .order_by(r.seen_at.desc(), r.day.desc(), metric.c.name)
        )
        return self.rows(query.limit(limit).offset(skip))
