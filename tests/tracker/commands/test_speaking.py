"""Others' texts on the terminal: no escape codes, no bidi marks; our own colours and values stay."""

from __future__ import annotations

import json
import logging
import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.commands.children import COMMAND, variables
from tests.tracker.commands.conftest import CLOCK
from tests.tracker.commands.shell import Shell
from tracker.commands.shared import speaking
from tracker.commands.shared.logs import handler

CODES = ("\x1b]0;title", "\x1b[2J", "\x9b31m", "\u202e", "\u2066", "\u2028")
EVIL = "a\x1b]0;title\x07b\x1b[2J\x9b31m\u202ec\u2066d\r\u2028\ud800\U000e0041"


@given(st.text(st.characters(codec=None)))
def test_nothing_that_steers_a_terminal_is_left_of_any_text(text: str) -> None:
    said = speaking.harmless(text + EVIL)
    assert not speaking.STEERING.search(said)
    said.encode()


def test_our_own_colours_stay_and_nobody_elses(capsys: pytest.CaptureFixture[str]) -> None:
    import click

    echo = speaking.careful(click.echo)
    echo(speaking.styled("\x1b[31mred", bold=True), color=True)
    assert capsys.readouterr().out == "\x1b[1m\ufffd[31mred\x1b[0m\n"


@given(st.text())
def test_json_keeps_its_values(text: str) -> None:
    written = speaking.escaped(json.dumps({"a": text}, ensure_ascii=False, indent=2))
    assert json.loads(written) == {"a": text}
    assert not speaking.STEERING.search(written)


def on_a_terminal(home: Path, *words: str) -> str:
    """What a terminal gets of a command."""
    ours, theirs = pty.openpty()
    more = {"TRACKER_CLOCK": CLOCK, "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLUMNS": "200"}
    child = subprocess.Popen(
        [*COMMAND, *words], env=variables(home, more), cwd=home, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    got = b""
    with suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 65_536):
            got += piece
    child.wait()
    os.close(ours)
    return got.decode(errors="replace").replace("\r\n", "\n")


@pytest.mark.component
@pytest.mark.skipif(sys.platform == "win32", reason="no terminals to play with")
def test_a_terminal_gets_neither_escape_codes_nor_bidi_marks_of_others(filled: Shell) -> None:
    (filled.home / "evil.csv").write_text(f"{EVIL[:-2]},b\n1,2\n", encoding="utf-8")
    name = f"a/b{EVIL[:-2]}"
    for words in (("explain", name), ("watch", "remove", name), ("import", "evil.csv"), ("sync", name)):
        said = on_a_terminal(filled.home, *words)
        assert said.strip()
        # sync draws a bar of its own, with codes of its own
        assert not [code for code in CODES if code in said], words
    assert "\x1b[" in on_a_terminal(filled.home, "status")  # our own colours are there


def test_an_advised_command_is_quoted(filled: Shell) -> None:
    said = filled("explain", "a/b; rm -rf $HOME `id`").err
    assert "tracker watch add 'a/b; rm -rf $HOME `id`'" in said


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_a_log_line_steers_no_terminal_either(log_format: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "f", 1, EVIL, None, None)
    line = handler(log_format).format(record)
    assert not speaking.STEERING.search(line)
    assert "title" in line
