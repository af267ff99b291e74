"""What `when` means, on views made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from tests.tracker.alerts.world import TODAY, a_verdict, a_view
from tests.tracker.dossiers import releases
from tracker.alerts.build_payload import build_payload
from tracker.alerts.conditions import CONDITIONS
from tracker.alerts.evaluate import evaluate
from tracker.alerts.items import item
from tracker.alerts.rules import Rule
from tracker.alerts.state import Change, Reading, State
from tracker.alerts.surges import drops, everywhere, news
from tracker.alerts.views import AlertView, Complaint, StarNews
from tracker.dossier import Dossier
from tracker.records import Gap, Presence
from tracker.signals.base import Outcome

RAISED, QUIET, UNKNOWN = Outcome.RAISED, Outcome.QUIET, Outcome.UNKNOWN


def see(view: AlertView, when: str, **settings: object) -> Reading:
    return CONDITIONS[when].see(view, Rule("r", when, **settings))  # type: ignore[arg-type]


def with_dossier(**changes: object) -> AlertView:
    return a_view(dossier=replace(Dossier(1, "owner/name1"), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("headline", "outcome"),
    [("archived", RAISED), ("dormant", RAISED), ("slow", QUIET), ("active", QUIET), ("unknown", UNKNOWN)],
)
def test_a_headline_raises_when_it_is_one_of_those_named(headline: str, outcome: Outcome) -> None:
    assert see(a_view(headline), "headline").outcome is outcome


def test_a_headline_can_be_watched_for_leaving_a_state() -> None:
    assert see(a_view("slow"), "headline", leaves=("active",)).outcome is RAISED
    assert see(a_view("active"), "headline", leaves=("active",)).outcome is QUIET


def test_archived_and_notice_listen_to_what_is_declared_only() -> None:
    assert see(a_view("archived"), "archived").outcome is RAISED
    assert see(a_view("dormant"), "archived").outcome is QUIET
    assert see(a_view("maintenance-only"), "notice").value == "maintenance-only"
    assert see(a_view("dormant"), "notice").outcome is QUIET


def test_a_repository_missed_once_is_not_gone() -> None:
    since = datetime(2017, 10, 1, tzinfo=UTC)
    for presence, outcome in (
        (Presence.ACTIVE, QUIET),
        (Presence.MISSING, UNKNOWN),
        (Presence.GONE, RAISED),
        (Presence.BLOCKED, RAISED),
    ):
        assert see(with_dossier(presence=presence, presence_since=since), "gone").outcome is outcome


def test_what_vanished_later_is_not_gone_yet() -> None:
    later = datetime(2018, 1, 1, tzinfo=UTC)
    assert see(with_dossier(presence=Presence.GONE, presence_since=later), "gone").outcome is QUIET


def test_a_new_name_is_news_for_some_days() -> None:
    names = (("a/old", date(2015, 1, 1)), ("a/new", TODAY - timedelta(days=2)))
    found = see(with_dossier(names=names), "renamed", days=7)
    assert (found.outcome, found.reason) == (RAISED, "a/old is now called a/new")
    assert see(with_dossier(names=names), "renamed", days=2).outcome is QUIET
    assert see(with_dossier(names=names[:1]), "renamed").outcome is QUIET


def test_a_successor_in_trouble_is_told() -> None:
    view = with_dossier(successors=("Next/One", "Other/One"))
    bad, well = a_verdict("dormant", TODAY, date(2017, 3, 1)), a_verdict("active", TODAY)
    found = see(replace(view, others={"next/one": bad, "other/one": well}), "successor")
    assert (found.outcome, found.value, found.since) == (RAISED, "Next/One is dormant", date(2017, 3, 1))
    assert see(replace(view, others={"next/one": well}), "successor").outcome is QUIET
    assert see(view, "successor").outcome is UNKNOWN
    assert see(with_dossier(successors=()), "successor").outcome is QUIET


def test_a_successor_in_trouble_is_told_with_the_evidence_against_it_and_another_way_out() -> None:
    view = with_dossier(successors=("Next/One", "Other/One"))
    bad, well = a_verdict("dormant", TODAY, date(2017, 3, 1)), a_verdict("active", TODAY)
    view = replace(view, others={"next/one": bad, "other/one": well})
    rule, condition = Rule("successor", "successor"), CONDITIONS["successor"]
    change = Change(
        State.INACTIVE, State.FIRING, "", "Next/One is dormant", date(2017, 3, 1), TODAY, 1, "no way out"
    )
    told = build_payload(view, rule, condition, change)
    assert ("The README says so.", "https://example.org/readme") in told.why
    assert told.instead == ("Other/One (active)",)


def test_no_release_counts_from_the_last_final_one_and_never_from_none() -> None:
    assert see(with_dossier(releases=releases("2016-01-01")), "no-release", months=12).outcome is RAISED
    assert see(with_dossier(releases=releases("2017-01-01")), "no-release", months=12).outcome is QUIET
    assert see(with_dossier(releases=()), "no-release").outcome is QUIET
    assert see(with_dossier(releases=None), "no-release").outcome is UNKNOWN


def test_a_release_that_may_lie_in_a_gap_is_not_missed() -> None:
    gaps = (Gap("releases", date(2016, 3, 1), date(2016, 9, 1), "the feed was down"),)
    late, young = releases("2016-01-01"), releases("2016-01-01", "2017-01-01")
    assert see(with_dossier(releases=late, gaps=gaps), "no-release", months=12).outcome is UNKNOWN
    assert see(with_dossier(releases=(), gaps=gaps), "no-release").outcome is UNKNOWN
    assert see(with_dossier(releases=young, gaps=gaps), "no-release", months=12).outcome is QUIET


def test_the_watcher_is_watched() -> None:
    late = (Complaint("stars", TODAY - timedelta(days=4), ""), Complaint("issues", TODAY, ""))
    found = see(a_view(stale=late), "stale", days=3)
    assert (found.outcome, found.value) == (RAISED, "stars")
    assert see(a_view(stale=late[1:]), "stale", days=3).outcome is QUIET
    broken = (Complaint("star_count", TODAY, "zero for a repository with stars"),)
    assert see(a_view(degraded=broken), "degraded").outcome is RAISED


def test_a_surge_is_far_above_the_usual_and_unknown_when_nothing_is_usual() -> None:
    surge = StarNews(TODAY - timedelta(days=1), 900, 10)
    assert see(a_view(surge=surge, stars_known=True), "star-surge").outcome is RAISED
    assert see(a_view(surge=replace(surge, stars=90), stars_known=True), "star-surge").outcome is QUIET
    assert see(a_view(surge=replace(surge, usual=200), stars_known=True), "star-surge").outcome is QUIET
    assert see(a_view(surge=surge), "star-surge").outcome is UNKNOWN


def losses(hit: int, of: int = 10) -> pd.DataFrame:
    """Forty quiet days; five days before TODAY, `hit` of the repositories lose fifty stars."""
    days = pd.date_range(TODAY - timedelta(days=39), TODAY)
    frame = pd.DataFrame(1.0, index=days, columns=[f"owner/name{n}" for n in range(1, of + 1)])
    frame.loc[pd.Timestamp(TODAY - timedelta(days=5)), frame.columns[:hit]] = 300.0
    return frame


def test_a_day_of_losses_everywhere_is_recognised_and_one_repository_s_is_not() -> None:
    assert everywhere(losses(6), TODAY).keys() == {TODAY - timedelta(days=5)}
    assert everywhere(losses(1), TODAY) == {}
    assert everywhere(losses(4, of=40), TODAY) == {}


def test_a_mass_loss_is_muted_with_its_reason() -> None:
    rule = Rule("star-drop", "star-drop", days=7)
    for hit, silent in ((6, True), (1, False)):
        drop = drops(losses(hit), TODAY)["owner/name1"]
        before = a_view(as_of=TODAY - timedelta(days=6), stars_known=True)
        standings = {(m.repository_id, "star-drop"): m.standing for m in evaluate([before], [rule], {})}
        move = next(iter(evaluate([a_view(drop=drop, stars_known=True)], [rule], standings)))
        assert move.payload is not None
        assert bool(move.payload.silent) is silent
        if silent:
            assert "6 of 10 repositories on the same day" in (move.payload.silent or "")


def test_nothing_is_usual_without_days_to_say_so() -> None:
    frame = losses(1)
    frame.iloc[:30] = np.nan
    assert news(frame, TODAY) == {}


def test_a_rule_covers_what_its_lists_name() -> None:
    view = a_view(category="frameworks", lists=("webshop", "packages"))
    assert Rule("r", "gone", lists=("webshop", "other")).covers(view)
    assert Rule("r", "gone").covers(view)
    assert Rule("r", "gone", repositories=("OWNER/*",), groups=("frameworks",)).covers(view)
    assert not Rule("r", "gone", groups=("optimizers",)).covers(view)
    assert not Rule("r", "gone", lists=("by hand",)).covers(view)
    assert not Rule("r", "gone", repositories=("owner/other",)).covers(view)


def test_a_day_that_is_only_the_latest_possible_is_told_as_by_that_day() -> None:
    view = a_view("end-of-life", since=date(2017, 9, 30))
    assert view.verdict is not None
    values = {"by": True}
    said = replace(view.verdict.evidence[0], state="end-of-life", since=date(2017, 9, 30), values=values)
    searched = replace(view, verdict=replace(view.verdict, evidence=(said,)))
    for seen, word in ((view, "since"), (searched, "by")):
        move = next(iter(evaluate([seen], [Rule("unmaintained", "headline")], {})))
        assert move.payload is not None
        told = item(1, "unmaintained", "firing", datetime(2017, 10, 2, tzinfo=UTC), "", move.payload)
        assert told.text == f"owner/name1 is now end of life, {word} 30 Sep 2017"
        assert told.since_by is (word == "by")


def test_only_activity_makes_a_prompt_and_not_a_verdict() -> None:
    rule = Rule("unmaintained", "headline")
    for headline, prompt in (("dormant", True), ("end-of-life", False), ("archived", False)):
        move = next(iter(evaluate([a_view(headline)], [rule], {})))
        assert move.payload is not None
        assert move.payload.prompt is prompt
        assert move.payload.why == (("The README says so.", "https://example.org/readme"),)
