"""The replay by hand: `python -m tracker.replay`."""

from __future__ import annotations

import signal
import subprocess
import sys

import httpx
import pytest

from tests.tracker.replay.conftest import AGENT

pytestmark = pytest.mark.component


def test_it_says_where_it_listens_and_stops_when_interrupted() -> None:
    command = [sys.executable, "-m", "tracker.replay", "--port", "0", "--clock", "2018-04-28"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        settings = dict(child.stdout.readline().strip().split("=", 1) for _ in range(2))
        answer = httpx.get(f"{settings['TRACKER_GITHUB_API_URL']}/repos/Theano/Theano", headers=AGENT)
        child.send_signal(signal.SIGINT)
        code = child.wait(timeout=20)
    assert code == 0
    assert settings["TRACKER_GIT_URL"].startswith("file:///")
    assert 7_500 <= answer.json()["stargazers_count"] <= 8_300
