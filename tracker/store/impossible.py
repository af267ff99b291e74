"""Values that no answer of GitHub's and no step of ours can have left: each with the condition that finds it.

What GitHub itself contradicts (an issue closed before it was opened) is its word and no damage.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Date, Table, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker.records import GITHUB_BEGAN
from tracker.store import models as m
from tracker.store.disagreeing import disagreeing, numbers
from tracker.store.documents import documents
from tracker.store.flaws import RESTORE, UNHEARD, Flaw, FlawKind, Rule, remedy
from tracker.store.implausible import implausible
from tracker.store.models import UTCDateTime, metadata, observation
from tracker.store.vocabulary import METRICS, WORDS
from tracker.store.whose import named

AHEAD = {  # columns that may say what is to come
    "next_due_at", "expires_at", "next_try_at", "claimed_until", "until", "judged_until", "counted_until",
    "end_day", "start_day", "start", "target",
}  # fmt: skip
SECONDS = (m.observation.c.first_seen, m.observation.c.fetched_at, m.revision.c.seen_at)


def impossible(connection: Connection, today: date) -> Iterator[Flaw]:
    """Every rule that some row breaks, with whose rows they are. `today` is the database's present."""
    for table, rules in _by_table(today).items():
        counts = (func.count().filter(condition) for _, condition in rules)
        found = connection.execute(select(*counts).select_from(table)).one()  # all in one reading of a table
        for many, (what, condition) in zip(found, rules, strict=True):
            if many:
                do = UNHEARD if "unknown" in what else remedy(table.name)
                shown = named(connection, table, _in_sql(connection, condition))
                yield Flaw(FlawKind.IMPOSSIBLE, what, many, shown, do)
    yield from documents(connection, today)
    yield from _sequences(connection)


def _by_table(today: date) -> dict[Table, list[tuple[str, ColumnElement[bool]]]]:
    found: dict[Table, list[tuple[str, ColumnElement[bool]]]] = {}
    for what, table, condition in (*_rules(), *implausible(today), *disagreeing(), *_times(today), *_words()):
        found.setdefault(table, []).append((what, condition))
    return found


def _in_sql(connection: Connection, condition: ColumnElement[bool]) -> str:
    dialect = sqlite.dialect() if connection.dialect.name == "sqlite" else postgresql.dialect()  # type: ignore[no-untyped-call]
    return str(condition.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _rules() -> Iterator[Rule]:
    o, i, r = observation.c, m.issue.c, m.repository.c
    stars = numbers("star_arrivals", "star_count")
    yield "values below zero", observation, o.value < 0
    yield "values that are no number", observation, or_(o.value != o.value, o.value > 1e300)
    yield (
        "stars from before there was GitHub",
        observation,
        and_(o.day < GITHUB_BEGAN, o.metric_id.in_(stars)),
    )
    yield "values below zero before they changed", m.revision, m.revision.c.old_value < 0
    yield "revisions that change nothing", m.revision, m.revision.c.old_value == m.revision.c.new_value
    yield "gaps that end before they begin", m.gap, m.gap.c.end_day < m.gap.c.start_day
    yield "repositories older than GitHub", m.repository, r.created_at < _midnight(GITHUB_BEGAN)
    yield "repositories without a name", m.repository, or_(r.owner == "", r.name == "")
    asked = r.github_id.in_(select(m.cursor.c.repository_id))
    yield "repositories without a node that were read", m.repository, and_(r.node_id == "", asked)
    yield (
        "repositories whose name has a slash",
        m.repository,
        or_(r.owner.contains("/"), r.name.contains("/")),
    )
    yield "repositories without a number", m.repository, r.github_id <= 0
    yield "misses below zero", m.repository, r.misses < 0
    yield "issues without a number", m.issue, i.number <= 0
    yield "comments below zero", m.issue, i.comments < 0
    yield "issues that were merged", m.issue, and_(i.merged_at.is_not(None), ~i.is_pull_request)
    yield "releases without a tag", m.release, m.release.c.tag == ""
    yield "notices without a word", m.notice, m.notice.c.sentence == ""
    yield "gaps without a reason", m.gap, m.gap.c.reason == ""
    yield "attributes without a name", m.attribute, m.attribute.c.name == ""
    yield "metrics of unknown names", m.metric, m.metric.c.name.not_in(METRICS)
    yield "sources without a name", m.source, m.source.c.name == ""
    yield "validators that vouch for nothing", m.validator, m.validator.c.etag == ""
    yield (
        "runs that ended without an end",
        m.run,
        and_(m.run.c.outcome != "running", m.run.c.finished_at.is_(None)),
    )
    costs = (m.run.c.requests, m.run.c.points, m.run.c.observations)
    yield "runs that cost less than nothing", m.run, or_(*(cost < 0 for cost in costs))
    yield "leases without a token", m.job_lease, m.job_lease.c.token < 1
    yield "messages tried less than never", m.delivery, m.delivery.c.attempts < 0
    yield "messages sent at no time", m.delivery, and_(
        m.delivery.c.state == "sent", m.delivery.c.sent_at.is_(None))  # fmt: skip
    yield "notifications sent without a message", m.notification, and_(
        m.notification.c.state == "sent", m.notification.c.delivery_key.is_(None))  # fmt: skip
    yield (
        "versions below zero",
        m.fact_version,
        or_(m.fact_version.c.judged < 0, m.fact_version.c.counted < 0, m.fact_version.c.past < 0),
    )
    yield "verdicts of unknown gravity", m.overview, or_(m.overview.c.gravity < 0, m.overview.c.gravity > 8)
    f = m.forecast.c
    yield "forecasts that are no interval", m.forecast, or_(f.low < 0, f.value < f.low, f.high < f.value)
    yield "forecasts of what had been", m.forecast, f.target <= f.made_on


def _times(today: date) -> Iterator[Rule]:
    """What was seen, written or happened cannot lie ahead; west of Greenwich a day begins later."""
    tomorrow = today + timedelta(days=1)
    end = _midnight(tomorrow + timedelta(days=1))
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.name not in AHEAD and (late := _late(column, tomorrow, end)) is not None:
                yield f"{table.name}.{column.name} in days still to come", table, late


def _late(column: Column[Any], tomorrow: date, end: datetime) -> ColumnElement[bool] | None:
    if isinstance(column.type, UTCDateTime):
        return column >= end
    if isinstance(column.type, Date):
        return column > tomorrow
    if column in SECONDS:
        return or_(column >= int(end.timestamp()), column < 0)
    return None


def _words() -> Iterator[Rule]:
    for column, words in WORDS:
        yield f"unknown words in {column.table.name}.{column.name}", column.table, column.not_in(words)


def _sequences(connection: Connection) -> Iterator[Flaw]:
    """PostgreSQL numbers new rows by a counter: where it lags behind, the next row is refused."""
    if connection.dialect.name != "postgresql":
        return
    for table in (m.run,):  # the others number their rows themselves
        name = connection.exec_driver_sql(f"SELECT pg_get_serial_sequence('{table.name}', 'id')").scalar()
        if not name:
            continue
        last, called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {name}").one()  # noqa: S608
        highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
        if highest >= last + (1 if called else 0):
            what = f"the counter of {table.name} is behind its rows"
            yield Flaw(FlawKind.IMPOSSIBLE, what, 1, (f"{last} of {highest}",), RESTORE)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
