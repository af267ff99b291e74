"""`tracker serve --workers`: several processes on one port, replaced when they die, gone when it ends."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.tracker.commands.children import WAIT, Child
from tests.tracker.commands.conftest import CLOCK
from tests.tracker.commands.shell import Shell
from tracker.processes import is_gone

PROC = Path("/proc")
needs_proc = pytest.mark.skipif(not PROC.is_dir(), reason="this system does not tell a process's children")
component = pytest.mark.component


def until(holds: Callable[[], bool]) -> None:
    """Wait for something; an error after WAIT seconds."""
    end = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


def children(parent: int) -> set[int]:
    """The process numbers of a process's living children."""
    return {int(pid) for pid in Path(f"{PROC}/{parent}/task/{parent}/children").read_text().split()}


def fresh(url: str, **more: str) -> httpx.Response:
    """An answer over a connection of its own: whichever process takes it."""
    return httpx.get(url, timeout=60, headers=more)


@pytest.fixture
def two(filled: Shell) -> Iterator[tuple[Child, str]]:
    """A server of two processes over a small database, and its address."""
    assert filled("alerts", "mute", "keras-team/keras").code == 0
    more = {"TRACKER_CLOCK": CLOCK}
    with Child(filled.home, "serve", "--port", "0", "--workers", "2", more=more) as serve:
        url = serve.hears(r"Dashboards: (http://\S+/) \(2 processes, Ctrl-C ends\)").group(1)
        until(lambda: len(children(serve.process.pid)) == 2)
        yield serve, url


@component
@needs_proc
def test_two_processes_answer_at_one_address_and_end_cleanly_on_sigterm(two: tuple[Child, str]) -> None:
    serve, url = two
    pages = [fresh(url) for _ in range(6)]
    assert [page.status_code for page in pages] == [200] * 6
    assert all("keras-team/keras" in page.text for page in pages)
    assert fresh(url, Host="evil.example").status_code == 421
    working = children(serve.process.pid)
    code, seconds = serve.end(signal.SIGTERM)
    assert code == 0, serve.said
    assert seconds < 10
    assert all(map(is_gone, working))
    assert len(serve.said) == 1, serve.said  # no traceback, nothing but the address


@component
@needs_proc
def test_whichever_process_is_left_accepts_the_form_that_another_has_shown(two: tuple[Child, str]) -> None:
    serve, url = two
    shown = fresh(f"{url}alerts").text
    fields = dict(re.findall(r'name="(token|silence)" value="([^"]+)"', shown))
    first = children(serve.process.pid)
    for pid in first:  # one after the other: in the end none is left of those who may have shown it
        os.kill(pid, signal.SIGKILL)
        until(lambda: len(children(serve.process.pid) - first) >= 1)
    serve.hears(r"ended \(SIGKILL\); it is replaced")
    origin = {"Origin": url.rstrip("/")}
    answer = httpx.post(f"{url}alerts", data={**fields, "kind": "lift"}, headers=origin, timeout=60)
    assert answer.status_code == 303, answer.text
    assert "Lift: " not in fresh(f"{url}alerts").text


@component
@needs_proc
def test_a_dead_process_is_replaced_and_said(two: tuple[Child, str]) -> None:
    serve, url = two
    before = children(serve.process.pid)
    os.kill(min(before), signal.SIGKILL)
    serve.hears(rf"process {min(before)} ended \(SIGKILL\); it is replaced")
    until(lambda: len(children(serve.process.pid)) == 2)
    assert min(before) not in children(serve.process.pid)
    assert fresh(url).status_code == 200


@component
@needs_proc
def test_nobody_keeps_the_port_when_the_parent_is_killed(two: tuple[Child, str]) -> None:
    serve, _ = two
    working = children(serve.process.pid)
    serve.end(signal.SIGKILL)
    until(lambda: all(map(is_gone, working)))


@pytest.mark.parametrize("nonsense", ["0", "-1", "65", "many", "1.5", ""])
def test_a_number_of_processes_that_cannot_be_is_a_sentence(shell: Shell, nonsense: str) -> None:
    ended = shell("serve", "--workers", nonsense)
    assert ended.code == 2
    assert "--workers" in ended.err
    assert "Traceback" not in ended.err


def test_without_forks_several_processes_are_refused(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    ended = shell("serve", "--workers", "2", "--port", "0")
    assert ended.code == 2
    assert "--workers needs Linux or macOS" in ended.err
