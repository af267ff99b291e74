"""`tracker forecast`: a year ahead in a line each, refusals in words, wrong wishes by name."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from jobs.base import open_live
from tests.tracker.commands.conftest import CLOCK
from tests.tracker.commands.shell import Shell
from tracker.config import Settings
from tracker.records import Observation


@pytest.fixture
def grown(filled: Shell) -> Shell:
    """keras was read every day for four years."""
    workspace = open_live(Settings(home=filled.home, clock=CLOCK))
    today = workspace.now().date()
    days = [today - timedelta(days=n) for n in range(1460)]
    rows = [Observation(2, "star_count", day, 9000.0 - 3 * n, "github") for n, day in enumerate(days)]
    workspace.store.observations.save(rows, workspace.now())
    workspace.engine.dispose()
    return filled


def test_what_is_known_long_enough_is_foretold_and_the_rest_refused_in_words(grown: Shell) -> None:
    found = grown("forecast", "keras-team/keras", "Theano/Theano")
    assert found.code == 0
    assert "in a year" in found.out
    assert "Theano/Theano: No forecast" in found.out
    assert "keras-team/keras: No" not in found.out


def test_the_document_holds_the_interval_and_the_score(grown: Shell) -> None:
    one = json.loads(grown("forecast", "--json", "keras-team/keras").out)["repositories"][0]
    last = one["forecast"][-1]
    assert last["ahead"] == 12
    assert last["low"] < last["value"] < last["high"]
    assert one["score"]["many"] >= 12
    assert one["score"]["median_error"] < 0.05
    assert one["score_of_kept"]["many"] == 0


def test_as_of_a_day_long_ago_less_is_known(grown: Shell) -> None:
    found = grown("forecast", "keras-team/keras", "--as-of", "2023-06-30")
    assert "24 are needed" in found.out


def test_the_job_keeps_what_is_foretold_and_does_it_once(grown: Shell) -> None:
    assert "1 series foretold" in grown("jobs", "run", "forecast").err
    assert "nothing new to foretell" in grown("jobs", "run", "forecast").err


def test_what_is_not_foretold_is_named(filled: Shell) -> None:
    found = filled("forecast", "--metric", "commits", "keras-team/keras")
    assert found.code == 2
    assert "'commits' is not foretold" in found.err
