"""The last value of each of many series on a day: one probe of the key for each, however long they are."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, select, true

from tracker.store.models import metric, observation, repository, source

KEY = ("repository_id", "metric_id", "day")


def latest_query(ids: Collection[int], metrics: Collection[str], as_of: date) -> Select[Any]:
    """The last row of each series on or before a day, each found by one probe of the key.

    Joined on the greatest day of each, every row of all of them is read: at five million 346 ms, not 1.
    """
    o, r, m = observation.c, repository.c, metric.c
    day = (
        select(o.day)
        .where(o.repository_id == r.github_id, o.metric_id == m.id, o.day <= as_of)
        .order_by(o.day.desc())
        .limit(1)
        .correlate(repository, metric)
        .scalar_subquery()
    )
    last = (
        select(r.github_id.label("repository_id"), m.id.label("metric_id"), m.name, day.label("day"))
        .join(metric, true())
        .where(r.github_id.in_(ids), m.name.in_(metrics))
        .subquery()
    )
    same_row = and_(*(o[key] == last.c[key] for key in KEY))
    shown = (o.repository_id, last.c.name, o.day, o.value, source.c.name.label("source"))
    return (
        select(*shown).select_from(last).join(observation, same_row).join(source, source.c.id == o.source_id)
    )
