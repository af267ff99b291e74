"""Issues, questions and pull requests as they could be seen on a day."""

from __future__ import annotations

from datetime import date, timedelta

from tests.tracker.dossiers import dossier, noon
from tracker.records import Gap, Issue
from tracker.signals import SIGNALS
from tracker.signals.base import Outcome

DAY = date(2021, 1, 1)


def opened(number: int, day: str, closed: str | None = None, **more: object) -> Issue:
    return Issue(number, noon(day), noon(day), noon(closed) if closed else None, **more)  # type: ignore[arg-type]


def series(number: int, closed: int) -> tuple[Issue, ...]:
    """So many issues in 2020, of which some were closed a day later."""
    first = noon("2020-02-01")
    return tuple(
        Issue(i, at := first + timedelta(days=i), at, at + timedelta(days=1) if i < closed else None)
        for i in range(number)
    )


def test_many_issues_and_hardly_one_closed_is_raised_with_its_numbers() -> None:
    found = SIGNALS["issue_balance"].look(dossier("dmlc/dgl", issues=series(66, 5)), DAY)
    assert found.outcome is Outcome.RAISED
    assert "66 issues" in found.sentence
    assert "5 of them (8 %)" in found.sentence


def test_a_share_without_volume_says_nothing() -> None:
    found = SIGNALS["issue_balance"].look(dossier("Theano/Theano", issues=series(2, 0)), DAY)
    assert found.outcome is Outcome.UNKNOWN


def test_days_that_nobody_recorded_are_unknown_whatever_the_ledger_holds() -> None:
    hole = Gap("issues_closed", date(2019, 1, 1), date(2020, 6, 30), "not recorded by the lists")
    holed = dossier("dmlc/dgl", issues=series(66, 5), gaps=(hole,))
    found = SIGNALS["issue_balance"].look(holed, DAY)
    assert found.outcome is Outcome.UNKNOWN
    assert found.sentence.endswith("is not recorded by the lists.")
    early = Gap("issues_closed", date(2018, 1, 1), date(2019, 6, 30), "not recorded by the lists")
    mended = dossier("dmlc/dgl", issues=series(66, 5), gaps=(early,))
    assert SIGNALS["issue_balance"].look(mended, DAY).outcome is Outcome.RAISED


def test_issues_never_asked_for_are_unknown() -> None:
    assert SIGNALS["issue_balance"].look(dossier(), DAY).outcome is Outcome.UNKNOWN


def test_an_unanswered_question_is_raised_with_its_link_until_it_is_closed() -> None:
    asked = opened(5958, "2017-10-02", "2018-06-01", asks_if_alive=True)
    caffe = dossier("BVLC/caffe", issues=(asked,))
    signal = SIGNALS["alive_question"]
    assert signal.look(caffe, date(2017, 10, 20)).outcome is Outcome.QUIET
    found = signal.look(caffe, date(2018, 1, 1))
    assert found.outcome is Outcome.RAISED
    assert found.url == "https://github.com/BVLC/caffe/issues/5958"
    assert signal.look(caffe, date(2018, 6, 2)).outcome is Outcome.QUIET


def test_robots_questions_and_drafts_do_not_count() -> None:
    robot = opened(1, "2020-01-01", asks_if_alive=True, author_is_bot=True)
    drafts = tuple(opened(i, "2020-01-01", is_pull_request=True, is_draft=True, author_association="NONE")
                   for i in range(9))  # fmt: skip
    assert SIGNALS["alive_question"].look(dossier(issues=(robot,)), DAY).outcome is Outcome.QUIET
    assert SIGNALS["stale_pull_requests"].look(dossier(issues=drafts), DAY).outcome is Outcome.QUIET


def test_outsiders_waiting_pull_requests_are_counted_and_members_are_not() -> None:
    outside = tuple(
        opened(i, "2020-01-01", is_pull_request=True, author_association="NONE") for i in range(5)
    )
    inside = tuple(
        opened(i, "2020-01-01", is_pull_request=True, author_association="MEMBER") for i in range(5)
    )
    signal = SIGNALS["stale_pull_requests"]
    assert signal.look(dossier(issues=outside), DAY).outcome is Outcome.RAISED
    assert signal.look(dossier(issues=inside), DAY).outcome is Outcome.QUIET
