"""The last value of each of many series on a day: one probe of the key for each, however long they are.

Citus plans no probe from tables that are on every machine into one that lies on the workers. There the
greatest day of each is looked for, by each worker among its own.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, func, select, true

from tracker.store.models import metric, observation, repository, source

KEY = ("repository_id", "metric_id", "day")


def latest_query(
    ids: Collection[int], metrics: Collection[str], as_of: date, spread: bool = False
) -> Select[Any]:
    """The last row of each series on or before a day; `spread`: of a database on a cluster."""
    o, m = observation.c, metric.c
    last = (_greatest if spread else _probed)(ids, metrics, as_of)
    same_row = and_(*(o[key] == last.c[key] for key in KEY))
    shown = (o.repository_id, m.name, o.day, o.value, source.c.name.label("source"))
    found = select(*shown).select_from(last).join(observation, same_row)
    return found.join(metric, m.id == o.metric_id).join(source, source.c.id == o.source_id)


def _probed(ids: Collection[int], metrics: Collection[str], as_of: date) -> Subquery:
    """The last day of each. By the greatest of its days every row is read: at five million 346 ms, not 1."""
    o, r, m = observation.c, repository.c, metric.c
    day = (
        select(o.day)
        .where(o.repository_id == r.github_id, o.metric_id == m.id, o.day <= as_of)
        .order_by(o.day.desc())
        .limit(1)
        .correlate(repository, metric)
        .scalar_subquery()
    )
    return (
        select(r.github_id.label("repository_id"), m.id.label("metric_id"), day.label("day"))
        .join(metric, true())
        .where(r.github_id.in_(ids), m.name.in_(metrics))
        .subquery()
    )


def _greatest(ids: Collection[int], metrics: Collection[str], as_of: date) -> Subquery:
    """The greatest day of each: every row up to a day is read, on the worker where it lies."""
    o = observation.alias("seen").c
    numbers = select(metric.c.id).where(metric.c.name.in_(metrics))
    return (
        select(o.repository_id, o.metric_id, func.max(o.day).label("day"))
        .where(o.repository_id.in_(ids), o.metric_id.in_(numbers), o.day <= as_of)
        .group_by(o.repository_id, o.metric_id)
        .subquery()
    )
