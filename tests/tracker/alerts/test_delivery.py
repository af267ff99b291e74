"""From a changed verdict to a message that arrives once: record, form, deliver, on a real database."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.tracker.alerts.world import Make, World, a_view
from tests.tracker.channels.receivers import Receiver, http_receiver
from tests.tracker.network.raw import dripping, raw_server
from tracker.alerts.grouping import group_messages

ENDED = "end-of-life"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with http_receiver() as found:
        yield found


@pytest.fixture
def hooked(world: Make, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose only channel is a webhook."""
    monkeypatch.setenv("HOOK", receiver.url)
    return world({"timeout": 1}, {"hook": {"kind": "webhook", "url": "env:HOOK"}})


def fire(world: World, *numbers: int) -> None:
    """Repositories seen active a day ago are over today."""
    wanted = numbers or (1,)
    today = world.now.date()
    world.see(*(a_view("active", today - timedelta(days=1), n) for n in wanted))
    world.see(*(a_view(ENDED, today, n) for n in wanted))


def test_an_alert_arrives_once_however_often_anybody_looks(world: Make) -> None:
    w = world()
    fire(w)
    for _ in range(3):
        w.see(a_view(ENDED, w.now.date()))
        w.tell()
        w.later(days=1)
    assert len(w.said) == 1
    assert "owner/name1 is now end of life" in w.said[0]
    assert "The README says so." in w.said[0]
    assert [(n[1], n[2]) for n in w.notes()] == [("out", "sent")]


def test_a_bad_night_is_one_message(world: Make) -> None:
    w = world(repositories=30)
    fire(w, *range(1, 31))
    w.tell()
    assert len(w.said) == 1
    assert w.said[0].startswith("Several changes: 30 to look at")
    assert w.count("notification") == 30


def test_what_was_long_over_is_a_line_in_the_next_digest(world: Make) -> None:
    w = world()
    w.see(a_view("dormant", w.now.date(), since=date(2014, 1, 1)))
    w.tell()
    assert w.said == []
    w.later(days=1)
    w.tell()
    assert len(w.said) == 1
    assert w.said[0].startswith("Digest of 2017-10-03: 1 known before (owner/name1)")
    assert "In one line each" in w.said[0]


def test_unknown_does_not_move_an_alert(world: Make) -> None:
    w = world()
    fire(w)
    before = w.count("transition")
    w.later(days=1)
    w.see(a_view("unknown", w.now.date()))
    assert w.count("transition") == before
    assert [row.state for row in w.store.alerts.all(["firing"])] == ["firing"]


def test_the_end_of_an_alert_is_told_too(world: Make) -> None:
    w = world()
    fire(w)
    w.tell()
    w.later(days=1)
    w.see(a_view("active", w.now.date()))
    w.tell()
    assert "is no longer end of life: it is active" in w.said[1]


def test_the_baseline_moves_only_with_delivery(hooked: World, receiver: Receiver) -> None:
    fire(hooked)
    receiver.behave = [500]
    assert hooked.tell().failed == 1
    assert hooked.count("baseline") == 0
    hooked.later(minutes=2)
    assert hooked.tell().sent == 1
    assert hooked.store.scalar("SELECT told FROM baseline") == f"firing:{ENDED}"
    assert len(set(receiver.keys())) == 1


@pytest.mark.parametrize("behaviour", [500, 429, "close", "stall"])
def test_a_passing_failure_is_tried_again_with_the_same_key(
    behaviour: int | str, hooked: World, receiver: Receiver
) -> None:
    fire(hooked)
    receiver.behave = [behaviour, behaviour]
    tries = [hooked.tell().sent]
    for _ in range(4):
        hooked.later(minutes=5)
        tries.append(hooked.tell().sent)
    assert tries == [0, 0, 1, 0, 0]
    assert len(receiver.requests) == 3
    assert len(set(receiver.keys())) == 1
    assert [n[2] for n in hooked.notes()] == ["sent"]


def test_a_receiver_is_not_asked_again_before_the_time_it_gave(hooked: World, receiver: Receiver) -> None:
    fire(hooked)
    receiver.behave, receiver.headers = [429], {"Retry-After": "3600"}
    hooked.tell()
    hooked.later(minutes=59)
    hooked.tell()
    assert len(receiver.requests) == 1
    hooked.later(minutes=2)
    assert hooked.tell().sent == 1


def test_a_lasting_failure_is_given_up_at_once_and_said(hooked: World, receiver: Receiver) -> None:
    fire(hooked)
    receiver.behave = [404]
    hooked.tell()
    hooked.later(days=3)
    hooked.tell()
    assert len(receiver.requests) == 1
    assert [(n[2], n[3]) for n in hooked.notes()] == [("dead", "the receiver answered 404")]
    channel = hooked.store.messages.channels()[0]
    assert (channel.dead, channel.error) == (1, "the receiver answered 404")


def test_what_was_given_up_can_be_tried_again_by_hand(hooked: World, receiver: Receiver) -> None:
    fire(hooked)
    receiver.behave = [404]
    hooked.tell()
    assert hooked.store.messages.revive("hook", hooked.now) == 1
    assert hooked.tell().sent == 1
    assert [n[2] for n in hooked.notes()] == ["sent"]


def test_a_message_is_given_up_in_the_end(hooked: World, receiver: Receiver) -> None:
    fire(hooked)
    receiver.behave = [500] * 50
    for _ in range(20):
        hooked.tell()
        hooked.later(days=1)
    assert len(receiver.requests) == 11
    assert [n[2] for n in hooked.notes()] == ["dead"]


def test_a_message_that_is_refused_does_not_hold_back_the_next(hooked: World, receiver: Receiver) -> None:
    fire(hooked, 1)
    receiver.behave = [500]
    hooked.tell()
    fire(hooked, 2)
    assert hooked.tell().sent == 1


def test_a_channel_that_fails_does_not_hold_back_another(
    world: Make, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOOK", receiver.url)
    w = world({"timeout": 1}, {"hook": {"kind": "webhook", "url": "env:HOOK"}, "out": {"kind": "stdout"}})
    receiver.behave = [500]
    fire(w)
    w.tell()
    assert len(w.said) == 1
    assert {(n[1], n[2]) for n in w.notes()} == {("hook", "queued"), ("out", "sent")}


def test_a_slow_channel_does_not_keep_another_waiting(world: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with raw_server(dripping(b"x", 0.1)) as port:
        monkeypatch.setenv("HOOK", f"http://127.0.0.1:{port}/")
        w = world({"timeout": 1}, {"a": {"kind": "webhook", "url": "env:HOOK"}, "out": {"kind": "stdout"}})
        fire(w)
        telling = threading.Thread(target=w.tell)
        telling.start()
        while telling.is_alive() and not w.said:
            time.sleep(0.02)
        assert telling.is_alive()
        telling.join()
    assert {(n[1], n[2]) for n in w.notes()} == {("a", "queued"), ("out", "sent")}


def test_a_missing_secret_keeps_the_message_until_it_is_there(
    hooked: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    fire(hooked)
    monkeypatch.delenv("HOOK")
    problem = hooked.tell().problems[0]
    assert "HOOK is not set" in problem
    monkeypatch.setenv("HOOK", receiver.url)
    hooked.later(minutes=2)
    assert hooked.tell().sent == 1


def test_no_secret_is_ever_in_the_database(hooked: World, receiver: Receiver) -> None:
    fire(hooked)
    receiver.behave = [500]
    hooked.tell()
    hooked.later(hours=1)
    hooked.tell()
    for table in ("delivery", "notification", "transition", "alert", "baseline", "meta"):
        with hooked.store.engine.connect() as connection:
            rows = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
        assert receiver.url not in repr(rows)


def test_two_couriers_at_once_never_both_send(hooked: World, receiver: Receiver) -> None:
    for number in range(1, 4):
        fire(hooked, number)
        hooked.later(hours=2)
        assert hooked.count("delivery") == number - 1
        group_messages(hooked.store, hooked.settings, hooked.now)
    receiver.pause = 0.05
    couriers = [hooked.courier() for _ in range(6)]
    results: list[Any] = []
    threads = [threading.Thread(target=lambda c=c: results.append(c.deliver())) for c in couriers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(result.sent for result in results) == 3
    assert len(receiver.keys()) == len(set(receiver.keys())) == 3


def test_a_claim_of_a_living_process_is_respected_and_one_that_ran_out_is_taken(hooked: World) -> None:
    fire(hooked)
    group_messages(hooked.store, hooked.settings, hooked.now)
    key = str(hooked.store.scalar("SELECT key FROM delivery"))
    now = hooked.now
    until = now + timedelta(minutes=10)
    assert hooked.store.messages.claim(key, "elsewhere:1:a", now, now, until)
    assert not hooked.store.messages.claim(key, "b", now, now, until)
    assert hooked.store.messages.claim(key, "b", now, until, until + timedelta(minutes=10))
    assert not hooked.store.messages.sent(
        key, "elsewhere:1:a", now
    )  # it was too slow, and may not write the outcome
    assert hooked.store.messages.sent(key, "b", now)


def test_evaluating_twice_at_once_changes_everything_once(world: Make) -> None:
    w = world(repositories=20)
    yesterday, today = w.now.date() - timedelta(days=1), w.now.date()
    w.see(*(a_view("active", yesterday, n) for n in range(1, 21)))
    views = [a_view(ENDED, today, n) for n in range(1, 21)]
    threads = [threading.Thread(target=w.see, args=views) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert w.count("transition") == 20
    assert w.count("notification") == 20


def test_a_rule_that_is_removed_and_comes_back_starts_anew_without_a_siren(world: Make) -> None:
    w = world()
    fire(w)
    with_rule, without = w.settings, world({"default_rules": False}).settings
    w.settings = without
    w.see(a_view(ENDED, w.now.date()))
    assert w.store.alerts.all() == []
    w.settings = with_rule
    w.later(days=100)
    w.see(a_view(ENDED, w.now.date(), since=date(2017, 9, 1)))
    assert [(t.number, t.to_state) for t in reversed(w.store.alerts.transitions())] == [
        (1, "firing"),
        (2, "known"),
    ]


def test_a_clock_that_is_set_back_evaluates_nothing_again(world: Make) -> None:
    w = world()
    fire(w)
    before = w.count("transition")
    w.see(a_view("active", w.now.date() - timedelta(days=1)))
    assert w.count("transition") == before
    w.later(days=10)
    w.see(a_view(ENDED, w.now.date()))
    w.see(a_view("active", w.now.date() - timedelta(days=5)))
    assert w.count("transition") == before
