"""Issues, releases and notices: by their natural keys, told as they are now, dated as first read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update

from tests.conftest import Store
from tests.tracker.store.makers import NOW, known, later, rows
from tracker.records import Issue, Notice, Release
from tracker.store.models import issue

OLD = datetime(2017, 11, 15, tzinfo=UTC)


def notice(declares: str = "end-of-life", sentence: str = "No more.", **more: Any) -> Notice:
    where, first = more.pop("where", "readme"), more.pop("first_seen", NOW)
    return Notice(declares, where, sentence, "https://example.org", first, **more)


def notices(store: Store) -> list[tuple[str, str, datetime, datetime | None]]:
    return [(n.declares, n.sentence, n.first_seen, n.withdrawn_at) for n in store.notices.of([1])]


def release(store: Store, tag: str = "1.0") -> tuple[bool, datetime, datetime]:
    (found,) = [r for r in store.releases.of([1]) if r.tag == tag]
    return found.is_tag_only, found.published_at, found.first_seen


# -- issues ----------------------------------------------------------------------------------------------


def test_an_issue_is_kept_as_it_is_now(store: Store) -> None:
    known(store)
    opened = Issue(5, OLD, OLD, None, comments=0)
    store.issues.save(1, [opened, Issue(6, OLD, OLD, None, is_pull_request=True)])
    store.issues.save(1, [Issue(5, OLD, NOW, NOW, "completed", comments=3, asks_if_alive=True)])
    five, six = rows(store, issue)
    assert (five.closed_at, five.state_reason) == (NOW, "completed")
    assert (five.comments, five.asks_if_alive) == (3, True)
    assert (six.number, six.is_pull_request, six.closed_at) == (6, True, None)


def test_what_was_learned_of_an_answer_survives_the_next_reading(store: Store) -> None:
    known(store)
    store.issues.save(1, [Issue(5, OLD, OLD, None)])
    answered = datetime(2017, 11, 16, tzinfo=UTC)
    with store.transaction() as connection:
        connection.execute(update(issue).values(first_response_at=answered))
    store.issues.save(1, [Issue(5, OLD, NOW, NOW)])
    assert rows(store, issue)[0].first_response_at == answered


def test_issues_are_counted_by_their_utc_day(store: Store) -> None:
    known(store)
    late = datetime(2026, 6, 1, 23, 59, 59, tzinfo=UTC)
    early = datetime(2026, 6, 2, 0, 0, 0, tzinfo=UTC)
    store.issues.save(1, [
        Issue(1, late, late, None), Issue(2, early, late, early), Issue(3, early, late, None),
        Issue(4, late, late, early, is_pull_request=True, merged_at=early),
    ])  # fmt: skip
    counts = {(bool(pull), what, day): many for _, pull, what, day, many in store.issues.by_day([1])}
    assert counts == {
        (False, "created", "2026-06-01"): 1,
        (False, "created", "2026-06-02"): 2,
        (False, "closed", "2026-06-02"): 1,
        (True, "created", "2026-06-01"): 1,
        (True, "closed", "2026-06-02"): 1,
        (True, "merged", "2026-06-02"): 1,
    }
    assert [tuple(row) for row in store.issues.by_day([1], ["merged"])] == [
        (1, True, "merged", "2026-06-02", 1)
    ]


# -- releases --------------------------------------------------------------------------------------------


def test_a_release_outranks_its_tag_in_one_reading(store: Store) -> None:
    known(store)
    both = [Release("1.0", NOW), Release("1.0", OLD, is_tag_only=True)]
    for reading in (both, both[::-1]):
        store.releases.save(1, reading, NOW)
        assert release(store)[:2] == (False, NOW)


def test_a_tag_read_later_does_not_hide_the_release(store: Store) -> None:
    known(store)
    store.releases.save(1, [Release("1.0", NOW)], NOW)
    store.releases.save(1, [Release("1.0", OLD, is_tag_only=True)], later(days=1))
    assert release(store)[:2] == (False, NOW)


def test_a_tag_that_is_published_becomes_a_release_first_seen_as_a_tag(store: Store) -> None:
    known(store)
    store.releases.save(1, [Release("1.0", OLD, is_tag_only=True)], NOW)
    store.releases.save(1, [Release("1.0", NOW)], later(days=1))
    assert release(store) == (False, NOW, NOW)


def test_releases_come_in_the_order_of_their_dates(store: Store) -> None:
    known(store)
    store.releases.save(1, [Release("b", NOW), Release("a", OLD), Release("c", OLD)], NOW)
    assert [r.tag for r in store.releases.of([1])][-1] == "b"


# -- notices ---------------------------------------------------------------------------------------------


def test_a_standing_notice_keeps_its_first_day(store: Store) -> None:
    known(store)
    store.notices.save(1, "readme", [notice()], NOW)
    store.notices.save(1, "readme", [notice(sentence="Ended.", first_seen=later(days=9))], later(days=9))
    assert notices(store) == [("end-of-life", "Ended.", NOW, None)]


def test_an_earlier_day_from_the_history_is_believed(store: Store) -> None:
    known(store)
    store.notices.save(1, "readme", [notice()], NOW)
    store.notices.save(1, "readme", [notice(first_seen=OLD)], later(days=1))
    assert notices(store) == [("end-of-life", "No more.", OLD, None)]


def test_a_notice_no_longer_there_is_withdrawn_and_stays_so(store: Store) -> None:
    known(store)
    store.notices.save(1, "readme", [notice()], NOW)
    store.notices.save(1, "readme", [], later(days=1))
    store.notices.save(1, "readme", [], later(days=2))
    assert notices(store) == [("end-of-life", "No more.", NOW, later(days=1))]


def test_a_notice_that_comes_back_is_a_second_one(store: Store) -> None:
    known(store)
    store.notices.save(1, "readme", [notice()], NOW)
    store.notices.save(1, "readme", [], later(days=1))
    store.notices.save(1, "readme", [notice(first_seen=later(days=2))], later(days=2))
    assert [(n[2], n[3]) for n in notices(store)] == [(NOW, later(days=1)), (later(days=2), None)]


def test_one_that_is_withdrawn_by_its_own_history_keeps_that_date(store: Store) -> None:
    known(store)
    store.notices.save(1, "readme", [notice(first_seen=OLD, withdrawn_at=NOW)], later(days=3))
    store.notices.save(1, "readme", [], later(days=4))
    assert notices(store) == [("end-of-life", "No more.", OLD, NOW)]


def test_two_sentences_with_one_meaning_are_one_notice_since_the_first(store: Store) -> None:
    known(store)
    both = [notice(sentence="Second.", first_seen=NOW), notice(sentence="First.", first_seen=OLD)]
    store.notices.save(1, "readme", both, NOW)
    assert notices(store) == [("end-of-life", "First.", OLD, None)]
    store.notices.save(1, "readme", [], later(days=1))
    assert notices(store) == [("end-of-life", "First.", OLD, later(days=1))]


def test_another_meaning_replaces_and_another_place_is_left_alone(store: Store) -> None:
    known(store)
    store.notices.save(1, "description", [notice("moved", "See there.")], NOW)
    store.notices.save(1, "readme", [notice("maintenance-only", "Fixes only.")], NOW)
    store.notices.save(1, "readme", [notice(first_seen=later(days=1))], later(days=1))
    assert {(n[0], n[3]) for n in notices(store)} == {
        ("moved", None),
        ("maintenance-only", later(days=1)),
        ("end-of-life", None),
    }


def test_one_with_dates_of_its_own_withdraws_nothing_and_may_end(store: Store) -> None:
    known(store)
    store.notices.add(1, [notice(where="issue", first_seen=OLD)])
    store.notices.add(1, [notice("moved", "There.", where="issue")])
    assert {(n[0], n[3]) for n in notices(store)} == {("end-of-life", None), ("moved", None)}
    store.notices.add(1, [notice(where="issue", first_seen=OLD, withdrawn_at=NOW)])
    assert {(n[0], n[3]) for n in notices(store)} == {("end-of-life", NOW), ("moved", None)}


def test_a_whole_history_takes_the_place_of_what_was_known_of_it(store: Store) -> None:
    known(store)
    store.notices.save(1, "readme", [notice(first_seen=later(days=3))], later(days=3))
    store.notices.add(1, [notice("moved", "There.", where="issue")])
    told = [notice(first_seen=OLD, withdrawn_at=NOW), notice(first_seen=later(days=1))]
    for _ in range(2):
        store.notices.rewrite(1, "readme", told)
        assert [(n[0], n[2], n[3]) for n in notices(store)] == [
            ("end-of-life", OLD, NOW),
            ("moved", NOW, None),
            ("end-of-life", later(days=1), None),
        ]
