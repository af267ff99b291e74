"""What a transition must remember to be told well, gathered at the moment of the change and kept with it.

Messages are made from this alone, so that a message sent on Tuesday says what was seen on Monday.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tracker.alerts.conditions import Condition
from tracker.alerts.rules import Rule
from tracker.alerts.state import Change, State
from tracker.alerts.views import View
from tracker.channels.base import clean, web_address
from tracker.dossier import Daily
from tracker.signals.base import Finding, Outcome

MOST_REASONS = 6
ACTIVITY_ONLY = frozenset({"dormant", "fading", "slow"})
YEARS = 6


def brief(view: View, rule: Rule, condition: Condition, change: Change) -> dict[str, Any]:
    """A JSON object: what changed, since when, why, how sure, what instead, when last looked."""
    verdict = view.verdict if condition.from_verdict else None
    only_activity = verdict is not None and change.value in ACTIVITY_ONLY
    over = change.to_state is State.RESOLVED
    return {
        "repository": view.full_name,
        "url": view.url,
        "when": rule.when,
        "before": change.before,
        "value": change.value,
        "since": change.since.isoformat() if change.since else None,
        "why": _why(verdict.evidence, over=over) if verdict else [[clean(change.reason), view.url]],
        "sure": clean(verdict.confidence.sentence) if verdict and not over else "",
        "instead": [_instead(s.repository, s.headline) for s in verdict.successors] if verdict else [],
        "looked": view.looked.isoformat() if view.looked else None,
        "prompt": condition.prompt or (only_activity and not over),
        "silent": _silent(view, rule),
        "chart": _months(view.dossier.human, view.as_of) if verdict and view.dossier else None,
    }


def _why(evidence: tuple[Finding, ...], *, over: bool) -> list[list[str | None]]:
    """The findings that speak for the change: those raised, or, when it is over, those on activity."""
    speaking = [f for f in evidence if (f.axis == "observed" if over else f.outcome is Outcome.RAISED)]
    return [[clean(f.sentence), web_address(f.url)] for f in speaking[:MOST_REASONS]]


def _instead(name: str, headline: str | None) -> str:
    return f"{clean(name, 201)} ({headline})" if headline else clean(name, 201)


def _silent(view: View, rule: Rule) -> str | None:
    """Why nobody is told, although the rule fired."""
    return view.drop.everywhere if rule.when == "star-drop" and view.drop else None


def _months(daily: Daily | None, as_of: date) -> dict[str, Any] | None:
    """Commits by people in each whole month of the last years; None where a month is not fully known."""
    if daily is None:
        return None
    after = as_of.replace(day=1)
    values: list[float | None] = []
    while len(values) < 12 * YEARS and after > daily.start:
        last = after - timedelta(days=1)
        window = daily.window(last.replace(day=1), last)
        values.append(window.known if window.complete else None)
        after = last.replace(day=1)
    return {"first": after.isoformat()[:7], "values": values[::-1]} if values else None
