"""How axes become a headline, how long states hold, and what is never concluded."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from tests.tracker.dossiers import (
    daily,
    dossier,
    noon,
    notice,
    on_days,
    real,
    releases,
    spread,
    unknown_after,
)
from tracker.dossier import Dossier
from tracker.health import HEADLINES, history, judge
from tracker.health.observed import Agreement
from tracker.health.pace import MonthlyLook
from tracker.health.verdict import headline
from tracker.records import Presence
from tracker.signals.rules import Rules

END = date(2026, 6, 30)
SILENT = spread({2015: 300, 2016: 400, 2017: 100}, "2026-06-30")


def test_the_gravest_axis_gives_the_headline() -> None:
    order = [
        headline("archived", "active", "moved"),
        headline("end-of-life", "active", "moved"),
        headline("maintenance-only", "active", "moved"),
        headline("maintenance-only", "dormant", "here"),
        headline("none", "dormant", "here"),
        headline("none", "fading", "renamed"),
        headline("none", "slow", "mirror"),
        headline("none", "active", "here"),
        headline("none", "unknown", "here"),
    ]
    assert tuple(order) == HEADLINES


@pytest.mark.parametrize("location", ["gone", "blocked"])
def test_what_github_does_not_show_is_unknown_unless_it_had_ended(location: str) -> None:
    assert headline("none", "active", location) == "unknown"
    assert headline("end-of-life", "active", location) == "end-of-life"


def test_a_repository_gone_in_2025_was_active_before() -> None:
    gone = dossier(
        commits=spread(dict.fromkeys(range(2018, 2026), 500), "2025-12-31"),
        presence=Presence.GONE,
        presence_since=noon("2025-06-01"),
    )
    assert judge(gone, date(2025, 5, 31)).headline == "active"
    assert judge(gone, date(2025, 6, 1)).headline == "unknown"


@pytest.mark.parametrize("releases_known", [(), None])
def test_nothing_known_is_unknown_and_says_why(releases_known: tuple[()] | None) -> None:
    found = judge(Dossier(1, "example/new", releases=releases_known), END)
    assert (found.headline, found.since, found.unmaintained) == ("unknown", None, False)
    assert found.notes


def test_silence_with_releases_never_asked_for_needs_two_years_without_a_commit() -> None:
    trickle = on_days(["2018-06-01", "2019-06-01", "2020-06-01"], "2015-01-01", "2023-06-30")
    trickle.values[:900] = 1
    assert judge(dossier(commits=trickle, releases=None), date(2021, 1, 15)).headline == "unknown"
    assert judge(dossier(commits=trickle, releases=None), date(2022, 9, 15)).headline == "dormant"
    assert judge(dossier(commits=trickle, releases=()), date(2021, 1, 15)).headline == "dormant"


def test_a_young_final_release_forbids_dormant_and_a_candidate_does_not() -> None:
    assert (
        judge(dossier(commits=SILENT, releases=releases("2018-09-01")), date(2019, 6, 15)).headline == "slow"
    )
    assert (
        judge(dossier(commits=SILENT, releases=releases("2016-09-01")), date(2019, 6, 15)).headline
        == "dormant"
    )


def test_dormancy_takes_two_heardthat_agree() -> None:
    looks = history(dossier(commits=SILENT), date(2018, 6, 1), date(2019, 6, 1))
    first = next(v for v in looks if v.headline == "dormant")
    before = looks[looks.index(first) - 1]
    assert any("argued for dormant" in note for note in before.notes)
    assert first.since == first.as_of


def test_between_heardnothing_changes() -> None:
    silent = dossier(commits=SILENT)
    turned = next(v.as_of for v in history(silent, date(2018, 1, 1), END) if v.headline == "dormant")
    later, on_it = judge(silent, turned.replace(day=28)), judge(silent, turned)
    assert (later.headline, later.since) == (on_it.headline, on_it.since) == ("dormant", turned)
    assert judge(silent, date.fromordinal(turned.toordinal() - 1)).headline != "dormant"


def test_history_says_what_judge_says_on_every_look() -> None:
    theano = real("Theano/Theano", notices=(notice("2017-10-06", "MILA will stop developing Theano"),))
    for verdict in history(theano, date(2016, 1, 1), date(2019, 1, 1)):
        assert verdict == judge(theano, verdict.as_of)


def test_missing_facts_hold_a_state_for_a_while_and_then_it_is_unknown() -> None:
    caffe = dossier("BVLC/caffe", unknown_after(SILENT, "2026-03-31"))
    held = judge(caffe, END)
    assert held.headline == "dormant"
    assert any("is kept for now" in note for note in held.notes)
    assert judge(dossier(commits=unknown_after(SILENT, "2025-12-31")), END).headline == "unknown"


def test_a_few_days_without_news_still_speak_for_the_present() -> None:
    assert judge(dossier(commits=unknown_after(SILENT, "2026-06-20")), END).headline == "dormant"


def test_an_unknown_day_inside_the_year_forbids_dormancy_but_not_activity() -> None:
    holed = spread({2015: 300, 2016: 400, 2017: 100}, "2020-06-30")
    holed.values[-200] = float("nan")
    assert judge(dossier(commits=holed), date(2020, 6, 30)).headline in {"dormant", "unknown"}
    always = spread({2015: 300, 2016: 400, 2017: 100}, "2020-06-30")
    always.values[::300] = float("nan")
    assert "dormant" not in {
        v.headline for v in history(dossier(commits=always), date(2016, 1, 1), date(2020, 6, 1))
    }
    busy = daily("2015-01-01", "2020-06-30", 2.0)
    busy.values[::3] = float("nan")
    assert judge(dossier(commits=busy), date(2020, 6, 30)).headline == "active"


def test_a_declared_end_acts_on_its_very_day() -> None:
    busy = spread(dict.fromkeys(range(2012, 2019), 900), "2018-12-31")
    ended = dossier(commits=busy, notices=(notice("2018-03-14", "This project is over."),))
    assert judge(ended, date(2018, 3, 13)).headline == "active"
    assert judge(ended, date(2018, 3, 14)).headline == "end-of-life"
    assert judge(ended, date(2018, 3, 14)).since == date(2018, 3, 14)


def test_the_earliest_of_several_statements_dates_the_end() -> None:
    said = (notice("2017-09-28", "It ends.", where="announcement"), notice("2017-10-06", "It ends."))
    assert judge(dossier(commits=SILENT, notices=said), date(2018, 1, 1)).since == date(2017, 9, 28)


def test_a_milder_statement_in_its_place_softens_a_notice() -> None:
    said = (
        notice("2019-01-01", "It is deprecated.", until="2019-06-01"),
        notice("2019-06-02", "In maintenance mode.", "maintenance-only"),
    )
    assert judge(dossier(commits=SILENT, notices=said), date(2019, 7, 1)).headline == "maintenance-only"


def test_a_reworded_notice_keeps_its_date() -> None:
    said = (
        notice("2019-01-01", "It is deprecated.", until="2019-06-01"),
        notice("2019-06-02", "This is no longer maintained."),
    )
    busy = spread(dict.fromkeys(range(2015, 2021), 900), "2020-12-31")
    assert judge(dossier(commits=busy, notices=said), date(2020, 7, 1)).since == date(2019, 1, 1)


BUSY = spread(dict.fromkeys(range(2015, 2021), 900), "2020-12-31")


def test_a_notice_reworded_again_and_again_keeps_its_date() -> None:
    said = (
        notice("2019-01-01", "It is deprecated.", until="2019-06-01"),
        notice("2019-06-02", "It is archived.", "archived", until="2019-12-01"),
        notice("2019-12-20", "It is no longer maintained.", until="2020-03-01"),
        notice("2020-03-01", "It is unmaintained."),
    )
    seen = judge(dossier(commits=BUSY, notices=said), date(2020, 12, 1))
    assert (seen.headline, seen.since) == ("end-of-life", date(2019, 1, 1))
    plain = tuple(n for n in said if n.declares != "archived")
    joined = (notice("2019-01-01", "It is deprecated.", until="2019-12-01"), *plain[1:])
    seen = judge(dossier(commits=BUSY, notices=joined), date(2020, 12, 1))
    assert (seen.headline, seen.since) == ("end-of-life", date(2019, 1, 1))


def test_words_taken_down_for_good_are_no_rewording_and_softer_ones_between_end_the_graver() -> None:
    gone = (
        notice("2019-01-01", "It is deprecated.", until="2019-06-01"),
        notice("2019-06-02", "It is unmaintained.", until="2019-08-01"),
    )
    assert judge(dossier(commits=BUSY, notices=gone), date(2020, 6, 1)).headline == "active"
    softened = (
        notice("2019-01-01", "It is deprecated.", until="2019-06-01"),
        notice("2019-06-02", "Fixes only.", "maintenance-only", until="2019-09-01"),
        notice("2019-09-02", "It is deprecated."),
    )
    seen = judge(dossier(commits=BUSY, notices=softened), date(2020, 6, 1))
    assert (seen.headline, seen.since) == ("end-of-life", date(2019, 9, 2))


def test_work_before_the_words_came_down_revives_nothing() -> None:
    """The commits that announced the end, and the one that took the notice down, are no new life."""
    said = (notice("2018-10-01", "It is deprecated.", until="2019-01-01"),)
    commits = spread(dict.fromkeys(range(2015, 2019), 900), "2020-12-31")
    commits.values[(date(2019, 1, 1) - commits.start).days] = 3  # taken down with two others
    ended = dossier(commits=commits, notices=said)
    assert judge(ended, date(2019, 1, 1)).headline == "end-of-life"
    assert judge(ended, date(2020, 12, 31)).headline == "end-of-life"


def test_declared_maintenance_that_does_nothing_is_not_maintained() -> None:
    said = notice("2019-12-05", "Chainer moves to a maintenance phase", "maintenance-only", "announcement")
    chainer = judge(real("chainer/chainer", notices=(said,)), END)
    assert (chainer.headline, chainer.observed, chainer.unmaintained) == ("maintenance-only", "dormant", True)


def test_watch_shows_a_slowdown_without_calling_it_an_end() -> None:
    falling = judge(real("ludwig-ai/ludwig"), date(2025, 3, 1))  # it was dormant half a year later
    assert (falling.headline, falling.watch, falling.unmaintained) == ("slow", True, False)
    assert "ever put on watch" in falling.confidence.sentence
    released = judge(real("tensorflow/tensorboard"), END)  # as slow, but it still releases
    assert (released.headline, released.watch) == ("slow", False)


def test_cntk_fades_before_it_falls_silent_and_does_not_flap() -> None:
    found = [v.headline for v in history(real("microsoft/CNTK"), date(2017, 1, 1), date(2026, 6, 1))]
    changes = [h for i, h in enumerate(found) if i == 0 or found[i - 1] != h]
    assert changes == ["active", "slow", "fading", "dormant"]


@pytest.mark.parametrize("looks", [1, 2, 3])
def test_alternating_heardnever_flap(looks: int) -> None:
    agreement = Agreement(Rules(looks=looks))
    states = [
        agreement.hear(MonthlyLook(date(2020, 1 + i % 12, 1), "slow" if i % 2 else "active")).state
        for i in range(12)
    ]
    changes = sum(a != b for a, b in pairwise(states))
    assert changes == (11 if looks == 1 else 0)


def test_what_is_not_known_never_makes_a_slow_repository_faster() -> None:
    commits = spread(
        {**dict.fromkeys(range(2014, 2023), 1500), 2023: 150, 2024: 150, 2025: 150}, "2026-06-30"
    )
    fastai = dossier("fastai/fastai", unknown_after(commits, "2025-09-30"))
    known = judge(fastai, date(2025, 9, 30))
    assert known.headline == "slow"
    assert judge(fastai, END).headline == "slow"
    assert judge(fastai, END).since == known.since
    assert judge(fastai, date(2026, 12, 30)).headline == "unknown"


def test_before_a_fork_was_on_github_its_inherited_history_says_nothing_of_it() -> None:
    inherited = daily("2010-01-01", "2026-06-30", per_day=2)
    fork = dossier("pymc-devs/pytensor", inherited, forked_at=noon("2022-11-10"))
    verdict = judge(fork, date(2018, 6, 30))
    assert verdict.headline == "unknown"
    assert any("not on GitHub yet" in note for note in verdict.notes)
    assert judge(fork, date(2024, 6, 30)).headline == "active"
