"""Stars of a new day, gone on with from what was kept, are those that all facts give."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tracker.metrics.base import Inputs
from tracker.metrics.stars import compute
from tracker.readmodel.star_past import ARRIVALS, COUNTS, STARS, gone_on_with
from tracker.records import Quality
from tracker.series import Repository
from tracker.series.cache import of_values
from tracker.series.compact import to_bytes
from tracker.series.provenance import Provenance
from tracker.series.series import Series
from tracker.series.splice import NotSpliced
from tracker.series.stored import Arrays, StoredSeries

pytestmark = pytest.mark.slow

REPOSITORY = Repository("keras-team/keras", 7, "keras-team/keras")
FIRST = 18_000  # days since 1970
LONG, WINDOW, MORE = 120, 20, 6  # days known before, of them those that may have changed, and new ones


def arrays(days: Sequence[int], values: Sequence[float]) -> Arrays:
    return np.array(days, dtype="datetime64[D]"), np.array(values, dtype=float)


def series(metric: str, days: Any, values: Any) -> Series:
    said = Provenance(np.zeros(len(days), dtype=np.intp), (("github", Quality.EXACT),))
    found = of_values(REPOSITORY, metric, days.astype("datetime64[D]"), values, lambda _: said)
    return Series(found.name, metric, found.kind, found.days, found.values, said, found.extent)


def stars(inputs: dict[str, Arrays]) -> Series:
    """All that the metric says."""
    found = compute(Inputs(StoredSeries(inputs)))
    return series(STARS, found.index.to_numpy(), found.to_numpy())


def recently(inputs: dict[str, Arrays], day: int) -> Any:
    """What a history says that has all readings, and what came since a day."""
    days, came = inputs[ARRIVALS]
    late = days >= np.datetime64(day, "D")
    part = {COUNTS: inputs[COUNTS], ARRIVALS: (days[late], came[late])}
    told = {STARS: stars(part), ARRIVALS: series(ARRIVALS, *part[ARRIVALS])}
    cache = SimpleNamespace(stored=lambda name, _: part.get(name))
    return SimpleNamespace(series=lambda name, _: told[name], cache=cache)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.integers(0, 2**32 - 1), st.integers(1, LONG), st.integers(0, 2), st.integers(-9, 3))
def test_what_was_kept_is_moved_as_far_as_all_facts_would_move_it(
    seed: int, reads: int, late: int, taken: int
) -> None:
    """`reads`: days read before; `late`: by how many days the history of stars came later than readings."""
    draw = np.random.default_rng(seed)
    days = list(range(FIRST, FIRST + LONG + MORE))
    came = draw.poisson(draw.choice([0.1, 3.0]), len(days)).astype(float)
    level = np.cumsum(came) + draw.integers(0, 5)
    read = [d for d in days[LONG - reads :] if draw.random() < 0.8 or d in (days[LONG - 1], days[-1])]
    counts = {d: float(max(level[d - FIRST] + taken * (d >= FIRST + LONG), 0)) for d in read}
    before_days = [d for d in read if d < FIRST + LONG]
    known = days[: LONG - late]
    before = {COUNTS: arrays(before_days, [counts[d] for d in before_days]),
              ARRIVALS: arrays(known, came[: len(known)].tolist())}  # fmt: skip
    changed = came.copy()
    changed[LONG - WINDOW + draw.integers(0, WINDOW)] += draw.integers(0, 3)  # a value of late that changed
    now = {COUNTS: arrays(read, [counts[d] for d in read]),
           ARRIVALS: arrays(days[: len(days) - late], changed[: len(days) - late].tolist())}  # fmt: skip
    kept = {STARS: to_bytes(stars(before)), ARRIVALS: to_bytes(series(ARRIVALS, *before[ARRIVALS]))}
    day = np.datetime64(FIRST + LONG - WINDOW, "D").item()
    try:
        found = gone_on_with(recently(now, FIRST + LONG - WINDOW), REPOSITORY, day, kept)
    except NotSpliced:
        assume(False)
        raise
    assert to_bytes(found) == to_bytes(stars(now))


def test_what_was_cut_off_at_nought_is_not_moved_up() -> None:
    days = list(range(FIRST, FIRST + 60))
    came = arrays(days[:50], [5.0] * 50)
    before = {COUNTS: arrays([days[49]], [20.0]), ARRIVALS: came}
    now = {COUNTS: arrays([days[49], days[50]], [20.0, 90.0]), ARRIVALS: arrays(days[:51], [5.0] * 51)}
    kept = {STARS: to_bytes(stars(before)), ARRIVALS: to_bytes(series(ARRIVALS, *came))}
    with pytest.raises(NotSpliced, match="nought"):
        gone_on_with(recently(now, days[45]), REPOSITORY, np.datetime64(days[45], "D").item(), kept)
