"""git over the wire: the same proxy, the same certificates, and a password that nobody else sees."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

import pytest

from tests.tracker.network.raw import answering, raw_server, request_of
from tracker.github.git import GitMirror
from tracker.github.gitreach import answers
from tracker.github.gitrun import GitError

NOT_FOUND = answering(b"", status="404 Not Found")
PASSWORD = "very-secret"


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_git_goes_by_the_proxy_of_the_api_and_around_it_where_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bytes] = []

    def behave(connection: socket.socket) -> None:
        asked.append(request_of(connection))
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with raw_server(behave) as port:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")  # git reads small letters
        answers("http://git.test")
        assert asked[0].startswith(b"GET http://git.test/")
        monkeypatch.setenv("NO_PROXY", "10.0.0.0/8 127.0.0.0/8")
        answers(f"http://127.0.0.1:{port}")
        assert asked[-1].startswith(b"GET /framework-tracker/")


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", None])
def test_a_failing_proxy_is_named_without_its_password(
    scheme: str, status: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with raw_server(answering(b"", status=status or "")) as port:
        if status is None:
            with socket.create_server(("127.0.0.1", 0)) as gone:
                port = gone.getsockname()[1]
        monkeypatch.setenv("ALL_PROXY", f"http://me:{PASSWORD}@127.0.0.1:{port}")
        with pytest.raises(
            GitError, match=rf"^the proxy http://127.0.0.1:{port} \(set by ALL_PROXY\)"
        ) as said:
            answers(f"{scheme}://git.test")
    assert PASSWORD not in str(said.value)


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    with pytest.raises(GitError, match="SSL_CERT_FILE names"):
        GitMirror(tmp_path / "7.git", "https://git.test/a/b.git")


def test_a_password_goes_to_the_server_and_stands_in_no_process_list_error_or_clone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bytes] = []
    listed: list[str] = []

    def behave(connection: socket.socket) -> None:
        asked.append(request_of(connection))
        listed.append(subprocess.run(["ps", "axww", "-o", "args"], capture_output=True, text=True).stdout)
        connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    with raw_server(behave) as port:
        mirror = GitMirror(tmp_path / "7.git", f"http://me:{PASSWORD}@127.0.0.1:{port}/a/b.git")
        with pytest.raises(GitError) as said:
            mirror.update()
    assert b"Authorization: Basic bWU6dmVyeS1zZWNyZXQ=" in asked[0]
    assert "ls-remote" in listed[0] or "clone" in listed[0]
    assert not any(PASSWORD in text or "bWU6dmVyeS1zZWNyZXQ" in text for text in (*listed, str(said.value)))
    assert PASSWORD not in mirror.url


def test_a_server_that_nobody_answers_for_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    began = time.monotonic()
    with pytest.raises(GitError, match=str(port)):
        answers(f"http://127.0.0.1:{port}")
    assert time.monotonic() - began < 20


def test_a_server_that_knows_no_such_repository_answers() -> None:
    with raw_server(NOT_FOUND) as port:
        answers(f"http://127.0.0.1:{port}")
