"""The family of metrics: every file is listed, every card is complete."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import tracker.metrics
from tracker.metrics import METRICS, Inputs


def test_every_file_of_the_folder_is_in_the_list() -> None:
    folder = Path(tracker.metrics.__file__).parent
    assert {p.stem for p in folder.glob("*.py")} - {"__init__", "base"} == set(METRICS)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_explains_itself(name: str) -> None:
    metric = METRICS[name]
    assert metric.name == name
    assert metric.title
    assert metric.unit
    assert metric.source
    assert metric.definition.endswith(".")
    assert metric.kind in {"total", "count", "duration"}


@pytest.mark.parametrize("name", METRICS)
def test_from_no_facts_every_metric_is_unknown_and_not_zero(name: str) -> None:
    series = METRICS[name].compute(Inputs({}))
    assert isinstance(series, pd.Series)
    assert series.dropna().empty
