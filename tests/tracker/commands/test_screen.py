"""The terminal: 40 columns or 200, nothing cut, verdicts by shape and colour."""

from __future__ import annotations

import re

import pytest

from tests.tracker.commands.shell import Shell
from tracker.commands.shared import screen
from tracker.health import HEADLINES

URL = re.compile(r"https?://\S+")


def letters(text: str) -> list[str]:
    """All that is written but the spaces, and the heading of a column that stands below its row."""
    return sorted("".join(text.replace("because", "").split()))


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize("command", [("status",), ("explain", "keras"), ("explain", "keras", "--history")])
def test_it_fits_the_columns_there_are_and_cuts_no_word(
    filled: Shell, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], columns: int
) -> None:
    free = filled(*command).out
    monkeypatch.setenv("COLUMNS", str(columns))
    said = filled(*command).out
    assert max(len(URL.sub("", line)) for line in said.splitlines()) <= columns
    assert letters(said) == letters(free)


@pytest.mark.parametrize("command", [("status",), ("explain", "keras")])
def test_two_hundred_columns_are_used(
    filled: Shell, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    narrow = filled(*command).out.splitlines()
    monkeypatch.setenv("COLUMNS", "200")
    assert len(filled(*command).out.splitlines()) < len(narrow)


def test_no_two_verdicts_have_one_shape() -> None:
    assert set(screen.VERDICTS) == set(HEADLINES)
    assert len({shape for shape, _ in screen.VERDICTS.values()}) == len(HEADLINES)


def test_a_verdict_of_several_words_is_spoken_and_keeps_its_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert screen.verdict("end-of-life") == "✕ end of life"
    assert screen.painted("✕ end of life  ") == screen.say("✕ end of life  ", fg="red") != "✕ end of life  "
    assert screen.painted("● end of life") == "● end of life"


def test_verdicts_have_colours_where_they_are_asked_for(
    filled: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "? unknown" in filled("status").out
    assert "\x1b[" not in filled("status").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    for command in (("status",),):
        assert "\x1b[90" in filled(*command).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in filled("status").out
