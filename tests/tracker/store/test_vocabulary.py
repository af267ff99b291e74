"""The words that the store knows are those that the program writes: a new one is told here first."""

from __future__ import annotations

from dataclasses import fields

from jobs.schedule import JOBS
from tracker.alerts.state import State
from tracker.health.verdict import HEADLINES
from tracker.metrics import METRICS
from tracker.readmodel.rows import COMMITS, STARS, VALUES, VERDICT
from tracker.readmodel.spreading import LIVES, READINGS
from tracker.records import Counters
from tracker.series.inputs import imported
from tracker.store import vocabulary
from tracker.store.commits import COMMIT_METRICS
from tracker.store.repositories import HISTORIC, METRIC_OF


def test_every_stored_and_shown_metric_is_known() -> None:
    assert set(vocabulary.SHOWN) == set(METRICS)
    assert len(METRIC_OF) == len(fields(Counters))
    stored = {*METRIC_OF.values(), *COMMIT_METRICS, "star_arrivals", "pypi_downloads"}
    assert set(vocabulary.COUNTED) == stored
    assert {imported(name) for name in METRICS} <= set(vocabulary.METRICS)


def test_every_word_of_states_is_known() -> None:
    assert set(vocabulary.STANDINGS) == set(State)
    assert vocabulary.HEADLINES == HEADLINES  # their order is their gravity
    assert set(vocabulary.ATTRIBUTES) == set(HISTORIC)
    assert set(vocabulary.JOBS) == {job.name for job in JOBS} | {"import"}


def test_everything_that_is_kept_is_known() -> None:
    assert set(vocabulary.KEPT) == {VERDICT, STARS, COMMITS, VALUES, *METRICS}
    assert set(vocabulary.PANELS) == {STARS, COMMITS, *LIVES, *READINGS}
