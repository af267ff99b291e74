"""tracker.toml: defaults that need no editing, and errors that name what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tracker.alerts.settings import alerts_of, parse
from tracker.config import SettingsError, load

MAIL = {"kind": "email", "host": "mail", "from": "a@b.org", "to": ["c@d.org"]}


def test_without_a_file_there_are_rules_and_a_feed(tmp_path: Path) -> None:
    found = alerts_of(load({}, tmp_path))
    assert [c.kind for c in found.channels] == ["atom"]
    assert "unmaintained" in {rule.name for rule in found.rules}
    assert all(found.channels_of(rule) == ("feed",) for rule in found.rules)


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text(
        """
[alerts]
timezone = "Europe/Berlin"
quiet_hours = "22:00-07:00"
channels = ["mail"]

[[alerts.rules]]
name = "slow releases"
when = "no-release"
months = 6
groups = ["frameworks"]
repositories = ["keras-team/*"]

[[alerts.rules]]
name = "star-surge"
enabled = false

[channels.mail]
kind = "email"
host = "mail.example.org"
from = "tracker@example.org"
to = ["ops@example.org"]
password = "env:MAIL_PASSWORD"
digest = "weekly"
"""
    )
    found = alerts_of(load({}, tmp_path))
    rules = {rule.name: rule for rule in found.rules}
    assert rules["slow releases"].months == 6
    assert rules["slow releases"].repositories == ("keras-team/*",)
    assert "star-surge" not in rules
    assert "unmaintained" in rules
    assert found.zone.key == "Europe/Berlin"
    assert found.channels[0].digest == "weekly"
    assert found.channels[0].quiet is not None
    assert "MAIL_PASSWORD" not in repr(found.channels[0])


@pytest.mark.parametrize(
    ("alerts", "channels", "said"),
    [
        ({"timezon": "x"}, {}, "timezon: there is no such setting; did you mean 'timezone'"),
        ({"timezone": "Mars/Base"}, {}, "'Mars/Base' is no time zone"),
        ({"timezone": "../../etc/passwd"}, {}, "is no time zone"),
        ({"quiet_hours": "22-7"}, {}, "quiet_hours: '22' is no time of day"),
        ({"quiet_hours": "22:00-24:00"}, {}, "'24:00' is no time of day"),
        ({"digest_at": "8"}, {}, "digest_at: '8' is no time of day"),
        ({"digest_day": "mon"}, {}, "digest_day: 'mon' is none of"),
        ({"channels": ["mail"]}, {}, "there is no channel 'mail'; there are feed"),
        ({"forbid_private_addresses": "yes"}, {}, "is not true or false"),
        ({"base_url": "javascript:1"}, {}, "base_url"),
        ({"timeout": 0}, {}, "timeout"),
        ({"rules": [{}]}, {}, "rule 1 of [[alerts.rules]] needs a name"),
        ({"rules": [{"name": "x"}]}, {}, "rule 'x': when: is missing"),
        ({"rules": [{"name": "x", "when": "dead"}]}, {}, "when: 'dead' is none of headline"),
        ({"rules": [{"name": "x", "when": "gone", "month": 1}]}, {}, "did you mean 'months'"),
        ({"rules": [{"name": "x", "when": "gone", "months": 0}]}, {}, "months: 0 is not between 1 and 240"),
        ({"rules": [{"name": "x", "when": "gone", "months": 1.5}]}, {}, "is not a whole number"),
        ({"rules": [{"name": "x", "when": "gone", "months": True}]}, {}, "is not a whole number"),
        ({"rules": [{"name": "x", "when": "gone", "groups": "a"}]}, {}, "groups: give a list of words"),
        (
            {"rules": [{"name": "x", "when": "headline", "becomes": ["dead"]}]},
            {},
            "'dead' is none of archived",
        ),
        ({"rules": [{"name": "x", "when": "headline", "leaves": ["unknown"]}]}, {}, "'unknown' is none of"),
        ({"rules": [{"name": "x", "when": "gone"}] * 2}, {}, "two [[alerts.rules]] called 'x'"),
        ({"rules": [{"name": "x", "when": "gone", "channels": ["no"]}]}, {}, "there is no channel 'no'"),
        ({}, {"a": 1}, "write each channel under [channels.a]"),
        ({}, {"a": {"kind": "pigeon"}}, "kind: 'pigeon' is none of stdout"),
        ({}, {"a": {"kind": "webhook"}}, "[channels.a]: url: is missing"),
        ({}, {"a": {"kind": "webhook", "url": "https://x/secret"}}, "secrets do not belong in this file"),
        ({}, {"a": {**MAIL, "password": "hunter2"}}, "secrets do not belong in this file"),
        ({}, {"a": {**MAIL, "to": "c@d.org"}}, "to: give a list of texts"),
        ({}, {"a": {**MAIL, "port": "25"}}, "port: give a int"),
        ({}, {"a": {**MAIL, "security": "none"}}, "'none' is none of starttls, tls, plain"),
        ({}, {"a": {**MAIL, "from": "a@b\r\nBcc: c@d"}}, "control characters"),
        ({}, {"a": {**MAIL, "per_hour": 0}}, "per_hour"),
        ({}, {"a": {**MAIL, "digest": "hourly"}}, "digest: 'hourly' is none of"),
        ({}, {"a": {**MAIL, "hots": "x"}}, "did you mean 'host'"),
    ],
)
def test_what_is_wrong_is_named(alerts: Any, channels: Any, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        parse(alerts, channels)
    assert said in str(error.value)
    assert "hunter2" not in str(error.value)


def test_a_secret_comes_from_a_variable_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "url").write_text("https://example.org/hook\n")
    channels = {"a": {"kind": "webhook", "url": f"file:{tmp_path / 'url'}", "secret": "env:SIGN"}}
    channel = parse({}, channels).channels[0]
    with pytest.raises(SettingsError, match="SIGN is not set"):
        channel.resolved()
    monkeypatch.setenv("SIGN", "key")
    assert channel.resolved() == {"url": "https://example.org/hook", "secret": "key"}
