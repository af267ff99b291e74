"""Progress on a terminal: a bar for each collector, requests spent, time to finish."""

from __future__ import annotations

import os
import pty
import re
import threading

import pytest

from tracker.collectors.summary import RunProgress
from tracker.commands.shared.progress import Step, Tell, shown


class Terminal:
    """A terminal in the place of stderr; made in the test itself, before which pytest puts its own there."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, columns: int = 140) -> None:
        self.master, slave = pty.openpty()
        self.seen: list[bytes] = []
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr("sys.stderr", os.fdopen(slave, "w"))
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                self.seen.append(os.read(self.master, 65_536))
            except OSError:
                return  # the other end was closed

    def wait_for(self, part: str) -> str:
        """What it has shown once it has shown a part."""
        ticks = threading.Event()
        for _ in range(200):
            text = b"".join(self.seen).decode()
            if part in text:
                return text
            ticks.wait(0.05)
        raise AssertionError(f"{part!r} was never shown in {b''.join(self.seen)[-500:]!r}")


def work(tell: Tell, step: Step) -> None:
    tell("reading what is known")
    done = [("counters", "a/one"), ("counters", "a/two"), ("stars", "a/one"), ("issues", "a/one")]
    for n, (what, who) in enumerate(done, start=1):
        step(RunProgress(what, who, n, 6, 10 * n, 2))


def test_every_collector_has_a_bar_and_the_requests_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)
    with shown() as pair:
        work(*pair)
    text = terminal.wait_for("issues: a/one")
    for part in ("40 requests", "counters ", "2/2", "1/2", "4/6"):
        assert part in text


@pytest.mark.parametrize("columns", [60, 80])
def test_on_a_narrow_terminal_no_number_is_cut_and_a_bar_is_left(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    terminal = Terminal(monkeypatch, columns)
    with shown() as (_, step):
        step(
            RunProgress(
                "issues", "an-owner-with-a-long-name/and-a-long-name-of-its-own", 10_250, 12_000, 9_120, 3
            )
        )
    text = terminal.wait_for("9,120 requests")
    assert "10250/12000" in text
    assert "…" not in text
    assert re.search("[━╸╺]{8}" if columns == 80 else "[━╸╺]", re.sub(r"\x1b\[[0-9;]*m", "", text))


def test_before_the_first_step_there_is_nothing_to_count_and_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal(monkeypatch)
    with shown() as (tell, _):
        tell("beginning well")
    assert "0/?" in terminal.wait_for("beginning well")
