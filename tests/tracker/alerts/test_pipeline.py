"""Quieting: mutes, acknowledgements, snoozes, quiet hours, digests, limits; each with its reason."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.tracker.alerts.world import Make, World, a_view
from tracker.alerts.calendar import Quiet, last_slot

ENDED = "end-of-life"


def fire(world: World, number: int = 1, headline: str = ENDED) -> None:
    today = world.now.date()
    world.see(a_view("active", today - timedelta(days=1), number))
    world.see(a_view(headline, today, number))


def reasons(world: World) -> list[str]:
    return [note[3] for note in world.notes()]


def test_what_is_muted_is_never_told_and_says_why(world: Make) -> None:
    w = world()
    w.store.silences.add("mute", 1, None, None, "we left it long ago", w.now)
    fire(w, 1)
    fire(w, 2)
    w.tell()
    assert len(w.said) == 1
    assert "owner/name2" in w.said[0]
    assert w.notes()[0][2:] == ("muted", "muted: we left it long ago")


def test_a_mute_can_be_lifted_and_ends_by_itself(world: Make) -> None:
    w = world()
    made = w.store.silences.add("mute", None, "unmaintained", None, "noise", w.now)
    assert w.store.silences.end(made, w.now)
    assert not w.store.silences.end(made, w.now)
    w.store.silences.add("mute", None, None, w.now + timedelta(days=1), "holiday", w.now)
    w.later(days=2)
    fire(w)
    w.tell()
    assert len(w.said) == 1


def test_an_acknowledged_alert_is_silent_until_it_is_over(world: Make) -> None:
    w = world()
    fire(w, headline="dormant")
    w.tell()
    w.store.silences.add("ack", 1, "unmaintained", None, "we are moving away", w.now)
    w.later(days=1)
    w.see(a_view(ENDED, w.now.date()))
    w.tell()
    assert len(w.said) == 1
    w.later(days=1)
    w.see(a_view("active", w.now.date()))
    w.tell()
    assert "no longer end of life" in w.said[1]
    assert w.store.silences.in_force(w.now) == []
    w.later(days=1)
    w.see(a_view("dormant", w.now.date()))
    w.tell()
    assert len(w.said) == 3


def test_a_snoozed_alert_comes_later(world: Make) -> None:
    w = world()
    w.store.silences.add("snooze", 1, None, w.now + timedelta(days=7), "after the release", w.now)
    fire(w)
    w.tell()
    assert w.said == []
    assert reasons(w) == ["snoozed until 2017-10-09 12:00: after the release"]
    w.later(days=7)
    w.tell()
    assert len(w.said) == 1


def test_quiet_hours_hold_a_message_until_morning(world: Make) -> None:
    w = world({"quiet_hours": "22:00-07:00", "timezone": "Europe/Berlin"})
    w.now = datetime(2017, 10, 2, 21, 30, tzinfo=UTC)  # half past eleven in Berlin
    fire(w)
    w.tell()
    assert w.said == []
    assert reasons(w) == ["quiet hours until 07:00"]
    w.now = datetime(2017, 10, 3, 4, 59, tzinfo=UTC)
    w.tell()
    assert w.said == []
    w.now = datetime(2017, 10, 3, 5, 0, tzinfo=UTC)
    w.tell()
    assert len(w.said) == 1


def test_a_channel_that_had_its_share_gets_the_rest_in_one_message(world: Make) -> None:
    w = world(channels={"out": {"kind": "stdout", "per_hour": 2}}, repositories=6)
    for number in range(1, 6):
        fire(w, number)
        w.tell()
    assert len(w.said) == 2
    assert reasons(w)[-1] == "the channel's limit of 2 messages an hour is reached"
    w.later(minutes=61)
    w.tell()
    assert len(w.said) == 3
    assert w.said[2].startswith("Several changes: 3 to look at")


def test_a_channel_is_not_told_again_what_it_was_told_last(world: Make) -> None:
    w = world()
    fire(w)
    w.tell()
    made = w.store.silences.add("mute", 1, None, None, "flapping", w.now)
    w.later(days=1)
    w.see(a_view("active", w.now.date()))
    w.tell()
    w.store.silences.end(made, w.now)
    w.later(days=1)
    w.see(a_view(ENDED, w.now.date()))
    w.tell()
    assert len(w.said) == 1
    assert reasons(w)[-1] == "this channel was told so already"


def test_a_rule_without_all_clear_gives_none(world: Make) -> None:
    w = world({"rules": [{"name": "unmaintained", "resolved": False}]})
    fire(w)
    w.later(days=1)
    w.see(a_view("active", w.now.date()))
    w.tell()
    assert len(w.said) == 1


def test_rules_lead_to_their_own_channels(world: Make) -> None:
    channels = {"out": {"kind": "stdout"}, "other": {"kind": "stdout"}}
    w = world({"channels": ["out"], "rules": [{"name": "unmaintained", "channels": ["other"]}]}, channels)
    fire(w)
    w.tell()
    assert [(n[1], n[2]) for n in w.notes()] == [("other", "sent")]


def test_a_channel_taken_out_of_the_file_is_not_waited_for(world: Make) -> None:
    w = world(channels={"out": {"kind": "stdout"}, "old": {"kind": "stdout"}})
    fire(w)
    w.settings = world().settings
    w.tell()
    assert len(w.said) == 1
    assert w.notes()[0][2:] == ("muted", "the channel is no longer in tracker.toml")


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
@pytest.mark.parametrize("hour", ["02:30", "08:00", "01:45"])
@pytest.mark.parametrize(
    "around", [date(2017, 3, 9), date(2017, 3, 23), date(2017, 10, 26), date(2017, 11, 2)]
)
def test_clock_changes_neither_repeat_nor_skip_a_daily_digest(zone: str, hour: str, around: date) -> None:
    """Ten days around a change, looked at every ten minutes: ten slots, one a local date."""
    clock = time.fromisoformat(hour)
    now = datetime.combine(around, datetime.min.time(), tzinfo=UTC)
    names: list[str] = []
    for _ in range(10 * 144):
        now += timedelta(minutes=10)
        slot = last_slot(now, "daily", clock, 0, ZoneInfo(zone))
        assert slot.moment <= now < slot.moment + timedelta(hours=25, minutes=1)
        if not names or names[-1] != slot.name:
            names.append(slot.name)
    assert len(names) == len(set(names))
    days = [date.fromisoformat(name.split()[1]) for name in names]
    assert all(later - day == timedelta(days=1) for day, later in pairwise(days))


def test_a_digest_is_sent_once_in_the_night_the_clock_is_set_back(world: Make) -> None:
    w = world(
        {"timezone": "Europe/Berlin", "digest_at": "02:30"}, {"out": {"kind": "stdout", "digest": "daily"}}
    )
    w.now = datetime(2017, 10, 28, 12, tzinfo=UTC)
    fire(w, 1)
    for step in range(40):  # 29 October: half past two comes twice
        w.now = datetime(2017, 10, 28, 22, tzinfo=UTC) + timedelta(minutes=10 * step)
        w.tell()
        if step == 18:
            fire(w, 2)  # between the two half past twos
    assert len(w.said) == 1
    w.now = datetime(2017, 10, 30, 2, 0, tzinfo=UTC)
    w.tell()
    assert len(w.said) == 2
    assert "owner/name2" in w.said[1]


def test_a_weekly_digest_comes_on_its_day(world: Make) -> None:
    w = world({"digest_day": "friday"}, {"out": {"kind": "stdout", "digest": "weekly"}})
    fire(w)
    sent_on = []
    for _ in range(14):
        w.later(days=1)
        before = len(w.said)
        w.tell()
        if len(w.said) > before:
            sent_on.append(f"{w.now:%A}")
    assert sent_on == ["Friday"]


def test_quiet_hours_end_although_the_clock_repeats_the_hour() -> None:
    quiet, zone = Quiet(time(22), time(2, 30)), ZoneInfo("Europe/Berlin")
    now = datetime(2017, 10, 29, 0, 0, tzinfo=UTC)
    while (until := quiet.until(now, zone)) is not None:
        assert until > now
        now += timedelta(minutes=5)
    assert now <= datetime(2017, 10, 29, 1, 30, tzinfo=UTC)
    assert quiet.until(datetime(2017, 10, 29, 2, 0, tzinfo=UTC), zone) is None
