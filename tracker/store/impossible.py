"""Values that no answer of GitHub's and no step of ours can have left: each with the condition that finds it.

What GitHub itself contradicts (an issue closed before it was opened) is its word and no damage.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Date, and_, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from tracker.records import GITHUB_BEGAN
from tracker.store import models as m
from tracker.store.flaws import RESTORE, Flaw, FlawKind, remedy
from tracker.store.implausible import Rule, implausible
from tracker.store.models import UTCDateTime, metadata, observation
from tracker.store.versions import A_VERSION
from tracker.store.vocabulary import META, WORDS
from tracker.store.whose import named

AHEAD = {  # columns that may say what is to come
    "next_due_at", "expires_at", "next_try_at", "claimed_until", "until", "judged_until", "counted_until",
    "end_day", "start_day", "start", "target",
}  # fmt: skip
SECONDS = (m.observation.c.first_seen, m.observation.c.fetched_at, m.revision.c.seen_at)


def impossible(connection: Connection, today: date) -> Iterator[Flaw]:
    """Every rule that some row breaks, with whose rows they are. `today` is the database's present."""
    for what, table, condition in (*_rules(connection), *implausible(today), *_times(today), *_words()):
        many = connection.execute(select(func.count()).select_from(table).where(condition)).scalar() or 0
        if many:
            dialect = sqlite.dialect() if connection.dialect.name == "sqlite" else postgresql.dialect()  # type: ignore[no-untyped-call]
            inline = {"literal_binds": True}
            said = str(condition.compile(dialect=dialect, compile_kwargs=inline))
            yield Flaw(FlawKind.IMPOSSIBLE, what, many, named(connection, table, said), remedy(table.name))
    yield from _meta(connection)
    yield from _sequences(connection)


def _rules(connection: Connection) -> Iterator[Rule]:
    o, i, r, w = observation.c, m.issue.c, m.repository.c, m.watch.c
    born = datetime.combine(GITHUB_BEGAN, time(), tzinfo=UTC)

    def metrics(*names: str) -> Any:
        return select(m.metric.c.id).where(m.metric.c.name.in_(names)).scalar_subquery()

    stars, counted = metrics("star_arrivals", "star_count"), metrics("star_arrivals", "commits", "star_count")
    yield "values below zero", observation, o.value < 0
    yield "values that are no number", observation, or_(o.value != o.value, o.value > 1e300)
    yield (
        "counts that are not whole",
        observation,
        and_(o.metric_id.in_(counted), o.value != func.round(o.value)),
    )
    yield (
        "stars from before there was GitHub",
        observation,
        and_(o.day < GITHUB_BEGAN, o.metric_id.in_(stars)),
    )
    yield "values below zero before they changed", m.revision, m.revision.c.old_value < 0
    yield "revisions that change nothing", m.revision, m.revision.c.old_value == m.revision.c.new_value
    yield "gaps that end before they begin", m.gap, m.gap.c.end_day < m.gap.c.start_day
    yield "repositories older than GitHub", m.repository, r.created_at < born
    yield "repositories without a name", m.repository, or_(r.owner == "", r.name == "", r.node_id == "")
    yield (
        "repositories whose name has a slash",
        m.repository,
        or_(r.owner.contains("/"), r.name.contains("/")),
    )
    yield "repositories without a number", m.repository, r.github_id <= 0
    yield "misses below zero", m.repository, r.misses < 0
    yield (
        "followed names that are not OWNER/NAME",
        m.watch,
        or_(~w.full_name.like("%_/_%"), w.full_name.like("%/%/%"), w.full_name.contains("..")),
    )
    yield "issues without a number", m.issue, i.number <= 0
    yield "comments below zero", m.issue, i.comments < 0
    yield "issues that were merged", m.issue, and_(i.merged_at.is_not(None), ~i.is_pull_request)
    yield "releases without a tag", m.release, m.release.c.tag == ""
    yield "notices without a word", m.notice, m.notice.c.sentence == ""
    yield "gaps without a reason", m.gap, m.gap.c.reason == ""
    yield "attributes without a name", m.attribute, m.attribute.c.name == ""
    yield "metrics without a name", m.metric, m.metric.c.name == ""
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
        or_(m.fact_version.c.judged < 0, m.fact_version.c.counted < 0),
    )
    yield "verdicts of unknown gravity", m.overview, or_(m.overview.c.gravity < 0, m.overview.c.gravity > 8)
    f = m.forecast.c
    yield "forecasts that are no interval", m.forecast, or_(f.low < 0, f.value < f.low, f.high < f.value)
    yield "forecasts of what had been", m.forecast, f.target <= f.made_on
    yield from _beside(connection)


def _beside(_connection: Connection) -> Iterator[Rule]:
    """What must agree with rows elsewhere."""
    a, t, b = m.alert.c, m.transition.c, m.baseline.c
    turns = select(t.id).where(t.repository_id == a.repository_id, t.rule == a.rule, t.number == a.number)
    yield "alerts whose last change is not there", m.alert, and_(a.number > 0, ~turns.exists())
    theirs = select(t.id).where(t.id == b.transition_id, t.repository_id == b.repository_id, t.rule == b.rule)
    yield "channels that were told of another alert", m.baseline, ~theirs.exists()
    n = m.repository_name.c
    names = select(n.full_name).where(n.repository_id == m.repository.c.github_id)
    yield "repositories that never had a name", m.repository, ~names.exists()
    twice = m.watch.alias("other")
    again = select(twice.c.full_name).where(
        twice.c.repository_id == m.watch.c.repository_id, twice.c.full_name != m.watch.c.full_name
    )
    yield "repositories followed twice", m.watch, again.exists()
    o, part = observation.c, observation.alias("part")
    for whole_name, part_name in (("commits", "commits_human"), ("commits_human", "commits_substantive")):
        number = select(m.metric.c.id).where(m.metric.c.name == whole_name).scalar_subquery()
        of = select(m.metric.c.id).where(m.metric.c.name == part_name).scalar_subquery()
        more = select(part.c.value).where(
            part.c.repository_id == o.repository_id, part.c.day == o.day, part.c.metric_id == of,
            part.c.value > o.value)  # fmt: skip
        yield f"more {part_name} than {whole_name}", observation, and_(o.metric_id == number, more.exists())
    life, over = m.life.c, m.overview.c
    lived = select(life.start).where(life.repository_id == over.repository_id)
    yield "verdicts without a past", m.overview, ~lived.exists()
    f = m.fact_version.c
    known = select(f.judged).where(
        f.repository_id == over.repository_id, f.judged >= over.judged, f.counted >= over.counted // A_VERSION
    )
    made = or_(over.judged > 0, over.counted >= A_VERSION)
    yield "verdicts made from facts that are not there", m.overview, and_(made, ~known.exists())


def _times(today: date) -> Iterator[Rule]:
    """What was seen, written or happened cannot lie ahead; west of Greenwich a day begins later."""
    tomorrow = today + timedelta(days=1)
    end = datetime.combine(tomorrow + timedelta(days=1), time(), tzinfo=UTC)
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


def _meta(connection: Connection) -> Iterator[Flaw]:
    """What a database says of itself, where it decides what is shown or done."""
    for row in connection.execute(select(m.meta)):
        wrong = row.key in META and row.value not in META[row.key]
        if row.key in ("clock", "alerts_until", "github_date"):
            wrong |= not _is_day(row.value[:10])
        if wrong:
            what = f"what the database says of itself: {row.key}"
            yield Flaw(FlawKind.IMPOSSIBLE, what, 1, (row.value[:40],), RESTORE)


def _is_day(word: str) -> bool:
    try:
        date.fromisoformat(word)
    except ValueError:
        return False
    return True


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
