"""From a database to rows: reads a few repositories at a time and builds what is kept of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tracker.metrics import METRICS
from tracker.readmodel import summary as summaries
from tracker.readmodel.build import Counted, judged, summary
from tracker.readmodel.extending import counted_of, extended
from tracker.readmodel.rows import cells, numbers_kept, rows
from tracker.readmodel.stale import StaleRow
from tracker.series import History
from tracker.signals.rules import Rules
from tracker.store.database import many_objects
from tracker.store.read_model import OVERVIEW, Rows


def make(history: History, wanted: Sequence[StaleRow], rules: Rules) -> list[Rows]:
    """The rows of some repositories; `history` is as of the day of their keys."""
    with many_objects():
        return _rows(history, wanted, rules)


def _rows(history: History, wanted: Sequence[StaleRow], rules: Rules) -> list[Rows]:
    ids = [one.repository.github_id for one in wanted if not one.whole]
    kept = {row.repository_id: row for row in history.store.read_model.overview([i for i in ids if i])}
    later = [(one, kept[i]) for one in wanted if not one.whole and (i := one.repository.github_id) in kept]
    made = extended(history, later)
    found = [_recounted(row, one, made[row.repository_id]) for one, row in later if row.repository_id in made]
    left = [one for one in wanted if one.whole or one.repository.github_id in kept.keys() - made.keys()]
    return found + _anew(history, left, rules, kept)


def _anew(history: History, wanted: Sequence[StaleRow], rules: Rules, kept: Mapping[int, Any]) -> list[Rows]:
    """What is made of all facts: whole rows where verdicts are wanted too, else rows with new numbers."""
    history.load(list(METRICS), [one.repository for one in wanted])
    dossiers = history.dossiers([one.repository for one in wanted if one.whole])
    found = []
    for one in wanted:
        series = {name: history.series(name, one.repository) for name in METRICS}
        numbers = counted_of(history, one.repository, series)
        if one.whole:
            dossier = dossiers[one.repository.full_name]
            verdicts = judged(dossier, history.today, rules)
            found.append(rows(one.key, verdicts, numbers, summary(verdicts, numbers, dossier)))
        else:
            found.append(_recounted(kept[one.repository.github_id or 0], one, numbers))
    return found


def _recounted(row: Any, one: StaleRow, numbers: Counted) -> Rows:
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
