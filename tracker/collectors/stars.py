"""Stars: GitHub's history of today's stargazers by the day they starred, believed only when it is whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.collectors.base import Context, Member, Missed, Target, must
from tracker.github.stars import PER_PAGE, BrokenContract, Week, by_day, check_sum, joins, parse_page
from tracker.records import Observation

NAME, METRIC = "stars", "star_arrivals"
WALK_EVERY = timedelta(days=30)
ATTEMPTS = 3  # a week that begins while paging shifts every page by one


def collect(context: Context, target: Target) -> int:
    """The newest page when the count has changed; the whole walk at first and every 30 days."""
    position = context.writer.cursor(target.id, NAME) or {}
    count = target.facts.counters.stars if target.facts else None
    walked = position.get("walked")
    fresh = walked and context.today - date.fromisoformat(walked) < WALK_EVERY and not context.full
    try:
        if not fresh:
            return _walk(context, target, position, count)
        if (
            count is not None
            and count == position.get("count")
            and position.get("day") == context.today.isoformat()
        ):
            return 0
        if count is not None and count == position.get("count"):
            return _quiet(context, target, position)
        return _refresh(context, target, position, count)
    except BrokenContract as error:
        context.writer.mark_degraded(target.id, METRIC, str(error), context.now())
        raise Missed(f"the star history breaks its contract: {error}") from None


def _quiet(context: Context, target: Target, position: dict[str, Any]) -> int:
    """The count is what it was: no star came since, which is known without asking."""
    last = date.fromisoformat(position["day"])
    days = ((context.today - last).days) - 1
    rows = [
        Observation(target.id, METRIC, last + timedelta(days=n), 0.0, context.source("github-history"))
        for n in range(1, days + 2)
    ]
    with context.writer.transaction():
        written = context.writer.save_observations(rows, context.now())
        _done(context, target, position, position.get("count"))
    return written


def _refresh(context: Context, target: Target, position: dict[str, Any], count: int | None) -> int:
    """The newest 30 weeks. When older weeks must have changed too, the whole walk."""
    weeks, _ = _page(context, target, 1)
    try:
        with context.writer.transaction():
            written = _save(context, target, weeks)
            check_sum(int(context.writer.total(target.id, METRIC) or 0), _count(context, target, count))
            _done(context, target, position, count)
        return written
    except BrokenContract:
        return _walk(context, target, {}, count)


def _walk(context: Context, target: Target, position: dict[str, Any], count: int | None) -> int:
    """All pages, kept aside page by page so that a kill loses none, and written when the whole is sound."""
    for _ in range(ATTEMPTS):
        weeks = _pages(context, target, position)
        if weeks is not None:
            break
        position = {**position, "walk": None}
    else:
        raise BrokenContract("a new week began at every attempt to read it")
    check_sum(sum(sum(w.days) for w in weeks), _count(context, target, count))
    with context.writer.transaction():
        written = _save(context, target, weeks)
        _done(context, target, {**position, "walked": context.today.isoformat()}, count)
        context.writer.clear_degraded(target.id, METRIC)
    return written


def _pages(context: Context, target: Target, position: dict[str, Any]) -> list[Week] | None:
    """The weeks of all pages from where a killed walk stood; None when they do not join."""
    walk = position.get("walk") or {}
    same_week = walk.get("week") == _sunday(context.today).isoformat()
    kept = [_unpack(packed) for packed in walk.get("weeks", [])] if same_week else []
    page, more = (walk["page"], walk["more"]) if kept else (0, True)
    while more:
        context.breathe()
        page += 1
        weeks, more = _page(context, target, page)
        if not joins(kept, weeks):
            return None
        kept += weeks
        walk = {"week": _sunday(context.today).isoformat(), "page": page, "more": more}
        packed = {**position, "walk": {**walk, "weeks": [_pack(week) for week in kept]}}
        context.writer.set_cursor(target.id, NAME, packed, context.now())
    return kept


def _page(context: Context, target: Target, page: int) -> tuple[list[Week], bool]:
    parameters = {"per_page": PER_PAGE, "page": page}
    answer = context.client.get(
        f"{target.path}/stargazers/history", parameters, expect=list, owner=target.owner
    )
    return parse_page(must(answer, "star history").body), answer.next is not None


def _save(context: Context, target: Target, weeks: list[Week]) -> int:
    created = target.facts.created_at.date() if target.facts and target.facts.created_at else date.min
    source = context.source("github-history")
    days = by_day(weeks, created, context.today)
    rows = (Observation(target.id, METRIC, day, float(n), source) for day, n in sorted(days.items()))
    return context.writer.save_observations(rows, context.now())


def _done(context: Context, target: Target, position: dict[str, Any], count: int | None) -> None:
    kept = {
        "walked": position.get("walked"),
        "count": count,
        "day": context.today.isoformat(),
        "complete": True,
    }
    context.writer.set_cursor(target.id, NAME, kept, context.now())


def _count(context: Context, target: Target, count: int | None) -> int:
    if count is not None:
        return count
    answer = must(context.client.get(f"{target.path}/stargazers/count", expect=dict), "star count")
    return int(answer.body["count"])


def _sunday(day: date) -> date:
    return day - timedelta(days=(day.weekday() + 1) % 7)


def _pack(week: Week) -> list[int]:
    return [week.start.toordinal(), *week.days]


def _unpack(packed: list[int]) -> Week:
    return Week(date.fromordinal(packed[0]), tuple(packed[1:]))


member = Member(NAME, collect, "star history")
