"""Servers that answer with any bytes at any pace, which no library would send."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Behaviour = Callable[[socket.socket], None]


@contextmanager
def raw_server(behave: Behaviour) -> Iterator[int]:
    """Every connection is handed to `behave`; yields the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    open_ones: list[socket.socket] = []

    def one(connection: socket.socket) -> None:
        with suppress(OSError), connection:
            behave(connection)

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                open_ones.append(connection)
                threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_ones:
            connection.close()


def request_of(connection: socket.socket) -> bytes:
    """The head of what was sent."""
    got = b""
    while b"\r\n\r\n" not in got and (more := connection.recv(65_536)):
        got += more
    return got


def answering(body: bytes, *headers: str, status: str = "200 OK") -> Behaviour:
    """The same answer to everybody."""

    def behave(connection: socket.socket) -> None:
        request_of(connection)
        head = "\r\n".join(
            [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "Connection: close"]
        )
        connection.sendall(head.encode() + b"\r\n\r\n" + body)

    return behave


def dripping(piece: bytes, every: float = 0.05, *, start: bytes = b"") -> Behaviour:
    """`start` at once, then one piece after another, for ever."""

    def behave(connection: socket.socket) -> None:
        if start.startswith(b"HTTP"):
            request_of(connection)
        connection.sendall(start)
        while True:
            connection.sendall(piece)
            time.sleep(every)

    return behave
