"""Signs beside the early warning: counted over people, with a threshold that spares the living."""

from __future__ import annotations

from datetime import date
from math import inf
from pathlib import Path

import pytest

from tests.tracker.dossiers import dossier, spread
from tracker.backtest.contestants import judged
from tracker.backtest.signs import (
    fewer_lately,
    fewer_than_ever,
    main,
    many,
    on_one_person,
    owner_ended,
    table,
)
from tracker.backtest.signs import threshold as least_score
from tracker.backtest.subjects import DossierSource
from tracker.backtest.truth import LIVING, SILENT, Truth
from tracker.signals.rules import Rules
from tracker.tables import AuthorTable

LOOK = date(2024, 1, 1)
# Four people in 2020, one of them alone since: three days of work, then one by each of two.
PEOPLE = AuthorTable.of(
    [(date(2020, 3, day), frozenset({1, 2, 3, 4})) for day in (1, 2)]
    + [(date(2023, 2, day), frozenset({1})) for day in (1, 2, 3)]
    + [(date(2023, 11, 1), frozenset({1})), (date(2023, 3, 1), frozenset({2}))]
)


def truth(name: str, kind: str, last: date | None = None) -> Truth:
    return Truth(name, kind, kind, None, False, last)


def test_people_are_counted_once_and_compared_with_their_best_year() -> None:
    assert many(PEOPLE, LOOK, 365) == 2
    assert many(PEOPLE, date(2019, 12, 31), 365) == 0
    assert fewer_than_ever(PEOPLE, LOOK) == pytest.approx(0.6)
    assert fewer_lately(PEOPLE, LOOK) == pytest.approx(0.6)
    assert on_one_person(PEOPLE, LOOK) == pytest.approx(0.8)
    assert on_one_person(PEOPLE, date(2019, 12, 31)) == 0


def test_the_threshold_marks_no_more_of_the_living_than_it_may() -> None:
    living = [float(n) for n in range(100)]
    least = least_score(living, 0.07)
    assert sum(score >= least for score in living) == 7
    assert least_score([inf] * 3, 0.5) == inf


def test_an_owner_speaks_by_another_of_its_projects_for_a_year() -> None:
    ended, beside = truth("acme/one", SILENT, date(2022, 6, 1)), truth("acme/two", LIVING)
    both = [ended, beside, truth("else/where", LIVING)]
    assert owner_ended(both, beside, date(2023, 6, 1))
    assert not owner_ended(both, beside, date(2023, 5, 1))
    assert not owner_ended(both, beside, date(2024, 6, 1))
    assert not owner_ended(both, ended, date(2023, 6, 1))


def test_a_row_for_every_sign_with_the_ends_it_marked() -> None:
    lives = {
        "acme/ended": spread({2014: 200, 2015: 200, 2016: 20}, "2018-12-31", "2014-01-01"),
        "acme/lives": spread(dict.fromkeys(range(2014, 2019), 200), "2018-12-31", "2014-01-01"),
    }
    dossiers = {name: dossier(name, daily) for name, daily in lives.items()}
    cases = [judged(s, Rules()) for s in DossierSource(dossiers, date(2018, 12, 31)).subjects(dossiers)]
    truths = [truth("acme/ended", SILENT, date(2016, 12, 30)), truth("acme/lives", LIVING)]
    lines = table(truths, cases, Rules()).splitlines()
    assert len(lines) == 7
    assert lines[2] == "| the score as it is | 0 of 0 | 1 of 1 | 0.0% |"


def test_bad_input_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main([str(tmp_path / "none.csv"), str(tmp_path)]) == 2
    assert "none.csv" in capsys.readouterr().err
