"""Stars: the contract of the history, revisions, and a week that begins while paging."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.tracker.collectors.bench import BORN, TODAY, Bench, noon
from tests.tracker.github.test_version import enterprise
from tracker.collectors.runner import RunSummary
from tracker.replay.synthetic import SyntheticRepository


def net(lab: Bench) -> SyntheticRepository:
    return lab.world["lab/net"]


def degraded(lab: Bench) -> list[str]:
    return [row.reason for row in lab.store.gaps.degraded()]


def test_a_server_without_the_history_is_a_gap_that_says_which_version_it_speaks(lab: Bench) -> None:
    lab.server.faults.twist = enterprise
    missed = [m.reason for m in lab.look().misses]
    assert missed == ["the star history is missing on this server: it speaks version 2022-11-28 of the API"]
    assert lab.series("star_count")[TODAY] > 0


def test_a_star_taken_back_shrinks_its_day_and_leaves_a_revision(lab: Bench) -> None:
    lab.look()
    day = BORN + timedelta(days=7 * 38)  # within the newest page
    before = lab.series("star_arrivals")[day]
    net(lab).unstar(day)
    lab.look()
    assert lab.series("star_arrivals")[day] == before - 1
    assert [(r[1], r[3], r[4]) for r in lab.store.observations.revisions(1_000)] == [
        (day, before, before - 1)
    ]


def test_a_loss_older_than_the_newest_page_makes_the_whole_history_be_read_again(lab: Bench) -> None:
    net(lab).star(BORN, 200)
    lab.look()
    net(lab).unstar(BORN, 100)
    lab.look()
    assert sum(lab.series("star_arrivals").values()) == lab.series("star_count")[TODAY]


def test_a_history_that_contradicts_the_count_keeps_the_old_data_and_is_marked(lab: Bench) -> None:
    lab.look()
    before = lab.series("star_arrivals")
    net(lab).fixed["stars"] = 5_000
    summary = lab.look()
    assert lab.series("star_arrivals") == before
    assert "sums to" in summary.misses[0].reason
    assert len(degraded(lab)) == 1


def test_a_series_that_keeps_its_contract_again_is_degraded_no_more(lab: Bench) -> None:
    net(lab).fixed["stars"] = 5_000
    lab.look()
    assert degraded(lab)
    del net(lab).fixed["stars"]
    lab.look()
    assert not degraded(lab)


def test_an_empty_page_for_a_repository_with_stars_is_not_zero(lab: Bench) -> None:
    lab.server.fail_next("empty", times=1, path="history")
    lab.look()
    assert sum(lab.series("star_arrivals").values()) == lab.series("star_count")[TODAY]


def test_a_week_that_begins_while_paging_is_noticed_and_repaired(
    lab: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    saturday = date(2026, 6, 27)
    lab.at(saturday)
    context = lab.context()
    asked: list[str] = []
    real = context.client.get

    def get(path: str, *rest: object, **more: object) -> object:
        asked.append(path)
        if sum("history" in p for p in asked) == 2:
            lab.server.clock = noon(saturday + timedelta(days=1))  # Sunday: every page shifts by a week
        return real(path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(context.client, "get", get)
    summary = _collect(lab, context)
    assert not summary.misses
    assert sum("history" in p for p in asked) > 2
    assert sum(lab.series("star_arrivals").values()) == lab.series("star_count")[saturday]


def test_days_to_come_are_not_stored(lab: Bench) -> None:
    lab.at(date(2026, 6, 29))  # a Monday
    lab.look()
    assert max(lab.series("star_arrivals")) == date(2026, 6, 29)


def test_the_whole_history_is_read_again_after_thirty_days(lab: Bench) -> None:
    lab.look()
    asked = len(lab.server.log)
    lab.at(TODAY + timedelta(days=30))
    lab.look()
    assert lab.asked(asked).count("GET /repos/lab/net/stargazers/history") == 3


def _collect(lab: Bench, context: object) -> RunSummary:
    from tracker.collectors.runner import collect

    return collect(context, lab.targets(), only=("stars",))  # type: ignore[arg-type]
