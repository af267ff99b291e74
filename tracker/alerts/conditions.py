"""Conditions: what `when = …` in a rule means. Each reads a View and gives a Reading; pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.alerts.rules import Rule
from tracker.alerts.state import Reading
from tracker.alerts.views import AlertView, Complaint, StarNews
from tracker.health import Verdict
from tracker.records import Presence
from tracker.signals.base import Outcome
from tracker.writing import counted, day, spoken

UNKNOWN = Reading(Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Condition:
    """One meaning of `when`. `prompt`: it only asks people to look, it judges nothing."""

    name: str
    title: str
    see: Callable[[AlertView, Rule], Reading]
    from_verdict: bool = False  # its evidence is the verdict's
    prompt: bool = False


def headline(view: AlertView, rule: Rule) -> Reading:
    """The verdict's headline is one of `becomes` (or, with `leaves`, none of those)."""
    verdict = view.verdict
    if verdict is None or verdict.headline == "unknown":
        return UNKNOWN
    raised = verdict.headline not in rule.leaves if rule.leaves else verdict.headline in rule.becomes
    return _reading(raised, verdict.headline, verdict.since, f"its headline is {spoken(verdict.headline)}",
                    verdict.since_by)  # fmt: skip


def archived(view: AlertView, rule: Rule) -> Reading:
    """GitHub shows the repository as archived."""
    if view.verdict is None:
        return UNKNOWN
    raised = view.verdict.headline == "archived"
    if not raised and _unasked(view):
        return UNKNOWN
    reason = "its owners have archived it" if raised else "it is not archived"
    return _reading(raised, view.verdict.headline, view.verdict.since, reason, view.verdict.since_by)


def notice(view: AlertView, rule: Rule) -> Reading:
    """The project itself declares its end, or maintenance only."""
    if view.verdict is None:
        return UNKNOWN
    declared = view.verdict.declared
    raised = declared != "none"
    first = _first_notice(view) if raised else None  # of most there is nothing to look for
    decided = view.verdict.headline == declared
    since = view.verdict.since if decided else first
    reason = f"it declares itself {spoken(declared)}" if raised else "it declares nothing"
    return _reading(raised, declared, since, reason, decided and view.verdict.since_by)


def gone(view: AlertView, rule: Rule) -> Reading:
    """GitHub no longer shows the repository: deleted, made private, or blocked."""
    dossier = view.dossier
    if dossier is None or dossier.presence is Presence.MISSING:
        return UNKNOWN  # GitHub answers 404 in incidents too; three days decide
    since = dossier.presence_since.date() if dossier.presence_since else None
    raised = dossier.presence is not Presence.ACTIVE and since is not None and since <= view.as_of
    if not raised and _unasked(view):
        return UNKNOWN
    if not raised:
        return Reading(Outcome.QUIET, "present", since, "GitHub shows it")
    reason = f"GitHub no longer shows it ({dossier.presence_reason or dossier.presence.value})"
    return Reading(Outcome.RAISED, dossier.presence.value, since, reason)


def _unasked(view: AlertView) -> bool:
    """Whether GitHub was last asked too long before the day to tell of it."""
    gaps = view.dossier.gaps if view.dossier else ()
    return any(gap.metric == "presence" and gap.start <= view.as_of <= gap.end for gap in gaps)


def renamed(view: AlertView, rule: Rule) -> Reading:
    """The repository answers to a new name, seen within the last `days`."""
    if view.dossier is None:
        return UNKNOWN
    seen = [(name, first) for name, first in view.dossier.names if first <= view.as_of]
    if len(seen) < 2:
        return Reading(Outcome.QUIET, view.full_name, None, "its name is what it was")
    (before, _), (name, first) = seen[-2:]
    fresh = (view.as_of - first).days < rule.days
    return _reading(fresh, name, first, f"{before} is now called {name}")


def successor(view: AlertView, rule: Rule) -> Reading:
    """The project to which users were sent is itself in one of the states `becomes`."""
    if view.dossier is None:
        return UNKNOWN
    judged = [verdict for verdict in view.successors.values() if verdict and verdict.headline != "unknown"]
    bad = bad_successors(view, rule)
    if not bad:
        well = Reading(Outcome.QUIET, "", None, "its successor is well, or it has none")
        return well if judged or not view.successors else UNKNOWN
    said = ", ".join(f"{name} is {verdict.headline}" for name, verdict in sorted(bad.items()))
    told = ", ".join(f"{name} is {spoken(verdict.headline)}" for name, verdict in sorted(bad.items()))
    since = [verdict.since for verdict in bad.values() if verdict.since]
    return Reading(Outcome.RAISED, said, max(since, default=None), f"its successor is no way out: {told}")


def bad_successors(view: AlertView, rule: Rule) -> dict[str, Verdict]:
    """Where its users were sent, and should no longer go."""
    return {
        name: verdict
        for name, verdict in view.successors.items()
        if verdict is not None and verdict.headline in rule.becomes
    }


def no_release(view: AlertView, rule: Rule) -> Reading:
    """No final release for `months`; a project that never made one is not late with the next."""
    final = view.dossier.finals_until(view.as_of) if view.dossier else None
    if view.dossier is None or final is None:
        return UNKNOWN
    unread = view.dossier.release_gap(view.as_of) is not None
    if not final and unread:
        return UNKNOWN
    if not final:
        return Reading(Outcome.QUIET, "never released", None, "it has never made a release")
    last = final[-1].published_at.date()
    due = last + timedelta(days=round(rule.months * 30.44))
    raised = due <= view.as_of
    if raised and unread:
        return UNKNOWN
    value = f"no release for {rule.months} months" if raised else "released"
    return _reading(
        raised, value, due if raised else last, f"its last release, {final[-1].tag}, is of {day(last)}"
    )


def star_surge(view: AlertView, rule: Rule) -> Reading:
    """A day with far more new stars than usual, within the last `days`."""
    return _stars(view, rule, view.surge, "came")


def star_drop(view: AlertView, rule: Rule) -> Reading:
    """A day on which far more people than usual took their star back, within the last `days`."""
    return _stars(view, rule, view.drop, "were taken back")


def stale(view: AlertView, rule: Rule) -> Reading:
    """A collector has not succeeded for `days`: the watcher watched."""
    late = [c for c in view.stale if (view.as_of - c.since).days >= rule.days]
    return _complaints(late, "not read since", "every collector succeeded lately")


def degraded(view: AlertView, rule: Rule) -> Reading:
    """A source broke its contract, so that a series stands still."""
    return _complaints(list(view.degraded), "degraded since", "all sources keep their contracts")


def _reading(raised: bool, value: str, since: date | None, reason: str, by: bool = False) -> Reading:
    return Reading(Outcome.RAISED if raised else Outcome.QUIET, value, since, reason, by)


def _first_notice(view: AlertView) -> date | None:
    notices = view.dossier.notices_until(view.as_of) if view.dossier else ()
    return min((n.first_seen.date() for n in notices), default=None)


def _stars(view: AlertView, rule: Rule, news: StarNews | None, what: str) -> Reading:
    if not view.stars_known:
        return UNKNOWN
    quiet = Reading(Outcome.QUIET, "as usual", None, "its stars come and go as usual")
    if news is None or (view.as_of - news.day).days >= rule.days:
        return quiet
    if news.stars < max(rule.at_least, rule.factor * news.usual):
        return quiet
    stars = counted(news.stars, "star")
    reason = f"{stars} {what} on {day(news.day)}; {news.usual:,.0f} a day is usual"
    return Reading(Outcome.RAISED, news.day.isoformat(), news.day, reason)


def _complaints(found: list[Complaint], what: str, well: str) -> Reading:
    if not found:
        return Reading(Outcome.QUIET, "", None, well)
    said = "; ".join(
        f"{c.what} {what} {day(c.since)}" + (f" ({c.reason})" if c.reason else "") for c in found
    )
    names = ", ".join(sorted(c.what for c in found))
    return Reading(Outcome.RAISED, names, min(c.since for c in found), said)


CONDITIONS: dict[str, Condition] = {
    c.name: c
    for c in (
        Condition("headline", "the headline becomes or leaves a state", headline, from_verdict=True),
        Condition("archived", "the repository is archived", archived, from_verdict=True),
        Condition("notice", "the project declares its end", notice, from_verdict=True),
        Condition("gone", "GitHub no longer shows it", gone),
        Condition("renamed", "it answers to a new name", renamed),
        Condition("successor", "its successor is in trouble", successor),
        Condition("no-release", "no release for months", no_release, prompt=True),
        Condition("star-surge", "far more stars than usual", star_surge, prompt=True),
        Condition("star-drop", "far more stars taken back than usual", star_drop, prompt=True),
        Condition("stale", "the tracker itself has not looked for days", stale),
        Condition("degraded", "a source broke its contract", degraded),
    )
}
