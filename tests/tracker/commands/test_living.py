"""Commands that live on: they serve, they collect on schedule, and they end cleanly when told to."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.tracker.commands.children import Child, run
from tests.tracker.commands.github import TODAY, TOKEN, environment, small_world
from tracker.replay.server import ReplayServer

pytestmark = pytest.mark.component


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ReplayServer]:
    with ReplayServer(
        TODAY, token=TOKEN, repositories=small_world(), git_home=tmp_path / "upstream"
    ) as running:
        yield running


def test_up_collects_serves_and_ends_cleanly_on_sigterm(server: ReplayServer, tmp_path: Path) -> None:
    home, more = tmp_path, environment(server)
    assert run(home, "watch", "add", "acme/rocket", "acme/ended", more=more).returncode == 0
    with Child(home, "--log-level", "info", "up", "--port", "0", more=more) as up:
        url = up.hears(r"Dashboards: (http://\S+/)").group(1)
        up.hears("collect: done 2 repositories")
        page = httpx.get(url, timeout=60)
        assert page.status_code == 200
        assert "acme/rocket" in page.text
        code, seconds = up.end(signal.SIGTERM)
        assert code == 0, up.said
        assert seconds < 10
        assert "ended cleanly" in up.said[-1]
    status = run(home, "status", "--json", more=more).stdout
    assert '"headline": "end-of-life"' in status


def test_up_with_nothing_followed_begins_with_the_frameworks_and_says_so(tmp_path: Path) -> None:
    nobody = {"TRACKER_GITHUB_API_URL": "http://127.0.0.1:9"}
    with Child(tmp_path, "up", "--port", "0", more=nobody) as up:
        up.hears(r"Nothing was followed yet: beginning with the catalog's \d+ frameworks")
        up.hears("Without a token GitHub answers 60 requests an hour")
        up.hears("Dashboards: ")
        code, seconds = up.end(signal.SIGINT)
        assert code == 0, up.said
        assert seconds < 10  # though a job is trying to reach an API that is not there


def test_a_taken_port_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for command in ("up", "serve"):
            ended = run(tmp_path, command, "--port", port)
            assert ended.returncode == 1
            assert f"port {port}" in ended.stderr
            assert len(ended.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "tracker.db").exists()


def test_schedule_runs_what_is_due_and_ends_cleanly(server: ReplayServer, tmp_path: Path) -> None:
    more = environment(server)
    run(tmp_path, "watch", "add", "acme/rocket", more=more)
    with Child(tmp_path, "--log-level", "info", "schedule", more=more) as schedule:
        schedule.hears("collect: done 1 repositories")
        code, _ = schedule.end(signal.SIGTERM)
        assert code == 0, schedule.said
    again = run(tmp_path, "jobs", "list", "--json", more=more)
    assert '"last_outcome": "done"' in again.stdout
