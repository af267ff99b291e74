"""Source and trust label of every value of a series, for many days at once, out of the rows behind it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tracker.metrics import METRICS
from tracker.metrics.base import among
from tracker.records import Quality
from tracker.series import labels
from tracker.series.inputs import Facts, imported
from tracker.series.provenance import Codes, Provenance
from tracker.store.blocks import Block

Days = npt.NDArray[np.datetime64]


def provenance(metric: str, facts: Facts, days: Days, filled: Days, today: date, live: str) -> Provenance:
    """Source and label of a metric's values on some days.

    The weakest input labels a value; its source is that of the first input. Days in `filled` come from an
    import. `live` is the source to name where nothing stored stands behind a value (what ledgers count).
    """
    source, rank = np.full(len(days), -1), np.full(len(days), -1)
    names: list[str] = []
    for name in METRICS[metric].inputs:
        block = facts.blocks.get(name)
        if block is None:
            continue
        at = np.searchsorted(block.days, days, side="right") - 1
        there = at >= 0
        if metric == "stars":
            there &= _answers(name, facts, days)
        _say(block, name, at, there, days, today, names, source, rank)
    nothing = source < 0
    source[nothing] = _number(names, live)
    rank[nothing] = labels.STRENGTH.index(labels.label(live, metric, date.min, today))
    least = labels.STRENGTH.index(labels.of_metric(metric, [Quality.EXACT]))
    rank = np.maximum(rank, least)
    _say_imports(metric, facts, days, filled, today, names, source, rank)
    return _paired(source, rank, names)


def _say(
    block: Block, name: str, at: Codes, there: npt.NDArray[np.bool_], days: Days, today: date,
    names: list[str], source: npt.NDArray[np.int_], rank: npt.NDArray[np.int_],
) -> None:  # fmt: skip
    """Take what one block says into `source` (unless an earlier one has spoken) and `rank`."""
    origin = block.sources[np.maximum(at, 0)]
    # Days ascend, and labels turn in the last two: three stretches, of which most series have one.
    turns = np.searchsorted(days, np.datetime64(today) + np.array([-1, 0])).tolist()
    stretches = [*zip((-2, -1, 0), pairwise([0, *turns, len(days)]), strict=True)]
    for number in np.flatnonzero(np.bincount(origin[there])).tolist():
        said = block.source_names[number]
        here = there & (origin == number)
        for age, (low, high) in stretches:
            if low < high and (part := here[low:high]).any():
                label = labels.label(said, name, today + timedelta(days=age), today)
                ranks = rank[low:high]
                ranks[part] = np.maximum(ranks[part], labels.STRENGTH.index(label))
        source[here & (source < 0)] = _number(names, labels.shown(said))


def _say_imports(
    metric: str, facts: Facts, days: Days, filled: Days, today: date,
    names: list[str], source: npt.NDArray[np.int_], rank: npt.NDArray[np.int_],
) -> None:  # fmt: skip
    block = facts.blocks.get(imported(metric))
    if block is None or not len(filled):
        return
    there = np.isin(days, filled)
    source[there], rank[there] = -1, -1
    at = np.searchsorted(block.days, days, side="right") - 1
    _say(block, metric, at, there, days, today, names, source, rank)


def _number(names: list[str], name: str) -> int:
    if name not in names:
        names.append(name)
    return names.index(name)


def _answers(name: str, facts: Facts, days: Days) -> npt.NDArray[np.bool_]:
    """Whether this block is what `stars` shows on a day: our reading if there is one, else the history."""
    counts = facts.blocks.get("star_count")
    read = among(days, counts.days) if counts is not None else np.zeros(len(days), dtype=bool)
    return read if name == "star_count" else ~read


def _paired(source: npt.NDArray[np.int_], rank: npt.NDArray[np.int_], names: list[str]) -> Provenance:
    many = len(labels.STRENGTH)
    said = source * many + rank
    found = np.flatnonzero(np.bincount(said))  # as np.unique, which puts in order what is few
    places = np.zeros(found[-1] + 1 if len(found) else 0, dtype=np.intp)
    places[found] = np.arange(len(found))
    return Provenance(
        places[said], tuple((names[n // many], labels.STRENGTH[n % many]) for n in found.tolist())
    )
