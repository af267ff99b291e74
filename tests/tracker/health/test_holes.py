"""What was not read is not known: a hole in releases or authors reaches the sentence and the verdict."""

from __future__ import annotations

from datetime import date

from tests.tracker.dossiers import dossier, release, spread
from tracker.health import explain_text, judge
from tracker.records import Gap
from tracker.signals import SIGNALS
from tracker.signals.base import Outcome

HOLE = Gap("releases", date(2020, 1, 1), date(2024, 12, 31), "not counted in the public lists")
SILENT = spread({2018: 90, 2019: 60, 2020: 0}, "2024-12-31", "2018-01-01")


def test_a_hole_in_the_releases_makes_their_age_unknown_with_the_reason() -> None:
    told = dossier(commits=SILENT, releases=(release("2019-05-01"),), gaps=(HOLE,))
    found = SIGNALS["release_age"].look(told, date(2024, 6, 1))
    assert found.outcome is Outcome.UNKNOWN
    assert "not counted in the public lists" in found.sentence
    assert "1 May 2019" in found.sentence
    assert found.values["days"] is None


def test_no_end_rests_on_releases_that_nobody_read() -> None:
    told = explain_text(judge(dossier(commits=SILENT, gaps=(HOLE,)), date(2021, 2, 1)))
    assert "It had made no release" not in told
    assert "years; threshold" not in told


def test_a_young_release_proves_itself_beside_a_hole() -> None:
    told = dossier(commits=SILENT, releases=(release("2024-05-01"),), gaps=(HOLE,))
    assert SIGNALS["release_age"].look(told, date(2024, 6, 1)).outcome is Outcome.QUIET


def test_a_hole_that_ended_more_than_a_year_ago_hides_no_young_release() -> None:
    old = Gap("releases", date(2018, 1, 1), date(2019, 12, 31), "not read")
    found = SIGNALS["release_age"].look(dossier(commits=SILENT, gaps=(old,)), date(2024, 6, 1))
    assert found.outcome is Outcome.RAISED


def test_people_of_days_that_were_not_read_are_at_least_so_many() -> None:
    hole = Gap("commit_authors", date(2019, 3, 1), date(2019, 11, 30), "not counted")
    told = dossier(commits=SILENT, gaps=(hole,), authors=((date(2019, 12, 5), frozenset({1, 2})),))
    found = SIGNALS["authors"].look(told, date(2019, 12, 31))
    assert found.outcome is Outcome.UNKNOWN
    assert found.sentence.startswith("At least 2 people")
    assert "not counted" in found.sentence
