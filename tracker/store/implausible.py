"""Rows that contradict themselves: ends before beginnings, states without what belongs to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Column, Table, and_, except_, func, or_, select, tuple_

from tracker.records import GITHUB_BEGAN, Presence
from tracker.store import models as m
from tracker.store.flaws import Rule

BEFORE_COMPUTERS_COUNTED = date(1970, 1, 1)
DAYS = (m.observation.c.day, m.revision.c.day, m.author_day.c.day, m.life.c.start, m.gap.c.start_day,
        m.forecast.c.made_on)  # fmt: skip
SOME_DAYS = 3 * 86_400  # seconds: a machine that far behind GitHub writes nothing
MOST = 2**31  # GitHub counts in 32 bits
MOST_OF_ALL = 1e300  # of anything
FAR = timedelta(days=400)  # nothing of ours waits for longer
# What is written only after GitHub's clock was asked; runs, lists and imports go by this machine's alone.
HEARD = (
    m.attribute.c.seen_at, m.cursor.c.updated_at, m.validator.c.fetched_at, m.release.c.first_seen,
    m.transition.c.at,
)  # fmt: skip
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
    start = datetime.combine(GITHUB_BEGAN, time(), tzinfo=UTC)
    for moment in HEARD:
        table = _table(moment)
        yield f"{table.name}.{moment.name} from before there was GitHub", table, moment < start
    end = datetime.combine(today + FAR, time(), tzinfo=UTC)
    for column in WAITS:
        yield f"{column.table.name}.{column.name} more than a year ahead", _table(column), column > end


def _names() -> Iterator[Rule]:
    r, w, n = m.repository.c, m.watch.c, m.repository_name.c
    folders = r.owner.in_((".", "..")) | r.name.in_((".", ".."))
    blank = or_(*(part.contains(sign) for part in (r.owner, r.name) for sign in (" ", "\n", "\x1b")))
    yield "repositories of a name that GitHub gives nobody", m.repository, or_(folders, blank)
    other = m.repository.alias("other")
    shared = select(other.c.node_id).where(other.c.node_id != "").group_by(other.c.node_id)
    shared = shared.having(func.count() > 1)
    yield "repositories that share a node", m.repository, r.node_id.in_(shared)
    present = (r.github_id, func.lower(r.owner + "/" + r.name))
    never = except_(select(*present), select(n.repository_id, func.lower(n.full_name)))
    yield "repositories whose present name they never had", m.repository, tuple_(*present).in_(never)
    yield "repositories that are their own parents", m.repository, r.parent_id == r.github_id
    twice = m.watch.alias("twice")
    lowered = func.lower(twice.c.full_name)
    again = select(lowered).group_by(lowered).having(func.count() > 1)
    yield "repositories followed twice but for capitals", m.watch, func.lower(w.full_name).in_(again)
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
    r, run, url, lease = m.repository.c, m.run.c, m.notice.c.url, m.job_lease.c
    there = r.presence == Presence.ACTIVE.value
    missed = or_(and_(there, r.misses > 0), and_(~there, r.misses < 1))
    yield "misses of repositories that are there, or none of those that are not", m.repository, missed
    away = and_(r.presence != Presence.ACTIVE.value, r.presence_since.is_(None))
    yield "repositories away since nobody knows when", m.repository, away
    web = or_(url.like("http://%"), url.like("https://%"))
    yield "notices at what is no web address", m.notice, and_(url.is_not(None), url != "", ~web)
    yield "runs of no job", m.run, or_(run.job == "", run.slot == "", run.id < 1)
    yield "leases of nobody", m.job_lease, or_(lease.holder == "", lease.name == "")
    yield "jobs without a name", m.job_state, m.job_state.c.job == ""
    yield "lists without a name", m.watch_list, m.watch_list.c.name == ""
    yield (
        "runs that still run and have ended",
        m.run,
        and_(run.outcome == "running", run.finished_at.is_not(None)),
    )
    yield "misses without a reason", m.run_gap, or_(m.run_gap.c.reason == "", m.run_gap.c.collector == "")
    yield "series that misbehave without a reason", m.degraded, m.degraded.c.reason == ""
    yield "alerts of no rule", m.alert, m.alert.c.rule == ""
    yield "alerts changed less than never", m.alert, m.alert.c.number < 0
    a = m.alert.c
    yield (
        "alerts that are pending since no day",
        m.alert,
        and_(a.state == "pending", a.turning_since.is_(None)),
    )
    still = a.state.in_(("inactive", "resolved"))
    yield "alerts that are quiet and turning", m.alert, and_(still, a.turning_since.is_not(None))
    d, n = m.delivery.c, m.notification.c
    yield "messages being sent by nobody", m.delivery, and_(d.state == "sending", d.claimed_by.is_(None))
    yield "messages for no channel", m.delivery, or_(d.channel == "", d.key == "")
    yield "notifications for no channel", m.notification, n.channel == ""
    s = m.silence.c
    yield "acknowledgements of no alert", m.silence, and_(
        s.kind == "ack", or_(s.repository_id.is_(None), s.rule.is_(None)))  # fmt: skip
    yield "snoozes without an end", m.silence, and_(s.kind == "snooze", s.until.is_(None))
    f, over = m.forecast.c, m.overview.c
    yield "forecasts by no method", m.forecast, f.method == ""
    yield "forecasts of numbers that are none", m.forecast, f.high > MOST_OF_ALL
    shown = (over.stars, over.commits, over.authors, over.response, over.closing)
    yield "shown numbers below zero", m.overview, or_(*(number < 0 for number in shown))
    yield "panels of months that never were", m.panel, m.panel.c.month < 0


def _table(column: Column[date] | Column[datetime]) -> Table:
    table = column.table
    assert isinstance(table, Table)
    return table
