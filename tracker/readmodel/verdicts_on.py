"""Verdicts and star counts of many on one day: what is kept where it holds, judged only where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.health import Rules, Verdict
from tracker.health.many import judge_all
from tracker.readmodel.reading import joined
from tracker.readmodel.view import ReadModel
from tracker.series import History, Repository, Sample


def verdicts_on(
    history: History, repositories: Sequence[Repository], day: date, rules: Rules
) -> tuple[dict[str, Verdict], dict[tuple[str, str], Sample]]:
    """(verdicts by full name, stars by (full name, 'stars')) of some repositories on a day.

    A verdict that is kept and still holds is given as it was judged: its `as_of` may be an earlier day.
    """
    if day != history.today:
        return judge_all(history, repositories, day, rules), history.points(["stars"], repositories, day)
    model = ReadModel(history, rules)
    holding = [r for r in repositories if model.is_judged(r)]
    others = [r for r in repositories if not model.is_judged(r)]
    found = model.verdicts(holding) | judge_all(history, others, day, rules)
    fresh = [r for r in holding if model.is_fresh(r)]
    history.cache.kept = model.series
    summaries = model.summaries([r.github_id for r in fresh if r.github_id is not None])
    stars = {
        (r.full_name, "stars"): summaries[r.github_id].points["stars"]
        for r in fresh
        if r.github_id in summaries
    }
    ordered = {r.full_name: found[r.full_name] for r in repositories if r.full_name in found}
    rest = [r for r in repositories if (r.full_name, "stars") not in stars]
    return joined(ordered, {r.full_name: r for r in repositories}), stars | history.points(
        ["stars"], rest, day
    )
