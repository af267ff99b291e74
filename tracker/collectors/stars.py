"""Stars: GitHub's history of today's stargazers by the day they starred, believed only when it is whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tracker.collectors.base import CollectorMissed, Context, Member, Target, must
from tracker.cursors import BrokenStars, StarsCursor, StarsWalk
from tracker.github.fields import number
from tracker.github.protocol import AnswerKind, reading
from tracker.github.stars import PER_PAGE, BrokenContract, Week, by_day, check_sum, joins, parse_page
from tracker.records import Observation

NAME, METRIC = "stars", "star_arrivals"
WALK_EVERY = timedelta(days=30)
ATTEMPTS = 3  # a week that begins while paging shifts every page by one


def collect(context: Context, target: Target) -> int:
    """The newest page when the count has changed; the whole walk at first and every 30 days."""
    position = context.positions.of(target.id, StarsCursor)
    count = target.facts.counters.stars if target.facts else None
    broken = position.broken
    if broken and broken.day == context.today and broken.count == count and not context.full:
        raise CollectorMissed(broken.reason)  # it was read today and will not have changed
    walked = position.walked
    fresh = walked and context.today - walked < WALK_EVERY and not context.full
    try:
        if not fresh:
            return _walk(context, target, position, count)
        if count is None or count != position.count:
            return _refresh(context, target, position, count)
        return 0 if position.day == context.today else _quiet(context, target, position)
    except BrokenContract as error:
        reason = f"the star history breaks its contract: {error}"
        broken = BrokenStars(context.today, count, reason)
        kept = StarsCursor(broken=broken, complete=position.complete, seen=position.seen)
        with context.store.transaction():
            context.store.gaps.mark_degraded(target.id, METRIC, str(error), context.now())
            context.note(target.id, kept, done=False)
        raise CollectorMissed(reason) from None


def _quiet(context: Context, target: Target, position: StarsCursor) -> int:
    """The count is what it was: no star came since, which is known without asking."""
    last = position.day or context.today
    days = ((context.today - last).days) - 1
    rows = [
        Observation(target.id, METRIC, last + timedelta(days=n), 0.0, context.source("github-history"))
        for n in range(1, days + 2)
    ]
    return context.quiet(target.id, replace(position, day=context.today), rows)


def _refresh(context: Context, target: Target, position: StarsCursor, count: int | None) -> int:
    """The newest 30 weeks. When older weeks must have changed too, the whole walk."""
    weeks, _ = _page(context, target, 1)
    try:
        with context.store.transaction():
            written = _save(context, target, weeks)
            check_sum(
                int(context.store.observations.total(target.id, METRIC) or 0), _count(context, target, count)
            )
            _done(context, target, position, count)
        return written
    except BrokenContract:
        return _walk(context, target, StarsCursor(complete=position.complete, seen=position.seen), count)


def _walk(context: Context, target: Target, position: StarsCursor, count: int | None) -> int:
    """All pages, kept aside page by page so that a kill loses none, and written when the whole is sound."""
    for _ in range(ATTEMPTS):
        weeks, resumed = _pages(context, target, position)
        if weeks is not None and (not resumed or _sums(weeks, count)):
            break
        position = replace(position, walk=None)  # what was kept is older than what came since: all anew
    else:
        raise BrokenContract("a new week began at every attempt to read it")
    check_sum(sum(sum(w.days) for w in weeks), _count(context, target, count))
    with context.store.transaction():
        written = _save(context, target, weeks)
        _done(context, target, replace(position, walked=context.today), count)
        context.store.gaps.clear_degraded(target.id, METRIC)
    return written


def _sums(weeks: list[Week], count: int | None) -> bool:
    try:
        check_sum(sum(sum(w.days) for w in weeks), count or 0)
    except BrokenContract:
        return count is None
    return True


def _pages(context: Context, target: Target, position: StarsCursor) -> tuple[list[Week] | None, bool]:
    """The weeks of all pages (None when they do not join), and whether a walk begun earlier was gone on with.

    Only of the same day: later the newest weeks have changed.
    """
    walk = position.walk
    kept = [_unpack(packed) for packed in walk.weeks] if walk and walk.day == context.today else []
    resumed = bool(kept)
    page, more = (walk.page, walk.more) if walk and kept else (0, True)
    while more:
        context.breathe()
        page += 1
        weeks, more = _page(context, target, page)
        if not joins(kept, weeks):
            return None, resumed
        kept += weeks
        walk = StarsWalk(context.today, page, more, tuple(_pack(week) for week in kept))
        context.note(target.id, replace(position, walk=walk), done=False)
    return kept, resumed


def _page(context: Context, target: Target, page: int) -> tuple[list[Week], bool]:
    parameters = {"per_page": PER_PAGE, "page": page}
    answer = context.client.get(
        f"{target.path}/stargazers/history", parameters, expect=list, owner=target.owner
    )
    version = context.client.version
    if version.missing and answer.outcome not in (AnswerKind.OK, AnswerKind.NOT_MODIFIED):
        raise CollectorMissed(
            f"{version.missing} is missing on this server: it speaks version {version.current} of the API"
        )
    return parse_page(must(answer, "star history").body), answer.next is not None


def _save(context: Context, target: Target, weeks: list[Week]) -> int:
    created = target.facts.created_at.date() if target.facts and target.facts.created_at else date.min
    source = context.source("github-history")
    days = by_day(weeks, created, context.today)
    rows = (Observation(target.id, METRIC, day, float(n), source) for day, n in sorted(days.items()))
    return context.store.observations.save(rows, context.now())


def _done(context: Context, target: Target, position: StarsCursor, count: int | None) -> None:
    kept = StarsCursor(walked=position.walked, count=count, day=context.today, complete=True)
    context.note(target.id, kept)


def _count(context: Context, target: Target, count: int | None) -> int:
    if count is not None:
        return count
    path = f"{target.path}/stargazers/count"
    answer = must(context.client.get(path, expect=dict, owner=target.owner), "star count")
    with reading("the star count"):
        return number(answer.body, "count")


def _pack(week: Week) -> tuple[int, ...]:
    return (week.start.toordinal(), *week.days)


def _unpack(packed: tuple[int, ...]) -> Week:
    return Week(date.fromordinal(packed[0]), tuple(packed[1:]))


member = Member(NAME, collect, "star history")
