"""What a list of a past day is sorted by is what each repository's own series and releases say."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.conftest import Store
from tests.dashboards import sample
from tracker.health import Rules
from tracker.readmodel.keeping import refresh
from tracker.readmodel.last_values import last_releases, last_values
from tracker.readmodel.spreading import READINGS
from tracker.readmodel.view import ReadModel

pytestmark = pytest.mark.slow

DAYS = (date(2016, 2, 29), date(2019, 5, 31), date(2023, 1, 1))


def test_everybodys_last_values_are_those_of_each(store: Store) -> None:
    sample.fill(store.engine, sample.LIVES[:5])
    refresh(sample.history(store.engine), Rules())
    history = sample.history(store.engine)
    model = ReadModel(history, Rules())
    some = [r for r in history.tracked() if r.github_id is not None]
    known = 0
    for day in DAYS:
        for what, metric in READINGS.items():
            points = history.points([metric], some, day)
            told = dict(zip(*(one.tolist() for one in last_values(model, what, day)), strict=True))
            for r in some:
                value = points[(r.full_name, metric)].value
                known += value is not None
                assert np.array_equal(told[r.github_id], np.nan if value is None else value, equal_nan=True)
        released = dict(zip(*(one.tolist() for one in last_releases(model, day)), strict=True))
        last = model.releases(day, [r.github_id for r in some if r.github_id])
        assert released == {n: float(r.published_at.date().toordinal()) for n, r in last.items()}
        known += len(last)
    assert known > len(DAYS), "the sample tells of something"
