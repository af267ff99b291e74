"""From a database to rows: reads a few repositories at a time and builds what is kept of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tracker.metrics import METRICS
from tracker.readmodel import summary as summaries
from tracker.readmodel.build import Counted, counted, judged, summary
from tracker.readmodel.rows import cells, numbers_kept, rows
from tracker.readmodel.stale import Wanted
from tracker.series import History
from tracker.signals.rules import Rules
from tracker.store.read_model import OVERVIEW, Rows


def make(history: History, wanted: Sequence[Wanted], rules: Rules) -> list[Rows]:
    """The rows of some repositories; `history` is as of the day of their keys."""
    whole = [w for w in wanted if w.whole]
    history.load(list(METRICS), [w.repository for w in wanted])
    dossiers = history.dossiers([w.repository for w in whole])
    before = {
        row.repository_id: row
        for row in history.store.read_model.overview(
            [w.repository.github_id for w in wanted if not w.whole and w.repository.github_id is not None]
        )
    }
    found = []
    for one in wanted:
        numbers = _counted(history, one)
        if one.whole:
            dossier = dossiers[one.repository.full_name]
            verdicts = judged(dossier, history.today, rules)
            found.append(rows(one.key, verdicts, numbers, summary(verdicts, numbers, dossier)))
        elif row := before.get(one.repository.github_id or 0):
            found.append(_recounted(row, one, numbers))
    return found


def _counted(history: History, one: Wanted) -> Counted:
    repository, today = one.repository, history.today
    series = {name: history.series(name, repository) for name in METRICS}
    points = history.points(tuple(METRICS), [repository], today)
    return counted(series, {name: points[(repository.full_name, name)] for name in METRICS}, today)


def _recounted(row: Any, one: Wanted, numbers: Counted) -> Rows:
    """The row with new numbers; what it says of verdicts stands."""
    shown = replace(
        summaries.from_bytes(row.document),
        numbers=numbers.numbers, points=dict(numbers.points), trend=numbers.trend, trail=numbers.trail,
    )  # fmt: skip
    held = (row.repository_id, row.judged, one.key.counted, row.made_by, row.judged_on, row.judged_until,
            one.key.day, numbers.until)  # fmt: skip
    made = (*held, *cells(shown))
    assert len(made) == len(OVERVIEW)
    return Rows(made, None, numbers_kept(numbers))
