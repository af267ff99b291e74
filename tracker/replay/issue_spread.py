"""Single issues made from quarterly totals: opened and closed within the quarters that were recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from tracker.replay import timeline
from tracker.replay.figures import Quarter
from tracker.replay.timeline import Ints


@dataclass(frozen=True, slots=True)
class SpreadIssues:
    """Issues by number (1, 2, …): when opened and, 0 for never, when closed (Unix seconds).

    `quarters` are those whose days are spread from recorded changes; issues opened before the first of
    them only stand for what was open then, their days were never recorded.
    """

    created: Ints
    closed: Ints
    quarters: tuple[Quarter, ...]


def spread_issues(repository: str, quarters: Sequence[Quarter], created: date) -> SpreadIssues:
    """Individual issues for every quarter at both ends of which open and closed totals were recorded."""
    spans = [
        (a, b)
        for a, b in pairwise(quarters)
        if None not in (a.open_issues, a.closed_issues, b.open_issues, b.closed_issues)
        and (b.start - a.end).days == 1
    ]
    if not spans:
        return SpreadIssues(np.empty(0, np.int64), np.empty(0, np.int64), ())
    opened = [_before(repository, spans[0][0], created)]
    closings: list[Ints] = []
    for a, b in spans:
        closed_now = max(0, _change(a, b, "closed_issues"))
        opened_now = max(0, _change(a, b, "open_issues") + _change(a, b, "closed_issues"))
        opened.append(timeline.within(b, opened_now, repository, "issues opened"))
        closings.append(timeline.within(b, closed_now, repository, "issues closed"))
    all_opened = np.concatenate(opened)
    return SpreadIssues(
        all_opened, _close_oldest(all_opened, np.concatenate(closings)), tuple(b for _, b in spans)
    )


def _change(before: Quarter, after: Quarter, name: str) -> int:
    return (after.total(name) or 0) - (before.total(name) or 0)


def _before(repository: str, first: Quarter, created: date) -> Ints:
    """The issues already open when the record begins, at unknown days since the creation."""
    days = max((first.end - created).days, 1)
    rng = timeline.random(repository, "issues before", first.end)
    start = (created - timeline.EPOCH).days
    when = (start + rng.integers(0, days, first.open_issues or 0)) * 86_400
    return np.sort(when + rng.integers(0, timeline.WORKING_SECONDS, len(when))).astype(np.int64)


def _close_oldest(opened: Ints, closings: Ints) -> Ints:
    """Closing times by issue: each closing takes the oldest open issue, never one not yet opened."""
    closed = np.zeros(len(opened), dtype=np.int64)
    issue = 0
    for moment in closings:
        if issue >= len(opened):
            break
        if opened[issue] <= moment:
            closed[issue] = moment
            issue += 1
    return closed
