"""The family of signals: the list and the folder agree, and each answers in a whole sentence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import tracker.signals
from tests.tracker.dossiers import dossier, spread
from tracker.signals import SIGNALS
from tracker.signals.base import Outcome

HELPERS = {
    "__init__",
    "badges",
    "base",
    "issue_ledger",
    "languages",
    "meter",
    "notices",
    "numbers",
    "worries",
    "phrases",
    "rules",
    "running",
    "words",
}


def test_every_file_of_the_folder_is_in_the_list_and_named_like_its_signal() -> None:
    files = {path.stem for path in Path(tracker.signals.__file__).parent.glob("*.py")} - HELPERS
    assert files == set(SIGNALS)


@pytest.mark.parametrize("name", SIGNALS)
def test_a_signal_asks_a_question_and_answers_with_a_sentence(name: str) -> None:
    signal = SIGNALS[name]
    found = signal.look(dossier(commits=spread({2020: 50}, "2021-06-30")), date(2021, 6, 1))
    assert signal.question.endswith("?")
    assert signal.axis in {"declared", "observed", "location"}
    assert found.signal == name
    assert not found.sentence[0].islower()
    assert found.sentence.endswith(".")


@pytest.mark.parametrize("name", SIGNALS)
def test_of_nothing_known_no_signal_is_raised(name: str) -> None:
    found = SIGNALS[name].look(dossier(releases=None), date(2021, 6, 1))
    assert found.outcome is not Outcome.RAISED
