"""What maintainers say in pinned issues and discussions, and until when it stands."""

from __future__ import annotations

from datetime import timedelta

from tests.tracker.collectors.bench import TODAY, Bench
from tests.tracker.collectors.test_ledgers import day_of
from tests.tracker.collectors.test_notices import queries
from tracker.replay.world import Discussion

OVER = "net is no longer maintained"


def said(lab: Bench) -> list[tuple[str, str, object, object]]:
    return [(r.place, r.declares, r.first_seen, r.withdrawn_at) for r in lab.store.notices.of([1_000])]


def look(lab: Bench, days: int) -> None:
    lab.at(TODAY + timedelta(days=days))
    lab.look(only=("pinned",))


def test_a_pinned_issues_title_counts_from_the_day_it_was_opened_and_is_linked(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.pin(net.open_issue(day_of(290), OVER, association="MEMBER", edited=day_of(300)))
    lab.look(only=("pinned",))
    assert said(lab) == [("issue", "end-of-life", day_of(290), None)]
    found = lab.store.notices.of([1_000])[0]
    assert (found.sentence, found.url) == (OVER, "https://github.com/lab/net/issues/42")


def test_what_only_the_body_says_counts_from_its_last_edit(lab: Bench) -> None:
    net = lab.world["lab/net"]
    body = "Dear all,\n\nwe have decided that this project is no longer maintained.\n"
    net.pin(net.open_issue(day_of(290), "The future of net", association="OWNER", body=body))
    net.attributes.pinned_discussions.append(
        Discussion(7, day_of(200), "Roadmap", "This project is in maintenance mode.", edited=day_of(310))
    )
    lab.look(only=("pinned",))
    assert said(lab) == [
        ("issue", "end-of-life", day_of(290), None),
        ("discussion", "maintenance-only", day_of(310), None),
    ]
    assert lab.store.notices.of([1_000])[1].url == "https://github.com/lab/net/discussions/7"


def test_what_others_write_and_what_is_about_a_part_says_nothing_of_the_project(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.pin(net.open_issue(day_of(290), OVER, association="CONTRIBUTOR"))
    net.pin(net.open_issue(day_of(291), "Is this project still maintained?", association="MEMBER"))
    net.pin(net.open_issue(day_of(292), "Python 3.8 is no longer supported", association="MEMBER"))
    lab.look(only=("pinned",))
    assert said(lab) == []


def test_it_stands_until_the_issue_is_closed_or_edited_and_no_longer_pinned_changes_nothing(
    lab: Bench,
) -> None:
    net = lab.world["lab/net"]
    net.pin(net.open_issue(day_of(290), OVER, association="MEMBER"))
    pinned = Discussion(7, day_of(200), "Plans", "This project is in maintenance mode.")
    net.attributes.pinned_discussions.append(pinned)
    lab.look(only=("pinned",))
    pinned.body, pinned.edited = "We are back.", day_of(399)
    net.close(42, day_of(400))
    look(lab, 8)
    assert said(lab) == [
        ("discussion", "maintenance-only", day_of(200), day_of(399)),
        ("issue", "end-of-life", day_of(290), day_of(400)),
    ]
    net.attributes.pinned.clear()
    look(lab, 16)
    assert said(lab)[1] == ("issue", "end-of-life", day_of(290), day_of(400))


def test_a_later_edit_of_the_same_meaning_does_not_move_its_day(lab: Bench) -> None:
    net = lab.world["lab/net"]
    pinned = Discussion(7, day_of(200), "Plans", "This project is unmaintained.")
    net.attributes.pinned_discussions.append(pinned)
    lab.look(only=("pinned",))
    pinned.body, pinned.edited = "This project is unmaintained. Use other/net.", day_of(399)
    look(lab, 8)
    assert said(lab) == [("discussion", "end-of-life", day_of(200), None)]


def test_it_is_asked_weekly_and_many_repositories_share_a_query(lab: Bench) -> None:
    for n in range(9):
        lab.world.add(f"lab/more-{n}", day_of(0))
        lab.follow(f"lab/more-{n}")
    lab.look(only=("pinned",))
    assert queries(lab) == ["ByName", "Pinned"]
    asked = len(lab.server.log)
    look(lab, 1)
    assert queries(lab, asked) == ["Counters"]
    look(lab, 7)
    assert queries(lab, asked) == ["Counters", "Counters", "Pinned"]


def test_the_stream_of_issues_and_the_pins_agree_on_the_same_issue(lab: Bench) -> None:
    net = lab.world["lab/net"]
    net.pin(net.open_issue(day_of(290), OVER, association="MEMBER"))
    lab.look(only=("issues",))
    before = lab.picture()
    lab.look(only=("pinned",))
    assert lab.picture() == before
    assert said(lab) == [("issue", "end-of-life", day_of(290), None)]


def test_without_a_token_they_are_left_out_and_named_when_asked_for(lab: Bench) -> None:
    lab.token = None
    assert not [m for m in lab.look().misses if m.collector == "pinned"]
    reasons = [m.reason for m in lab.look(only=("pinned",)).misses]
    assert reasons == ["pinned issues are read by GraphQL, which wants a token: set TRACKER_TOKEN"]
