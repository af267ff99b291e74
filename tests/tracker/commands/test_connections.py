"""A real server with few file descriptors: the silent are shown out, and everybody else is answered."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

SERVER = """
import resource, socket, sys
from threading import Event
resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
from tracker.commands.shared.connections import BoundedProtocol
from tracker.commands.shared.serving import bind, serve, stop_on_signals
BoundedProtocol.silent = float(sys.argv[1])

async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

bound = bind("127.0.0.1", 0, or_next=False)
stopping = Event()
with stop_on_signals(stopping):
    serve(app, bound, stopping, lambda: print(bound.getsockname()[1], flush=True))
"""


@contextlib.contextmanager
def serving(tmp_path: Path, silent: float) -> Iterator[tuple[int, Path]]:
    log = tmp_path / "log"
    with log.open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(silent)], stdout=subprocess.PIPE, stderr=errors, text=True
        )
        try:
            assert child.stdout
            yield int(child.stdout.readline()), log
        finally:
            child.send_signal(signal.SIGTERM)
            assert child.wait(20) is not None


@pytest.mark.skipif(os.name != "posix", reason="limits of file descriptors are POSIX")
def test_two_hundred_who_say_nothing_keep_nobody_out(tmp_path: Path) -> None:
    with serving(tmp_path, silent=60) as (port, log), contextlib.ExitStack() as stack:
        for number in range(200):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port), 20))
            if number % 2:
                with contextlib.suppress(OSError):  # it may have been shown out already
                    one.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        for _ in range(5):
            with urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
                assert answer.read() == b"ok"
        assert not re.search(rb"Traceback|out of system resource", log.read_bytes())


def test_a_connection_without_a_whole_request_is_closed_in_time(tmp_path: Path) -> None:
    with serving(tmp_path, silent=0.5) as (port, _):
        for sent in (b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n"):
            with socket.create_connection(("127.0.0.1", port), 20) as one:
                one.sendall(sent)
                began = time.monotonic()
                with contextlib.suppress(ConnectionResetError):
                    assert one.recv(10) == b""
                assert time.monotonic() - began < 15
