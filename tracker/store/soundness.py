"""Looking a database through: broken keys, impossible values, days missing where every day should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection, Engine, func, select

from tracker.store.copying import view
from tracker.store.flaws import EXAMPLES, Flaw, FlawKind, remedy
from tracker.store.impossible import impossible
from tracker.store.models import gap, metadata, metric, observation, repository
from tracker.store.structure import damage, whole
from tracker.store.whose import named

__all__ = ["Flaw", "FlawKind", "look_through"]

# Series that a collector writes for every day between their first and their last.
DENSE = ("star_arrivals", "commits", "commits_human", "commits_substantive")


def look_through(engine: Engine, today: date) -> list[Flaw]:
    """Everything that is wrong or missing, gravest first. Reads one consistent view; changes nothing.

    Where the database itself is not whole, only that is told.
    """
    if broken := damage(engine):
        return broken
    with view(engine) as connection:
        if broken := whole(connection):
            return broken
        found = [
            *_keys(connection),
            *impossible(connection, today),
            *_gaps(connection),
        ]
    return sorted(found, key=lambda flaw: list(FlawKind).index(flaw.kind))


def _keys(connection: Connection) -> Iterator[Flaw]:
    """Rows that point to a row that is not there."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            here, there = key.parent, key.column
            other = there.table.alias()
            missing = (
                select(here)
                .outerjoin(other, here == other.c[there.name])
                .where(here.is_not(None), other.c[there.name].is_(None))
            )
            many = connection.execute(select(func.count()).select_from(missing.subquery())).scalar() or 0
            if many:
                what = f"rows of {table.name} whose {here.name} leads nowhere"
                known = f"SELECT {there.name} FROM {there.table.name}"  # noqa: S608 - our own names
                alone = f"{here.name} IS NOT NULL AND {here.name} NOT IN ({known})"
                yield Flaw(
                    FlawKind.BROKEN,
                    what,
                    many,
                    named(connection, table, alone, here.name),
                    remedy(table.name),
                )


def _gaps(connection: Connection) -> Iterator[Flaw]:
    """Days without a row inside a series that has one for every day, unless declared unknown."""
    o = observation.c
    spans = connection.execute(
        select(o.repository_id, metric.c.name, func.min(o.day), func.max(o.day), func.count())
        .join(metric, metric.c.id == o.metric_id)
        .where(metric.c.name.in_(DENSE))
        .group_by(o.repository_id, metric.c.name)
        .order_by(metric.c.name, o.repository_id)
    ).all()
    declared: defaultdict[tuple[int, str], int] = defaultdict(int)
    bounds = {(row[0], row[1]): (row[2], row[3]) for row in spans}
    for row in connection.execute(select(gap, metric.c.name).join(metric, metric.c.id == gap.c.metric_id)):
        first, last = bounds.get((row.repository_id, row.name), (None, None))
        if first is not None:
            days = (min(row.end_day, last) - max(row.start_day, first)).days + 1
            declared[(row.repository_id, row.name)] += max(days, 0)
    missing: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for repository_id, name, first, last, rows in spans:
        days = (last - first).days + 1 - rows - declared[(repository_id, name)]
        if days > 0:
            missing[name].append((days, repository_id))
    for name, listed in missing.items():
        worst = sorted(listed, reverse=True)[:EXAMPLES]
        names = _names(connection, [number for _, number in worst])
        shown = tuple(f"{names.get(number, number)}: {days:,} days" for days, number in worst)
        yield Flaw(FlawKind.GAP, f"days missing inside {name}", sum(days for days, _ in listed), shown)


def _names(connection: Connection, ids: list[int]) -> dict[int, str]:
    r = repository.c
    found = connection.execute(select(r.github_id, r.owner, r.name).where(r.github_id.in_(ids)))
    return {number: f"{owner}/{name}" for number, owner, name in found}
