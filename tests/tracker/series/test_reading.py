"""Knowledge ends where reading ended: a feed that died hides what came after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dashboards.data.snapshot import spans
from tests.tracker.dossiers import daily, dossier, notice, release, spread
from tests.tracker.store.makers import known
from tracker.alerts.conditions import CONDITIONS
from tracker.alerts.rules import Rule
from tracker.alerts.views import AlertView
from tracker.dossier import Dossier
from tracker.health import Rules, judge
from tracker.health.life import life
from tracker.series.dossiers import unread_since
from tracker.series.inputs import readings
from tracker.signals import SIGNALS
from tracker.signals.base import Outcome
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.store.store import Store

READ = {(7, "releases"): date(2023, 3, 1)}


def test_releases_that_nobody_has_read_for_a_year_are_not_known_to_be_none() -> None:
    (gap,) = unread_since(7, READ, date(2024, 3, 1))
    assert (gap.metric, gap.start, gap.end) == ("releases", date(2023, 3, 2), date(2024, 3, 1))
    told = dossier(commits=spread({2022: 40}, "2024-03-01"), releases=(release("2022-06-01"),), gaps=(gap,))
    found = SIGNALS["release_age"].look(told, date(2024, 3, 1))
    assert found.outcome is Outcome.UNKNOWN
    assert "last read on 1 Mar 2023" in found.sentence


def test_a_look_of_last_month_still_speaks_for_today() -> None:
    assert unread_since(7, READ, date(2023, 4, 1)) == ()
    assert unread_since(8, READ, date(2024, 4, 1)) == ()


LAST, TODAY = date(2023, 3, 1), date(2024, 3, 1)


def test_why_a_place_was_not_read_again_is_told_as_it_was_recorded() -> None:
    read = {(7, "pinned"): LAST}
    (gap,) = unread_since(7, read, TODAY, {(7, "pinned"): ("GitHub gave no answer", TODAY)})
    assert gap.reason.endswith("were last read on 1 Mar 2023 (GitHub gave no answer)")
    (before,) = unread_since(7, read, TODAY, {(7, "pinned"): ("it was refused", LAST)})
    assert before.reason.endswith("were last read on 1 Mar 2023")


COLLECTORS = ("releases", "issues", "notices", "pinned", "packages", "counters")


def died(**facts: object) -> Dossier:
    """Half a commit a day by two people, and every reading ended on the same day."""
    gaps = unread_since(7, {(7, name): LAST for name in COLLECTORS}, TODAY)
    pairs = tuple((date(2021, 1, 1) + timedelta(days=n), frozenset({n % 2})) for n in range(790))
    commits = daily("2018-01-01", LAST.isoformat(), 0.5)
    facts = {"releases": (release("2020-01-01"),), "issues": (), "authors": pairs} | facts
    return dossier(commits=commits, gaps=gaps, **facts)


def test_a_feed_that_died_a_year_ago_tells_nothing_of_today() -> None:
    verdict = judge(died(), TODAY)
    assert verdict.headline == "unknown"
    found = {f.signal: f for f in verdict.evidence}
    for name in ("substantive_commits", "release_age", "authors", "issue_balance", "alive_question",
                 "stale_pull_requests", "readme_notice", "maintainer_issue", "package_index", "archived",
                 "presence", "description_notice"):  # fmt: skip
        assert found[name].outcome is Outcome.UNKNOWN, found[name]
    assert found["readme_notice"].sentence == (
        "The README was last read on 1 Mar 2023; what it has said since is not known."
    )
    assert found["issue_balance"].sentence.endswith("is not known: issues were last read on 1 Mar 2023.")
    asked = "GitHub was last asked about it on 1 Mar 2023: it was"
    assert found["presence"].sentence == f"{asked} there then; whether it still is is not known."
    assert found["archived"].sentence == f"{asked} not archived then; whether it is now is not known."
    assert found["announcement"].outcome is Outcome.QUIET  # the catalog travels with the program


def test_what_part_of_a_year_proved_is_not_kept_beyond_it() -> None:
    days = [LAST + timedelta(days=n) for n in range(0, 500, 7)]
    active = [day for day in days if judge(died(), day).observed == "active"]
    assert max(active) - LAST < timedelta(days=365)


def test_who_committed_in_days_that_nobody_read_is_told_as_at_least() -> None:
    told = SIGNALS["authors"].look(died(), date(2023, 9, 1))
    assert told.outcome is Outcome.UNKNOWN
    assert told.sentence.startswith("At least 2 people committed in the 365 days to 1 Sep 2023; 184 days")


def test_what_was_read_before_the_feed_died_still_stands() -> None:
    over = died(notices=(notice("2022-05-04", "No longer maintained."),))
    assert judge(over, TODAY).headline == "end-of-life"


def test_an_archive_stands_with_the_day_on_which_github_was_last_asked() -> None:
    told = SIGNALS["archived"].look(died(archived_at=datetime(2022, 5, 4, tzinfo=UTC)), TODAY)
    assert told.outcome is Outcome.RAISED
    assert told.sentence == (
        "Its owners archived the repository on 4 May 2022: it is read-only. "
        "GitHub was last asked about it on 1 Mar 2023."
    )


def test_no_alert_is_over_because_nobody_asks_any_more() -> None:
    seen = AlertView(TODAY, 7, "lab/died", verdict=judge(died(), TODAY), dossier=died(), looked=LAST)
    for when in ("gone", "archived"):
        assert CONDITIONS[when].see(seen, Rule(when, when)).outcome is Outcome.UNKNOWN
    before = replace(seen, as_of=LAST, verdict=judge(died(), LAST))
    assert CONDITIONS["gone"].see(before, Rule("gone", "gone")).outcome is Outcome.QUIET


def test_a_lane_ends_where_reading_ended() -> None:
    found = spans(life(died(), date(2018, 1, 1), TODAY, Rules()).turns, TODAY)
    assert [(s.headline, s.start, s.end) for s in found][-2:] == [
        ("active", date(2018, 1, 24), date(2023, 3, 2)),
        ("unknown", date(2023, 3, 2), TODAY),
    ]
    assert judge(died(), TODAY).since == date(2023, 3, 2)


def test_a_day_that_was_only_searched_for_is_by_and_not_since() -> None:
    told = notice("2022-05-04", "No longer maintained.")
    for by, words in ((False, "has said since 4 May 2022: "), (True, "said by 4 May 2022 or earlier: ")):
        over = died(notices=(replace(told, by=by),))
        sentence = SIGNALS["readme_notice"].look(over, date(2023, 1, 1)).sentence
        assert sentence.startswith(f"The README {words}")
        gone = replace(told, by=by, declares="moved")
        assert f"It {words.partition(':')[0]} that it lives" in (
            SIGNALS["moved"].look(died(notices=(gone,)), date(2023, 1, 1)).sentence
        )


def test_a_readme_whose_revisions_were_not_walked_gives_days_by_which(tmp_path: Path) -> None:
    engine = connect(sqlite_url(tmp_path / "tracker.db"))
    upgrade(engine)
    store = Store(engine)
    at = datetime(2024, 3, 1, tzinfo=UTC)
    known(store, 1, 2)
    for number, position in ((1, {}), (2, {"said": []})):
        store.progress.set_cursor(number, "notices", {"complete": True, **position}, at)
    covered, searched = readings(store, [1, 2])
    assert searched == {1}
    assert covered == {(1, "notices"): at.date(), (2, "notices"): at.date()}
    engine.dispose()
