"""Which of a project's own statements stand on a day: read, not inherited, and not taken back for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, timedelta
from functools import cache

from tracker.records import Notice
from tracker.signals.base import Finding, Outcome, View
from tracker.signals.meter import months
from tracker.signals.rules import Rules
from tracker.writing import counted, day, said

# Worst first: a project that says several things is taken at its gravest word.
GRAVITY = ("archived", "end-of-life", "moved", "maintenance-only")
ONE_DAY = timedelta(days=1)
REWORDED = timedelta(days=45)  # a notice that replaces another this soon continues it


def standing(view: View, rules: Rules, where: Callable[[str], bool]) -> list[Notice]:
    """The statements of those places in force on the day, gravest first, then oldest.

    A withdrawn notice stays in force until activity is back: commits or a release after a notice do not take
    it back, nor does tidying the page. A milder statement put in its place does.
    """
    if not view.dossier.notices:
        return []
    if view.case.stood is None or view.case.stood[:2] != (view.as_of, rules):
        view.case.stood = (view.as_of, rules, _standing(view, rules))
    return [notice for notice in view.case.stood[2] if where(notice.where)]


def _standing(view: View, rules: Rules) -> list[Notice]:
    forked = view.dossier.forked_at.astimezone(UTC).date() if view.dossier.forked_at else date.min
    readable = [n for n in view.dossier.notices if n.declares in GRAVITY and forked <= seen(n) <= view.as_of]
    kept = [n for n in readable if not _void(n, readable, view, rules)]
    return sorted(kept, key=lambda n: (GRAVITY.index(n.declares), n.first_seen))


def seen(notice: Notice) -> date:
    return notice.first_seen.astimezone(UTC).date()


def since(notice: Notice) -> str:
    """Since when it says so, or by when at the latest, where its day was only searched for."""
    return f"said by {day(seen(notice))} or earlier" if notice.by else f"has said since {day(seen(notice))}"


def withdrawn(notice: Notice, as_of: date) -> date | None:
    """The day it was taken down, if that was on or before `as_of`."""
    if notice.withdrawn_at is None:
        return None
    gone = notice.withdrawn_at.astimezone(UTC).date()
    return gone if gone <= as_of else None


# How a sentence names the place where a statement stands; the signal's own word where it is not here.
PLACES = {
    "topics": "A topic of the repository",
    "homepage": "The address of the home page",
    "discussion": "A maintainer's discussion",
    "archive-banner": "The banner on the repository's page",
}
UNREAD = {
    "readme": "The README has not been read yet",
    "issue": "Pinned issues and discussions have not been read yet",
    "registry": "The package index has not been asked whether the package is archived or inactive",
}
AGEING = (*UNREAD, "description")  # places whose last reading speaks for some weeks only


def finding(name: str, place: str, view: View, rules: Rules, where: Callable[[str], bool]) -> Finding:
    """The finding of one place: `place` completes "… has said since"."""
    notices = standing(view, rules, where)
    if not notices:
        unread = next((p for p in sorted(view.dossier.unread) if where(p)), None)
        if unread is not None:
            return _unread(name, unread, view.dossier.unread[unread])
        return _quiet(name, place) if (stale := _stale(view, where)) is None else _dated(name, stale)
    gravest = notices[0]
    oldest = min((n for n in notices if n.declares == gravest.declares), key=seen)
    return Finding(
        signal=name,
        axis="location" if gravest.declares == "moved" else "declared",
        outcome=Outcome.RAISED,
        sentence=_sentence(PLACES.get(gravest.where, place), gravest, view.as_of, rules),
        values={
            "declares": gravest.declares,
            "quote": gravest.sentence,
            "where": gravest.where,
            "by": oldest.by,  # the day is the latest on which it can have begun
        },
        thresholds={"revived_commits": rules.revived_commits},
        url=gravest.url,
        since=seen(oldest),
        state=gravest.declares,
    )


@cache
def _quiet(name: str, place: str) -> Finding:
    return Finding(name, "declared", Outcome.QUIET, f"{place} is not known to speak of an end.")


@cache
def _unread(name: str, place: str, reason: str) -> Finding:
    """Nothing found where nobody looked is not nothing there; why nobody did is what was recorded."""
    told = f"{UNREAD[place]}: {reason}" if reason else UNREAD[place]
    return Finding(name, "declared", Outcome.UNKNOWN, f"{told.rstrip('.')}.")


def _stale(view: View, where: Callable[[str], bool]) -> str | None:
    """How it is said that a place was read too long ago to tell of the day; None where it was not."""
    gaps = [g for g in view.dossier.gaps if g.metric in AGEING and where(g.metric)]
    return next((g.reason for g in gaps if g.start <= view.as_of <= g.end), None)


@cache
def _dated(name: str, reason: str) -> Finding:
    """What was found the last time is no longer known to be all that there is."""
    return Finding(name, "declared", Outcome.UNKNOWN, f"{reason}; what it has said since is not known.")


def _sentence(place: str, notice: Notice, as_of: date, rules: Rules) -> str:
    gone = withdrawn(notice, as_of)
    if gone is None:
        return f"{place} {since(notice)}: {said(notice.sentence)}"
    first = day(seen(notice)) + (" or earlier" if notice.by else "")
    ended = "closed" if notice.where in ("issue", "discussion") else "taken down"
    return (
        f"{place} said from {first} to {day(gone)}: {said(notice.sentence)} It was {ended}, "
        f"but {counted(rules.revived_commits, 'substantive commit')} within 180 days have not followed, "
        "so it stands."
    )


def _void(notice: Notice, others: list[Notice], view: View, rules: Rules) -> bool:
    gone = withdrawn(notice, view.as_of)
    if gone is None:
        return False
    if (after := _reworded(notice, gone, others, view.as_of)) is not None:
        return GRAVITY.index(after.declares) > GRAVITY.index(notice.declares)
    return active_again(view, gone, rules)


def _reworded(notice: Notice, gone: date, others: list[Notice], as_of: date) -> Notice | None:
    """The statement that stands in its place, however often it was put in other words of its weight."""
    for other in others:
        ended = withdrawn(other, as_of)
        here = other.where == notice.where and abs(seen(other) - gone) <= REWORDED
        if here and ended is None:
            return other
        graver = GRAVITY.index(other.declares) <= GRAVITY.index(notice.declares)
        if here and graver and ended is not None and ended > gone:
            after = _reworded(notice, ended, others, as_of)
            if after is not None:
                return after
    return None


def active_again(view: View, since: date, rules: Rules) -> bool:
    """Whether any monthly look from `since` to the day found activity back; remembered for later looks."""
    seen_until, back = view.case.back.get(since, (since, None))
    if back is None and seen_until <= view.as_of:
        for look in months(seen_until, view.as_of):
            if view.case.meter.worked_since(since, look, rules) >= rules.revived_commits:
                back = look
                break
        view.case.back[since] = (view.as_of + ONE_DAY, back)
    return back is not None and back <= view.as_of
