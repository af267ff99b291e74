"""A measure under a lack sees no more than a verdict in use does, and that verdict tells its odds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.tracker.dossiers import notice, real
from tracker.backtest.lacks import RELEASES, lacking, table
from tracker.github.quick_look import COMMITS
from tracker.health import judge
from tracker.health.confidence import SEEN, confidence, measured
from tracker.health.sight import NO_CLONE, NO_README, QUICK, WHOLE, sight

DAY = date(2021, 6, 1)
THEANO = real("Theano/Theano", notices=(notice("2017-10-06", "MILA will stop developing Theano"),))


def test_each_lack_is_known_by_its_dossier() -> None:
    assert sight(THEANO) == WHOLE
    for lack in (NO_CLONE, NO_README, QUICK):
        assert sight(lacking(THEANO, lack, DAY)) == lack


def test_a_quick_look_sees_a_page_of_commits_and_nothing_of_later_days() -> None:
    seen = lacking(THEANO, QUICK, DAY)
    assert seen.commits is not None
    assert seen.commits.values.sum() <= COMMITS
    assert len(seen.releases or ()) <= RELEASES
    last = seen.commits.start.toordinal() + len(seen.commits.values) - 1
    assert last <= DAY.toordinal()
    assert all(r.published_at.date() <= DAY for r in seen.releases or ())


def test_what_was_said_is_missed_without_a_readme_and_kept_without_commits() -> None:
    assert judge(lacking(THEANO, NO_README, DAY), DAY).declared == "none"
    assert judge(lacking(THEANO, NO_CLONE, DAY), DAY).headline == "end-of-life"
    assert judge(lacking(THEANO, QUICK, DAY), DAY).headline == "end-of-life"


@pytest.mark.parametrize("lack", [NO_CLONE, NO_README, QUICK])
def test_a_verdict_with_a_lack_tells_the_odds_of_that_lack(lack: str) -> None:
    record = measured()["under"][lack]
    for headline, counts in record.items():
        sure = confidence(headline, seen=lack)
        if headline != "unknown" and counts["fired"]:
            assert (sure.right, sure.fired) == (counts["right"], counts["fired"])
            assert SEEN[lack] in sure.sentence


def test_a_quick_verdict_carries_them_from_judge_on() -> None:
    told = judge(lacking(THEANO, QUICK, DAY), DAY).confidence
    assert told == confidence("end-of-life", seen=QUICK)
    assert judge(replace(THEANO, quick=False), DAY).confidence == confidence("end-of-life")


def test_the_table_shows_a_dash_where_nothing_fired() -> None:
    none = {h: {"right": 0, "fired": 0} for h in ("archived", "end-of-life", "moved", "maintenance-only",
            "dormant", "fading", "slow", "active")}  # fmt: skip
    lines = table({QUICK: none | {"dormant": {"right": 3, "fired": 4}}}, none)
    assert lines[-1] == "| a quick look | – | – | – | – | 3 of 4 | – | – | – |"
