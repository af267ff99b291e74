"""`tracker config show` and what the doctor says of the settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tracker.commands.shell import Shell


def test_every_setting_is_shown_with_its_origin(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    file = shell.home / "tracker.toml"
    file.write_text("port = 99\n[health]\nlooks = 3\n")
    monkeypatch.setenv("TRACKER_ACTS", "never")
    shown = json.loads(shell("--log-level", "error", "config", "show", "--json").out)
    found = {row["name"]: (row["value"], row["origin"]) for row in shown["settings"]}
    assert shown["file"] == str(file)
    assert found["port"] == (99, f"file {file}")
    assert found["health.looks"] == (3, f"file {file}")
    assert found["health.silent_days"] == (730, "default")
    assert found["acts"] == ("never", "variable TRACKER_ACTS")
    assert found["log_level"] == ("error", "option")
    assert str(file) in shell("config", "show").out


def test_a_folder_elsewhere_does_not_change_what_is_in_force(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (shell.home / "tracker.toml").write_text("[health]\nlooks = 3\n")
    before = shell("config", "show").out
    monkeypatch.chdir(tmp_path)
    assert shell("config", "show").out == before


def test_a_broken_section_stops_showing_with_one_sentence(shell: Shell) -> None:
    (shell.home / "tracker.toml").write_text('[alerts]\ntimezone = "Mars"\n')
    answer = shell("config", "show")
    assert answer.code == 2
    assert "tracker.toml, line 2: [alerts]: timezone" in answer.err


def test_the_doctor_names_file_rules_and_channels(shell: Shell) -> None:
    file = shell.home / "tracker.toml"
    file.write_text('[health]\nlooks = 3\n[channels.desk]\nkind = "atom"\n')
    said = shell("doctor").out
    assert str(file) in said
    assert "looks = 3" in said
    assert "unmaintained" in said
    assert "desk (atom)" in said


def test_the_doctor_refuses_what_would_stop_a_command(shell: Shell) -> None:
    file = shell.home / "tracker.toml"
    for text, said in (
        ("[health]\nlooks = 0\n", "health.looks"),
        ('[alerts]\ntimezone = "Mars"\n', "[alerts]: timezone"),
        ('[channels.hook]\nkind = "webhook"\nurl = "env:NO_SUCH_HOOK"\n', "NO_SUCH_HOOK is not set"),
    ):
        file.write_text(text)
        answer = shell("doctor")
        assert answer.code == 1
        assert said in answer.out
