"""The settings file: which one is in force, whose word wins, and errors that name file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.alerts.settings import alerts_of
from tracker.config import Settings, SettingsError, load
from tracker.config.rows import rows, without_secrets
from tracker.config.sections import RETAINED
from tracker.store.pruning import KEEPINGS


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_named_file_comes_before_that_of_the_folder_and_that_before_the_homes(tmp_path: Path) -> None:
    here, home = tmp_path / "here", tmp_path / "home"
    own = write(home / "tracker.toml", "[health]\nlooks = 3\n")
    folder = write(here / "tracker.toml", "[health]\nlooks = 4\n")
    named = write(tmp_path / "else.toml", "[health]\nlooks = 5\n")
    env = {"TRACKER_HOME": str(home), "PATH": ""}
    found = load({**env, "TRACKER_CONFIG": str(named)}, here)
    assert (found.health.looks, found.file) == (5, named)
    found = load(env, here)
    assert (found.health.looks, found.file) == (4, folder)
    folder.unlink()
    found = load(env, here)
    assert (found.health.looks, found.file, found.origin("health.looks")) == (3, own, f"file {own}")
    assert found.looked_for == (folder, own)


def test_a_home_given_as_option_is_where_the_file_is_looked_for(tmp_path: Path) -> None:
    write(tmp_path / "home" / "tracker.toml", "port = 99\n")
    found = load({"PATH": ""}, tmp_path, {"home": Path("home"), "log_level": None})
    assert (found.port, found.home, found.origin("home")) == (99, tmp_path / "home", "option")


def test_a_named_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"TRACKER_CONFIG is .*nowhere\.toml.*no such file"):
        load({"TRACKER_CONFIG": "nowhere.toml"}, tmp_path)


def test_a_relative_home_in_the_file_is_meant_from_the_files_folder(tmp_path: Path) -> None:
    named = write(tmp_path / "etc" / "a.toml", 'home = "data"\n')
    for folder in (tmp_path, tmp_path / "etc"):
        assert load({"TRACKER_CONFIG": str(named), "PATH": ""}, folder).home == tmp_path / "etc" / "data"


def test_every_value_knows_its_origin(tmp_path: Path) -> None:
    file = write(tmp_path / "tracker.toml", 'port = 1\nacts = "never"\nlog_level = "INFO"\n')
    found = load({"TRACKER_PORT": "2", "PATH": ""}, tmp_path, {"log_level": "debug"})
    origins = [found.origin(name) for name in ("log_level", "port", "acts", "host")]
    assert origins == ["option", "variable TRACKER_PORT", f"file {file}", "default"]
    assert (found.port, found.log_level, found.acts) == (2, "debug", "never")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('host = "::"\n[heath]\nlooks = 3\n', r"line 2: unknown section 'heath'; known are .*health"),
        ("[health]\nlooks = 3\nlook = 4\n", r"line 3: \[health\]: unknown threshold 'look'"),
        ("[health]\n\nlooks = 0\n", r"line 3: health\.looks: 0 is too small"),
        ('[api]\ncors = "x"\n', r"line 2: \[api\] cors must be a list"),
        ("[api]\ncorse = []\n", r"line 2: \[api\] knows cors"),
        ("[retention]\nstars = 3\n", r"line 2: \[retention\] stars: give days to keep for one of"),
        ("[retention]\nruns = -1\n", r"line 2: \[retention\] runs"),
        ("alerts = 3\n", r"line 1: alerts must be a table"),
        ("port = 70000\n", r"line 1: port is 70000"),
        ("\nport = true\n", r"line 2: port is True"),
        ('acts = "all"\n', r"line 1: acts is 'all': give local"),
        ("host = 5\n", r"line 1: host is 5: give a text"),
    ],
)
def test_a_wrong_line_is_named_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path / "tracker.toml", text)
    with pytest.raises(SettingsError, match=rf"tracker\.toml, {said}") as caught:
        load({"PATH": ""}, tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[alerts]\ntimezone = "Mars"\n', r"line 2: \[alerts\]: timezone: 'Mars' is no time zone"),
        ('[channels.a]\nkind = "pigeon"\n', r"line 2: \[channels\.a\]: kind: 'pigeon' is none of"),
    ],
)
def test_a_wrong_alert_setting_is_named_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path / "tracker.toml", text)
    with pytest.raises(SettingsError, match=rf"{tmp_path}/tracker\.toml, {said}"):
        alerts_of(load({"PATH": ""}, tmp_path))


def test_an_option_that_is_wrong_is_named_as_the_option(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^--database must start with sqlite"):
        load({"PATH": ""}, tmp_path, {"database_url": "mysql://x"})


def test_what_can_be_kept_is_what_the_store_can_let_go() -> None:
    assert set(RETAINED) == set(KEEPINGS)


def test_what_is_shown_holds_no_secret(tmp_path: Path) -> None:
    text = (
        '[channels.hook]\nkind = "webhook"\nurl = "https://hooks.example.org/geheim"\nheader = "env:HEAD"\n'
        '[alerts]\nbase_url = "https://me:geheim@tracker.example.org"\n'
    )
    write(tmp_path / "tracker.toml", text)
    env = {
        "TRACKER_TOKEN": "ghp_geheim", "TRACKER_GIT_URL": "https://geheim@git.example.org/x?key=geheim",
        "TRACKER_DATABASE_URL": "postgresql://me:geheim@db/x?password=geheim",
    }  # fmt: skip
    found = {row.name: row for row in rows(load(env, tmp_path))}
    assert "geheim" not in str(found)
    assert found["token"].origin == "variable TRACKER_TOKEN"
    assert found["database_url"].value == "postgresql://me:***@db/x?***"
    assert found["channels.hook.kind"].value == "webhook"
    assert found["channels.hook.header"].value == "env:HEAD"
    assert found["alerts.base_url"].value == "https://***@tracker.example.org"


def test_an_address_without_secrets_stays_as_it_is() -> None:
    for address in ("https://api.github.com", "sqlite:////var/lib/tracker.db", "127.0.0.1", ""):
        assert without_secrets(address) == address
    assert "geheim" not in without_secrets("https://[geheim")


def test_settings_made_by_hand_have_the_defaults(tmp_path: Path) -> None:
    found = Settings(home=tmp_path)
    assert found.origin("port") == "default"
    assert found.file is None
