"""Looking a database through: broken keys, impossible values, days missing where every day should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, func, or_, select

from tracker.records import GITHUB_BEGAN
from tracker.store.copying import view
from tracker.store.flaws import EXAMPLES, Flaw, Kind
from tracker.store.models import gap, issue, metadata, metric, observation, release, repository, revision
from tracker.store.structure import damage, whole

__all__ = ["Flaw", "Kind", "look_through"]

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
            *_impossible(connection, today),
            *_gaps(connection),
        ]
    return sorted(found, key=lambda flaw: list(Kind).index(flaw.kind))


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
                shown = connection.execute(missing.distinct().limit(EXAMPLES)).scalars()
                what = f"rows of {table.name} whose {here.name} leads nowhere"
                yield Flaw(Kind.BROKEN, what, many, tuple(str(value) for value in shown))


def _impossible(connection: Connection, today: date) -> Iterator[Flaw]:
    tomorrow = today + timedelta(days=1)  # west of Greenwich the day begins later, east earlier
    end = datetime.combine(tomorrow + timedelta(days=1), time(), tzinfo=UTC)
    o, i, r = observation.c, issue.c, release.c
    stars = select(metric.c.id).where(metric.c.name.in_(("star_arrivals", "star_count")))
    born = datetime.combine(GITHUB_BEGAN, time(), tzinfo=UTC)
    rules: list[tuple[str, Table, ColumnElement[bool]]] = [
        ("values below zero", observation, o.value < 0),
        ("values that are no number", observation, or_(o.value != o.value, o.value > 1e300)),
        ("values of days still to come", observation, o.day > tomorrow),
        (
            "stars from before there was GitHub",
            observation,
            and_(o.day < GITHUB_BEGAN, o.metric_id.in_(stars)),
        ),
        ("values first seen after they were last read", observation, o.first_seen > o.fetched_at),
        ("revisions that change nothing", revision, revision.c.old_value == revision.c.new_value),
        ("issues closed before they were opened", issue, i.closed_at < i.created_at),
        ("pull requests merged and not closed", issue, and_(i.merged_at.is_not(None), i.closed_at.is_(None))),
        ("issues answered before they were opened", issue, i.first_response_at < i.created_at),
        ("issues opened in days still to come", issue, i.created_at > end),
        ("releases of days still to come", release, r.published_at > end),
        ("gaps that end before they begin", gap, gap.c.end_day < gap.c.start_day),
        ("repositories older than GitHub", repository, repository.c.created_at < born),
    ]
    for what, table, condition in rules:
        many = connection.execute(select(func.count()).select_from(table).where(condition)).scalar() or 0
        if many:
            keys = list(table.primary_key.columns)
            rows = connection.execute(select(*keys).where(condition).limit(EXAMPLES))
            yield Flaw(Kind.IMPOSSIBLE, what, many, tuple(" ".join(map(str, row)) for row in rows))


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
        shown = tuple(f"repository {number}: {days:,} days" for days, number in worst)
        yield Flaw(Kind.GAP, f"days missing inside {name}", sum(days for days, _ in listed), shown)
