"""A deadline for libraries with sockets of their own: when it is over the connection is cut, drips or not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Cutter:
    """Knows connections by a second handle each, which TLS on top of the first does not take away."""

    def __init__(self) -> None:
        self.over = False
        self._handles: list[socket.socket] = []
        self._lock = threading.Lock()

    def watch(self, connection: socket.socket) -> None:
        """Cut this one, too. Raises TimeoutError when the time is up already."""
        with self._lock:
            if self.over:
                connection.close()
                raise TimeoutError("the time for all of it is up")
            self._handles.append(connection.dup())

    def cut(self) -> None:
        """End every connection: whoever reads or writes finds it closed."""
        with self._lock:
            self.over = True
            for handle in self._handles:
                with suppress(OSError):
                    handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        for handle in self._handles:
            handle.close()


@contextmanager
def cut_after(seconds: float) -> Iterator[Cutter]:
    """Connections shown to the cutter live no longer than `seconds` from now."""
    cutter = Cutter()
    timer = threading.Timer(seconds, cutter.cut)
    timer.daemon = True
    timer.start()
    try:
        yield cutter
    finally:
        timer.cancel()
        cutter.close()
