"""Whom a run asks: the world's services only from the live world, a replay of them beside a replay."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobs.context import _pypistats
from tracker.config import Settings, SettingsError

HERE, GITHUB, USUAL = "http://127.0.0.1:9999", "https://api.github.com", "https://pypistats.org"


@pytest.mark.parametrize(
    ("api", "clock", "url", "asked"),
    [
        (GITHUB, "", USUAL, USUAL),
        (GITHUB, "", "off", None),
        (HERE, "", USUAL, None),
        (GITHUB, "2026-06-30", USUAL, None),
        (HERE, "2026-06-30", HERE, HERE),
    ],
)
def test_pypistats_is_asked_from_the_live_world_alone(
    tmp_path: Path, api: str, clock: str, url: str, asked: str | None
) -> None:
    settings = Settings(tmp_path).with_options(github_api_url=api, clock=clock, pypistats_url=url)
    assert _pypistats(settings) == asked


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"TRACKER_PYPISTATS_URL is 'pypistats\.org'"):
        Settings(tmp_path).with_options(pypistats_url="pypistats.org")
