"""Settings: read once, refused by name when they are wrong, and never showing the token."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tracker.config import SettingsError, load, parse_clock

TOKEN = "ghp_" + "a" * 36


def env(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"HOME": str(tmp_path), "PATH": "", **more}


def test_without_anything_set_the_defaults_point_at_github_and_a_file_in_the_home(tmp_path: Path) -> None:
    settings = load(env(tmp_path), tmp_path)
    assert settings.github_api_url == "https://api.github.com"
    assert settings.live_database == tmp_path / ".local/share/framework-tracker/tracker.db"
    assert settings.token is None


def test_a_variable_wins_over_the_file_and_an_option_over_both(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("port = 1000\nlog_level = 'INFO'\n")
    settings = load(env(tmp_path, TRACKER_PORT="2000"), tmp_path)
    assert (settings.port, settings.log_level) == (2000, "INFO")
    assert settings.with_options(port=3000, log_level=None).port == 3000


def test_a_half_written_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("port = \n")
    with pytest.raises(SettingsError, match=r"tracker\.toml cannot be read.*Mend that line"):
        load(env(tmp_path), tmp_path)


def test_an_unknown_setting_is_refused_and_the_known_ones_are_listed(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("prot = 1\n")
    with pytest.raises(SettingsError, match=r"unknown setting 'prot'; known are .*port"):
        load(env(tmp_path), tmp_path)


def test_a_token_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text(f"token = '{TOKEN}'\n")
    with pytest.raises(SettingsError, match="does not belong in a file") as caught:
        load(env(tmp_path), tmp_path)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_PORT", "eighty"),
        ("TRACKER_PORT", "70000"),
        ("TRACKER_CLOCK", "yesterday"),
        ("TRACKER_GITHUB_API_URL", "api.github.com"),
        ("TRACKER_GIT_URL", "ftp://example.org"),
        ("TRACKER_DATABASE_URL", "mysql://localhost/x"),
    ],
)
def test_a_bad_value_names_its_variable(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load(env(tmp_path, **{name: value}), tmp_path)


def test_tokens_are_looked_for_in_the_documented_order(tmp_path: Path) -> None:
    settings = load(env(tmp_path, GITHUB_TOKEN="later", GH_TOKEN=TOKEN), tmp_path)
    assert (settings.token, settings.token_source) == (TOKEN, "GH_TOKEN")


def test_a_token_broken_by_a_line_feed_is_refused_without_showing_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="TRACKER_TOKEN holds blanks") as caught:
        load(env(tmp_path, TRACKER_TOKEN="secret one"), tmp_path)
    assert "secret" not in str(caught.value)


def test_the_settings_never_show_the_token_or_the_database_password(tmp_path: Path) -> None:
    url = "postgresql+psycopg://me:pass@localhost/x"
    shown = repr(load(env(tmp_path, TRACKER_TOKEN=TOKEN, TRACKER_DATABASE_URL=url), tmp_path))
    assert TOKEN not in shown
    assert "pass" not in shown


def test_the_token_of_gh_is_not_asked_for_when_another_host_is_spoken_to(tmp_path: Path) -> None:
    gh = tmp_path / "gh"
    gh.write_text(f"#!/bin/sh\necho {TOKEN}\n")
    gh.chmod(0o755)
    here = env(tmp_path, PATH=str(tmp_path))
    assert load(here, tmp_path).token == TOKEN
    assert load({**here, "TRACKER_GITHUB_API_URL": "http://127.0.0.1:1"}, tmp_path).token is None


def test_a_bare_date_as_clock_means_its_noon_in_utc() -> None:
    assert parse_clock("2018-04-28") == datetime(2018, 4, 28, 12, tzinfo=UTC)


def test_a_clock_makes_the_present_stand_still(tmp_path: Path) -> None:
    assert load(env(tmp_path, TRACKER_CLOCK="2018-04-28"), tmp_path).today() == date(2018, 4, 28)
