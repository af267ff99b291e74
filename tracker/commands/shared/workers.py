"""Serving with several processes that take their connections from one listening socket."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import socket
from multiprocessing.connection import wait
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from tracker.commands.shared.serving import import_server, serve

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

POLL = 0.2  # seconds in which a signal or an ended child is noticed
SHORT = 5.0  # seconds: who lived for less is replaced after a pause
LONGEST_PAUSE = 30.0  # seconds between two attempts when children end at once
PATIENCE = 5.0  # seconds for a clean end, in which answers under way are finished


class Workers:
    """A number of child processes that serve one application; who dies is replaced.

    Children are forks: they share what was imported, the socket, and the token of the forms, so that a form
    shown by one is accepted by another. Whatever is opened must be opened after the fork, by the child.
    """

    def __init__(self, app: Any, bound: socket.socket, many: int) -> None:
        self._app, self._bound, self._many = app, bound, many
        self._context = multiprocessing.get_context("fork")
        self._born: dict[ForkProcess, float] = {}
        self._pause = 0.0  # seconds to wait before the next child, because the last ones ended at once
        self._not_before = 0.0

    def run(self, stopping: Event) -> None:
        """Serve until `stopping` is set; then no child is left."""
        import_server()
        gc.freeze()  # else the first collection in each child copies every page of memory that it looks at
        try:
            while not stopping.is_set():
                self._fill()
                wait([child.sentinel for child in self._born], timeout=POLL)
                if not stopping.is_set():  # at the end they are told to die
                    self._bury()
        finally:
            self._end()

    def _fill(self) -> None:
        while len(self._born) < self._many and monotonic() >= self._not_before:
            child = self._context.Process(target=self._child, daemon=True)
            child.start()
            self._born[child] = monotonic()

    def _bury(self) -> None:
        for child in [one for one in self._born if not one.is_alive()]:
            lived = monotonic() - self._born.pop(child)
            self._pause = min(max(1.0, self._pause * 2), LONGEST_PAUSE) if lived < SHORT else 0.0
            self._not_before = monotonic() + self._pause
            then = f" in {self._pause:.0f} s" if self._pause else ""
            click.echo(f"process {child.pid} ended ({_why(child.exitcode)}); it is replaced{then}", err=True)

    def _end(self) -> None:
        """Ask all to end, wait for a while, and kill who does not."""
        for child in self._born:
            child.terminate()
        until = monotonic() + PATIENCE
        for child in self._born:
            child.join(max(0.0, until - monotonic()))
            if child.is_alive():
                child.kill()
                child.join()

    def _child(self) -> None:
        Thread(target=_end_with_parent, name="parent", daemon=True).start()
        serve(self._app, self._bound, Event())


def _end_with_parent() -> None:
    """A parent that is killed cannot tell its children: they notice, else they would keep the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _why(code: int | None) -> str:
    if code is not None and code < 0:
        return signal.Signals(-code).name
    return f"exit code {code}"
