"""Rows that do not agree with what stands elsewhere: facts beside facts, messages beside what they tell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, case, except_, exists, func, or_, select

from tracker.store import models as m
from tracker.store.flaws import Rule
from tracker.store.versions import A_VERSION
from tracker.store.vocabulary import COUNTED, HEADLINES, STATED_ONCE

SOME_DAYS = 3 * 86_400  # seconds: a machine that far behind GitHub writes nothing
PARTS = (("commits", "commits_human"), ("commits_human", "commits_substantive"))


def disagreeing() -> Iterator[Rule]:
    """Every rule with the condition that breaks it."""
    yield from _values()
    yield from _people()
    yield from _who()
    yield from _alerts()
    yield from _messages()
    yield from _derived()


def numbers(*names: str) -> Any:
    """The numbers of metrics, as they are in this database."""
    return select(m.metric.c.id).where(m.metric.c.name.in_(names)).scalar_subquery()


def _values() -> Iterator[Rule]:
    """Values beside values of the same day, and what is said to have changed beside what there is."""
    o, r, part = m.observation.c, m.revision.c, m.observation.alias("part")
    for whole_name, part_name in PARTS:
        same = and_(part.c.repository_id == o.repository_id, part.c.day == o.day)
        of_part = part.c.metric_id == numbers(part_name)
        more = exists().where(same, of_part, part.c.value > o.value)
        yield (
            f"more {part_name} than {whole_name}", m.observation,
            and_(o.metric_id == numbers(whole_name), more),
        )  # fmt: skip
        of_whole = exists().where(same, part.c.metric_id == numbers(whole_name))
        alone = and_(o.metric_id == numbers(part_name), ~of_whole)
        yield f"{part_name} on days without {whole_name}", m.observation, alone
    whole = and_(o.metric_id.in_(numbers(*COUNTED)), o.value != func.round(o.value))
    yield "counts that are not whole", m.observation, whole
    now = and_(o.repository_id == r.repository_id, o.metric_id == r.metric_id, o.day == r.day)
    yield "revisions of values that are not there", m.revision, ~exists().where(now)
    early = exists().where(now, r.seen_at < o.first_seen - SOME_DAYS)
    yield "revisions before there was a value", m.revision, early
    yield (
        "revisions that are no numbers",
        m.revision,
        or_(r.new_value < 0, r.old_value > 1e300, r.new_value > 1e300),
    )


def _people() -> Iterator[Rule]:
    """Who wrote or answered, beside what was written and answered."""
    a, o, i = m.author_day.c, m.observation.c, m.issue.c
    same = and_(o.repository_id == a.repository_id, o.day == a.day)
    commits = exists().where(same, o.metric_id == numbers("commits_human"), o.value >= 1)
    yield "authors on days without commits by people", m.author_day, ~commits
    first, theirs = i.first_response_at, i.first_maintainer_response_at
    unlike = and_(theirs.is_not(None), or_(first.is_(None), theirs < first))
    yield "answers by maintainers before the first answer", m.issue, unlike


def _who() -> Iterator[Rule]:
    """Names, lists and what stands of a repository, beside the repository."""
    r, n, w, e = m.repository.c, m.repository_name.c, m.watch.c, m.watch_list_entry.c
    nameless = except_(select(r.github_id), select(n.repository_id))
    yield "repositories that never had a name", m.repository, r.github_id.in_(nameless)
    for table in (m.repository_name, m.watch_list_entry, m.watch):
        name = table.c.full_name
        wrong = or_(~name.like("%_/_%"), name.like("%/%/%"), name.contains(".."))
        what = {"watch": "followed names", "watch_list_entry": "names on lists"}.get(
            table.name, "names of repositories"
        )
        yield f"{what} that are not OWNER/NAME", table, wrong
    twice = m.watch.alias("other")
    again = exists().where(twice.c.repository_id == w.repository_id, twice.c.full_name != w.full_name)
    yield "repositories followed twice", m.watch, again
    listed = exists().where(m.watch_list.c.name == e.name, m.watch_list.c.file == e.file)
    yield "entries of lists that are not there", m.watch_list_entry, ~listed
    other, v = m.notice.alias("other"), m.notice.c
    both = and_(*(other.c[k] == v[k] for k in ("repository_id", "place", "declares")))
    again = exists().where(both, other.c.withdrawn_at.is_(None), other.c.first_seen != v.first_seen)
    stands = and_(v.place.in_(STATED_ONCE), v.withdrawn_at.is_(None), again)
    yield "notices that stand twice", m.notice, stands


def _alerts() -> Iterator[Rule]:
    a, t, b = m.alert.c, m.transition.c, m.baseline.c
    last = and_(t.repository_id == a.repository_id, t.rule == a.rule, t.number == a.number)
    yield "alerts whose last change is not there", m.alert, and_(a.number > 0, ~exists().where(last))
    moved = a.state != "inactive"  # one that was forgotten and comes back quiet goes on with its old number
    yield "alerts that stand and never changed", m.alert, and_(a.number == 0, moved)
    other = exists().where(last, t.to_state != a.state)
    yield "alerts that stand otherwise than their last change says", m.alert, and_(moved, other)
    yield "changes of alerts without a number", m.transition, t.number < 1
    theirs = and_(t.id == b.transition_id, t.repository_id == b.repository_id, t.rule == b.rule)
    yield "channels that were told of another alert", m.baseline, ~exists().where(theirs)
    said = exists().where(theirs, b.told != t.to_state + ":" + t.value)
    yield "channels that were told what no change said", m.baseline, said


def _messages() -> Iterator[Rule]:
    n, d = m.notification.c, m.delivery.c
    mine = d.key == n.delivery_key
    yield (
        "notifications in another channel's message",
        m.notification,
        exists().where(mine, d.channel != n.channel),
    )
    fate = exists().where(mine, d.state != n.state, or_(*(c.state.in_(("sent", "dead")) for c in (n, d))))
    yield "notifications of another fate than their message", m.notification, fate
    empty = and_(d.kind != "test", ~exists().where(mine))
    yield "messages that tell of nothing", m.delivery, empty
    yield "messages sent without a try", m.delivery, and_(d.state == "sent", d.attempts < 1)
    yield "messages held by somebody, and not being sent", m.delivery, and_(
        d.state != "sending", d.claimed_by.is_not(None))  # fmt: skip
    yield "messages sent before they were made", m.delivery, func.date(d.sent_at) < func.date(d.created_at)


def _derived() -> Iterator[Rule]:
    """What is shown beside what it was made of."""
    over, life, k, p = m.overview.c, m.life.c, m.kept.c, m.panel.c
    mine = life.repository_id == over.repository_id
    yield "verdicts without a past", m.overview, ~exists().where(mine)
    f = m.fact_version.c
    known = exists().where(
        f.repository_id == over.repository_id, f.judged >= over.judged, f.counted >= over.counted // A_VERSION
    )
    made = or_(over.judged > 0, over.counted >= A_VERSION)
    yield "verdicts made from facts that are not there", m.overview, and_(made, ~known)
    findings = exists().where(k.repository_id == over.repository_id, k.what == "verdict")
    yield "verdicts without their findings", m.overview, ~findings
    gravity = case({word: place for place, word in enumerate(HEADLINES)}, value=over.headline, else_=-1)
    yield "verdicts of another gravity than their headline", m.overview, over.gravity != gravity
    ended = or_(over.judged_until < over.judged_on, over.counted_until < over.counted_on)
    yield "verdicts that were over before they were made", m.overview, ended
    for table in (m.life, m.kept):
        shown = exists().where(over.repository_id == table.c.repository_id)
        yield f"rows of {table.name} of repositories without a verdict", table, ~shown
    unlike = p.chunks != select(func.min(m.panel.alias("other").c.chunks)).scalar_subquery()
    yield "panels cut in two ways", m.panel, or_(unlike, p.chunk < 0, p.chunk >= p.chunks)
