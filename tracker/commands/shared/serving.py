"""Serving the dashboards in this process, and ending cleanly on SIGTERM and Ctrl-C."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from tracker.processes import share_memory

if TYPE_CHECKING:
    from jobs.schedule import Timer


# Connections that the system takes ahead of us: each is a file descriptor before anybody counts it.
AT_ONCE = 16


class PortTaken(click.ClickException):
    """The wanted port cannot be had."""


def bind(host: str, port: int, *, or_next: bool) -> socket.socket:
    """A listening socket; with `or_next` one of the following ports when the first is taken."""
    for candidate in range(port, port + (20 if or_next and port else 1)):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, candidate))
            bound.listen(128)
        except OSError as error:
            bound.close()
            if error.errno == errno.EADDRINUSE:
                continue
            raise PortTaken(f"cannot listen on {host}:{candidate} ({error.strerror})") from None
        return bound
    raise PortTaken(f"port {port} of {host} is in use; choose another with --port (0 takes any free one)")


@contextmanager
def stop_on_signals(stopping: Event) -> Iterator[None]:
    """While inside, SIGTERM and SIGINT set `stopping` instead of killing the process."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def leave(timer: Timer) -> None:
    """End now, whatever a job is waiting for (git may clone for minutes); nothing written is lost by it."""
    stopped = timer.stop()
    click.echo("ended cleanly", err=True)
    if not stopped:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


def address(bound: socket.socket) -> str:
    """Where a browser finds what listens there."""
    host, port = bound.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}/"


def serve(app: Any, bound: socket.socket, stopping: Event, ready: Callable[[], None] | None = None) -> None:
    """Serve until a signal comes. Uvicorn hands the signal on to the handler of stop_on_signals."""
    import uvicorn

    from tracker.commands.shared.connections import BoundedProtocol

    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=2, server_header=False,
        http=BoundedProtocol, ws="none", backlog=AT_ONCE, proxy_headers=False,
    )  # fmt: skip
    share_memory()
    server = uvicorn.Server(config)
    if stopping.is_set():
        return
    if ready:
        ready()
    server.run(sockets=[bound])
    stopping.set()


def import_server() -> None:
    """Read the web server's code now: who forks afterwards has it once, not in every child."""
    import uvicorn  # noqa: F401

    from tracker.commands.shared.connections import BoundedProtocol  # noqa: F401
