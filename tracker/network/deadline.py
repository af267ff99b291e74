"""One deadline for everything a thread does on the network, from looking a name up to the last byte."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore

AT_ONCE = 64 * 1024  # bytes written before the time is looked at again
_own = threading.local()


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Inside, no connection of this thread's is waited for longer than `seconds` in all, drips or not."""
    before = getattr(_own, "ends", None)
    _own.ends = time.monotonic() + seconds
    try:
        yield
    finally:
        _own.ends = before


def left(timeout: float | None, error: type[Exception] = httpcore.ReadTimeout) -> float | None:
    """The seconds that may still be waited: `timeout`, or less. Raises `error` when the time is up."""
    ends = getattr(_own, "ends", None)
    if ends is None:
        return timeout
    rest = float(ends) - time.monotonic()
    if rest <= 0:
        raise error("the time for the whole answer is up")
    return rest if timeout is None else min(timeout, rest)


class Backend(httpcore.NetworkBackend):
    """httpcore's own sockets, each wait cut to what is left of the deadline."""

    def __init__(self) -> None:
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Connect to the first of the host's addresses that answers."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from None
        problem: Exception = httpcore.ConnectError("the name has no address")
        for address in dict.fromkeys(str(entry[4][0]) for entry in found):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, left(timeout, httpcore.ConnectTimeout), local_address, socket_options
                )
                return DeadlineStream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem

    def sleep(self, seconds: float) -> None:
        self._sockets.sleep(seconds)


class DeadlineStream(httpcore.NetworkStream):
    """A connection of Backend's."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), AT_ONCE):
            self._stream.write(buffer[start : start + AT_ONCE], left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        within = left(timeout, httpcore.ConnectTimeout)
        return DeadlineStream(self._stream.start_tls(ssl_context, server_hostname, within))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
