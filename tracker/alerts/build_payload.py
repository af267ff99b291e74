"""What a transition must remember to be told well, gathered at the moment of the change and kept with it.

Messages are made from this alone, so that a message sent on Tuesday says what was seen on Monday.
"""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from itertools import islice

import numpy as np
import numpy.typing as npt

from tracker.alerts.conditions import Condition, bad_successors
from tracker.alerts.payload import AlertPayload, MonthlyCommits, Why
from tracker.alerts.rules import Rule
from tracker.alerts.state import Change, State
from tracker.alerts.views import AlertView
from tracker.channels.base import clean, web_address
from tracker.dossier import Daily
from tracker.signals.base import Finding, Outcome
from tracker.writing import spoken

MOST_REASONS = 6
ACTIVITY_ONLY = frozenset({"dormant", "fading", "slow"})
YEARS = 6


def build_payload(view: AlertView, rule: Rule, condition: Condition, change: Change) -> AlertPayload:
    """What changed, since when, why, how sure, what instead, when last looked."""
    verdict = view.verdict if condition.from_verdict else None
    only_activity = verdict is not None and change.value in ACTIVITY_ONLY
    over = change.to_state is State.RESOLVED
    return AlertPayload(
        repository=view.full_name,
        url=view.url,
        when=rule.when,
        before=change.before,
        value=change.value,
        since=change.since,
        since_by=change.by or None,
        why=_why(verdict.evidence, over=over) if verdict else _reasons(view, rule, change),
        sure=clean(verdict.confidence.sentence) if verdict and not over else "",
        instead=_ways_out(view, rule) if rule.when == "successor" or verdict else (),
        looked=view.looked,
        prompt=condition.prompt or (only_activity and not over),
        silent=_silent(view, rule),
        chart=_months(view.human, view.as_of) if verdict and view.dossier else None,
    )


def _why(evidence: tuple[Finding, ...], *, over: bool) -> tuple[Why, ...]:
    """The findings that speak for the change: those raised, or, when it is over, those on activity."""
    speaking = [f for f in evidence if (f.axis == "observed" if over else f.outcome is Outcome.RAISED)]
    return tuple(Why(clean(f.sentence), web_address(f.url)) for f in speaking[:MOST_REASONS])


def _reasons(view: AlertView, rule: Rule, change: Change) -> tuple[Why, ...]:
    """What a rule that looks past the verdict has seen; of successors, the evidence against each."""
    if rule.when == "successor" and change.to_state is not State.RESOLVED:
        against = bad_successors(view, rule).values()
        found = (reason for verdict in against for reason in _why(verdict.evidence, over=False))
        return tuple(islice(found, MOST_REASONS))
    return (Why(clean(change.reason), view.url),)


def _ways_out(view: AlertView, rule: Rule) -> tuple[str, ...]:
    """What to use instead, each with its own headline where that is known; no way out is not named as one."""
    if rule.when == "successor":
        headlines = {name: v.headline if v else None for name, v in view.successors.items()}
        for name in bad_successors(view, rule):
            del headlines[name]
    else:
        headlines = {s.repository: s.headline for s in view.verdict.successors} if view.verdict else {}
    return tuple(
        f"{clean(name, 201)} ({spoken(headline)})" if headline else clean(name, 201)
        for name, headline in headlines.items()
    )


def _silent(view: AlertView, rule: Rule) -> str | None:
    """Why nobody is told, although the rule fired."""
    return view.drop.everywhere if rule.when == "star-drop" and view.drop else None


def _months(daily: Daily | None, as_of: date) -> MonthlyCommits | None:
    """Commits by people in each whole month of the last years; None where a month is not fully known."""
    if daily is None:
        return None
    first, before, edges, stop, after = _layout(daily.start, len(daily.values), as_of)
    if not before + len(edges) + after:
        return None
    sums = np.add.reduceat(daily.values[:stop], edges).tolist() if len(edges) else []  # NaN stays NaN
    known = [None if math.isnan(value) else value for value in sums]
    return MonthlyCommits(first, (*[None] * before, *known, *[None] * after))


@lru_cache(maxsize=256)
def _layout(start: date, days: int, as_of: date) -> tuple[str, int, npt.NDArray[np.int64], int, int]:
    """Where the months of a series lie: the first one's name, how many are not wholly inside it (before and
    after), and the days on which the others begin, up to the day after the last of them."""
    now, born = np.datetime64(as_of, "M"), np.datetime64(start, "M")
    months = np.arange(max(now - 12 * YEARS, born), max(now, born) + 1)
    ends = (months.astype("datetime64[D]") - np.datetime64(start, "D")).astype(np.int64)
    whole = np.flatnonzero((ends[:-1] >= 0) & (ends[1:] <= days))
    if not len(whole):
        return str(months[0]), len(months) - 1, ends[:0], 0, 0
    low, high = int(whole[0]), int(whole[-1]) + 1
    return str(months[0]), low, ends[low:high], int(ends[high]), len(months) - 1 - high
