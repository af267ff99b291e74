"""Rows that contradict themselves: ends before beginnings, states without what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Column, ColumnElement, Table, and_, func, or_, select

from tracker.records import GITHUB_BEGAN, Presence
from tracker.store import models as m

Rule = tuple[str, Table, ColumnElement[bool]]
BEFORE_COMPUTERS_COUNTED = date(1970, 1, 1)
DAYS = (m.observation.c.day, m.revision.c.day, m.author_day.c.day, m.life.c.start)
SOME_DAYS = 3 * 86_400  # seconds: a machine that far behind GitHub writes nothing
MOST = 2**31  # GitHub counts in 32 bits
FAR = timedelta(days=400)  # nothing of ours waits for longer
WAITS = (
    m.job_lease.c.expires_at,
    m.job_state.c.next_due_at,
    m.delivery.c.next_try_at,
    m.delivery.c.claimed_until,
)


def implausible(today: date) -> Iterator[Rule]:
    """Every rule with the condition that breaks it. `today` is the database's present."""
    yield from _names()
    yield from _orders()
    yield from _states()
    began = int(datetime.combine(GITHUB_BEGAN, time(), tzinfo=UTC).timestamp())
    o = m.observation.c
    counted = select(m.metric.c.id).where(m.metric.c.name.in_(("star_arrivals", "star_count", "commits")))
    yield "counts of more than there can be", m.observation, and_(o.value > MOST, o.metric_id.in_(counted))
    yield "values read before there was GitHub", m.observation, o.first_seen < began
    yield "revisions from before there was GitHub", m.revision, m.revision.c.seen_at < began
    for column in DAYS:
        yield f"days of {column.table.name} before 1970", _table(column), column < BEFORE_COMPUTERS_COUNTED
    end = datetime.combine(today + FAR, time(), tzinfo=UTC)
    for column in WAITS:
        yield f"{column.table.name}.{column.name} more than a year ahead", _table(column), column > end


def _names() -> Iterator[Rule]:
    r, w, n = m.repository.c, m.watch.c, m.repository_name.c
    folders = r.owner.in_((".", "..")) | r.name.in_((".", ".."))
    blank = or_(*(part.contains(sign) for part in (r.owner, r.name) for sign in (" ", "\n", "\x1b")))
    yield "repositories of a name that GitHub gives nobody", m.repository, or_(folders, blank)
    other = m.repository.alias("other")
    same = select(other.c.github_id).where(other.c.node_id == r.node_id, other.c.github_id != r.github_id)
    yield "repositories that share a node", m.repository, same.exists()
    names = select(n.full_name).where(
        n.repository_id == r.github_id, func.lower(n.full_name) == func.lower(r.owner + "/" + r.name)
    )
    yield "repositories whose present name they never had", m.repository, ~names.exists()
    yield "repositories that are their own parents", m.repository, r.parent_id == r.github_id
    twice = m.watch.alias("twice")
    again = select(twice.c.full_name).where(
        func.lower(twice.c.full_name) == func.lower(w.full_name), twice.c.full_name != w.full_name
    )
    yield "repositories followed twice but for capitals", m.watch, again.exists()
    yield "followed by nobody's wish", m.watch, w.origin == ""


def _orders() -> Iterator[Rule]:
    """What ends before it begins, told by the day: a clock may be put back by seconds in between."""
    o, n, run, s = m.observation.c, m.repository_name.c, m.run.c, m.silence.c
    yield (
        "names seen last before they were first",
        m.repository_name,
        func.date(n.last_seen) < func.date(n.first_seen),
    )
    yield "values read again before they were first", m.observation, o.fetched_at < o.first_seen - SOME_DAYS
    withdrawn = m.notice.c.withdrawn_at
    yield (
        "notices withdrawn before they stood",
        m.notice,
        func.date(withdrawn) < func.date(m.notice.c.first_seen),
    )
    yield "runs that ended before they began", m.run, func.date(run.finished_at) < func.date(run.started_at)
    over = or_(*(func.date(at) < func.date(s.created_at) for at in (s.until, s.ended_at)))
    yield "alerts kept quiet, over before they began", m.silence, over


def _states() -> Iterator[Rule]:
    """States without what belongs to them."""
    r, run, url = m.repository.c, m.run.c, m.notice.c.url
    away = and_(r.presence != Presence.ACTIVE.value, r.presence_since.is_(None))
    yield "repositories away since nobody knows when", m.repository, away
    web = or_(url.like("http://%"), url.like("https://%"))
    yield "notices at what is no web address", m.notice, and_(url.is_not(None), url != "", ~web)
    yield "runs of no job", m.run, run.job == ""
    yield (
        "runs that still run and have ended",
        m.run,
        and_(run.outcome == "running", run.finished_at.is_not(None)),
    )
    yield "misses without a reason", m.run_gap, m.run_gap.c.reason == ""
    yield "series that misbehave without a reason", m.degraded, m.degraded.c.reason == ""
    yield "alerts of no rule", m.alert, m.alert.c.rule == ""
    yield "alerts changed less than never", m.alert, m.alert.c.number < 0
    d = m.delivery.c
    yield "messages being sent by nobody", m.delivery, and_(d.state == "sending", d.claimed_by.is_(None))


def _table(column: Column[date] | Column[datetime]) -> Table:
    table = column.table
    assert isinstance(table, Table)
    return table
