"""Verdicts for a question: what is kept where it holds, judged anew only for those that are asked about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.health import Rules, Verdict
from tracker.health.many import judge_all
from tracker.readmodel.reading import joined, present
from tracker.readmodel.stale import stale
from tracker.series import History, Repository


def judged(
    history: History, repositories: Sequence[Repository], day: date, rules: Rules
) -> dict[str, Verdict]:
    """Verdicts of some repositories on a day by full name; successors among them with their headlines."""
    if day != history.today:
        return judge_all(history, repositories, day, rules)
    old = {w.repository.github_id for w in stale(history.store, repositories, day, rules) if w.whole}
    kept = [r for r in repositories if r.github_id is not None and r.github_id not in old]
    found = dict(present(history.store, kept, ()).verdicts)
    others = [r for r in repositories if r.full_name not in found]
    found |= judge_all(history, others, day, rules)
    return joined(found, {r.full_name: r for r in repositories})
