"""Thresholds are checked where they are written, and a wrong one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.config import Rules, SettingsError, load


def test_a_folder_without_settings_has_the_defaults(tmp_path: Path) -> None:
    assert load({}, tmp_path).health == Rules()
    (tmp_path / "tracker.toml").write_text("port = 8000\n")
    assert load({}, tmp_path).health == Rules()


def test_a_health_table_overrides_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "tracker.toml").write_text("[health]\ndormant_commits = 9\nfading_share = 0.05\n")
    assert load({}, tmp_path).health == Rules(dormant_commits=9, fading_share=0.05)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("dormant_commit = 9", "did you mean 'dormant_commits'"),
        ("dormant_commits = 0", "too small"),
        ("dormant_commits = 2.5", "not a whole number"),
        ("dormant_commits = true", "not a number"),
        ("dormant_commits = 'six'", "not a number"),
        ("fading_share = 10", "not a share"),
        ("fading_share = nan", "not a number"),
        ("fading_share = 0.5", "must not be above"),
        ("stale_days = 0", "too small"),
        ("nonsense_without_likeness = 1", "known are"),
    ],
)
def test_a_wrong_threshold_is_named_with_what_to_do(tmp_path: Path, text: str, names: str) -> None:
    (tmp_path / "tracker.toml").write_text(f"[health]\n{text}\n")
    with pytest.raises(SettingsError, match=names):
        load({}, tmp_path)


@pytest.mark.parametrize("text", ["health = 3\n", "[health\n"])
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "tracker.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"tracker\.toml"):
        load({}, tmp_path)
