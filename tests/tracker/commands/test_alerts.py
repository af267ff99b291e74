"""`tracker alerts` as a user would try it: on a database with alerts, and with everything mistyped."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.tracker.alerts.world import a_view, settings_of
from tests.tracker.commands.shell import Shell
from tracker.alerts.record import record
from tracker.records import Notice, RepositoryFacts
from tracker.store.session import connect, sqlite_url, upgrade
from tracker.store.store import Store

NOW = datetime(2018, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def alerted(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A live database in which owner/name1 ended on 6 October 2017, and an alert says so."""
    monkeypatch.setenv("TRACKER_CLOCK", "2018-03-01")
    engine = connect(sqlite_url(shell.home / "tracker.db"))
    upgrade(engine)
    store = Store(engine)
    store.meta.set("kind", "live")
    store.watches.add("owner/name1", None, "test", NOW)
    born = datetime(2012, 1, 1, tzinfo=UTC)
    store.repositories.save(RepositoryFacts(1, "R_1", "owner", "name1", created_at=born), NOW, "github")
    ended = Notice(
        "end-of-life", "readme", "We will stop developing it.", "https://example.org", NOW - timedelta(146)
    )
    store.notices.save(1, "readme", [ended], NOW)
    for headline, day in (("active", date(2018, 2, 28)), ("end-of-life", date(2018, 3, 1))):
        record(store, [a_view(headline, day)], settings_of(), NOW)
    engine.dispose()
    return shell


def test_what_stands_is_listed(alerted: Shell) -> None:
    answer = alerted("alerts", "list")
    assert answer.code == 0
    assert "owner/name1" in answer.out
    found = json.loads(alerted("alerts", "list", "--json").out)
    assert [(a["repository"], a["rule"], a["state"]) for a in found["alerts"]] == [
        ("owner/name1", "unmaintained", "firing")
    ]


def test_one_change_is_shown_with_its_evidence_and_who_was_told(alerted: Shell) -> None:
    answer = alerted("alerts", "show", "1")
    assert "The README says so." in answer.out
    assert "out: queued (new)" in answer.out
    assert json.loads(alerted("alerts", "show", "1", "--json").out)["payload"]["value"] == "end-of-life"


def test_an_alert_is_acknowledged_muted_snoozed_and_lifted(alerted: Shell) -> None:
    assert alerted("alerts", "ack", "1", "--reason", "on it").code == 0
    assert alerted("alerts", "mute", "owner/name1", "--rule", "gone", "--until", "2018-04-01").code == 0
    assert alerted("alerts", "snooze", "name1", "--days", "3").code == 0
    listed = alerted("alerts", "mute").out
    assert [line.split()[1] for line in listed.splitlines()[1:]] == ["ack", "mute", "snooze"]
    assert "on it" in listed
    assert alerted("alerts", "mute", "--lift", "1").code == 0
    assert alerted("alerts", "mute", "--lift", "1").code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "99"), "there is no change 99"),
        (("ack", "99"), "there is no change 99"),
        (("mute", "nobody/nothing"), "nobody/nothing is not followed"),
        (("mute", "name1", "--rule", "x"), "there is no rule 'x'"),
        (("test", "pigeon"), "there is no channel 'pigeon'; there are feed"),
        (("replay", "--from", "2019-01-01"), "2019-01-01 lies after 2018-03-01"),
        (("preview", "--as-of", "2030-01-01"), "still to come"),
        (("preview", "--as-of", "yesterday"), "not a day"),
    ],
)
def test_what_is_mistyped_is_named(words: tuple[str, ...], said: str, alerted: Shell) -> None:
    answer = alerted("alerts", *words)
    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_a_test_message_reaches_the_channel_and_a_dry_run_does_not(alerted: Shell) -> None:
    assert "would get" in alerted("alerts", "test", "--dry-run").out
    assert not (alerted.home / "alerts.atom").exists()
    assert alerted("alerts", "test").code == 0
    assert "If you can read it" in (alerted.home / "alerts.atom").read_text()


def test_a_channel_that_fails_its_test_is_an_error(alerted: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("tracker.toml").write_text('[channels.hook]\nkind = "webhook"\nurl = "env:HOOK"\n')
    answer = alerted("alerts", "test")
    assert answer.code == 1
    assert "HOOK is not set" in answer.err


def test_a_rule_that_names_a_list_nobody_has_is_told_by_the_job_and_the_doctor(alerted: Shell) -> None:
    assert alerted("watch", "add", "--list", "service", "owner/name1").code == 0
    rule = '[[alerts.rules]]\nname = "mine"\nwhen = "gone"\nlists = ["{}"]\n'
    (alerted.home / "tracker.toml").write_text(rule.format("servce"))
    said = "the rule 'mine' names the list 'servce', which is none; did you mean 'service'?"
    assert said in alerted("jobs", "run", "evaluate").err
    assert said in alerted("doctor").out
    for right in ("service", "by hand"):
        (alerted.home / "tracker.toml").write_text(rule.format(right))
        alerted("watch", "add", "owner/name2")
        assert "which is none" not in alerted("jobs", "run", "evaluate").err + alerted("doctor").out


def test_the_jobs_evaluate_and_notify(alerted: Shell) -> None:
    assert alerted("jobs", "run", "evaluate").code == 0
    answer = alerted("jobs", "run", "notify")
    assert answer.code == 0
    assert "messages made" in answer.err


def test_the_past_is_played_back_from_what_was_known_then(alerted: Shell) -> None:
    found = json.loads(alerted("alerts", "replay", "--json").out)["alerts"]
    assert [(a["as_of"], a["repository"], a["value"]) for a in found] == [
        ("2017-11-01", "owner/name1", "end-of-life")
    ]
    assert alerted("alerts", "replay", "--to", "2017-10-01").out == ""
    preview = alerted("alerts", "preview", "--as-of", "2017-11-01").out
    assert "We will stop developing it." in preview
    assert "Nothing would have been sent" in alerted("alerts", "preview", "--as-of", "2018-02-01").out


def test_the_past_can_be_sent_to_a_channel(alerted: Shell) -> None:
    assert alerted("alerts", "replay", "--send", "feed").code == 0
    assert "owner/name1 is now end of life" in (alerted.home / "alerts.atom").read_text()


def test_a_file_that_is_wrong_is_said_in_one_line(alerted: Shell) -> None:
    Path("tracker.toml").write_text('[alerts]\ntimezone = "Mars"\n')
    answer = alerted("alerts", "test")
    assert answer.code == 2
    assert "'Mars' is no time zone" in answer.err
    assert len(answer.err.splitlines()) == 1
