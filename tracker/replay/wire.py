"""HTTP/1.1 on a socket: reads requests, sends answers whole, or spoils their delivery on demand."""

from __future__ import annotations

import socket
import socketserver
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote, urlsplit

from tracker.replay.faults import Planned
from tracker.replay.replies import Reply, Request

LONGEST_LINE = 65_536
Answerer = Callable[[Request], tuple[Reply, Planned | None]]


class Listener(socketserver.ThreadingTCPServer):
    """One thread a connection; connections live as long as the client keeps them."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, host: str, port: int, answerer: Answerer, now: Callable[[], datetime]) -> None:
        super().__init__((host, port), Connection)
        self.answerer = answerer
        self.now = now
        self.slow_seconds = 0.2
        self.open: set[socket.socket] = set()

    @property
    def address(self) -> str:
        """http://host:port"""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def hang_up(self) -> None:
        """End every connection that is still open; their threads read the end and finish."""
        for connection in list(self.open):
            with suppress(OSError):  # the client may have hung up in this very moment
                connection.shutdown(socket.SHUT_RDWR)


class Connection(socketserver.StreamRequestHandler):
    """One connection, its requests one after another."""

    server: Listener
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer until the client or a fault ends the connection."""
        self.server.open.add(self.connection)
        try:
            while self._one():
                pass
        except (ConnectionError, TimeoutError):
            return  # the client went away; there is nobody to tell
        finally:
            self.server.open.discard(self.connection)

    def _one(self) -> bool:
        """Answer one request; False when the connection is over."""
        line = self.rfile.readline(LONGEST_LINE)
        if not line.strip():
            return False
        method, _, rest = line.decode("latin-1").strip().partition(" ")
        target = rest.rpartition(" ")[0]
        headers = self._headers()
        body = self.rfile.read(int(headers.get("content-length", "0")))
        request = self._request(method, target, headers, body)
        reply, fault = self.server.answerer(request)
        return self._send(request, reply, fault)

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        while (line := self.rfile.readline(LONGEST_LINE).decode("latin-1").strip()) != "":
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        return headers

    def _request(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Request:
        parts = urlsplit(target)
        authorization = headers.get("authorization", "")
        scheme, _, token = authorization.partition(" ")
        known = scheme.lower() in ("bearer", "token") and token.strip()
        return Request(
            method=method,
            path=unquote(parts.path).rstrip("/") or "/",
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers=headers,
            body=body,
            token=token.strip() if known else None,
            now=self.server.now(),
            base=self.server.address,
        )

    def _send(self, request: Request, reply: Reply, fault: Planned | None) -> bool:
        kind = fault.kind if fault else None
        body = reply.body[: len(reply.body) // 2] if kind == "truncated" else reply.body
        closing = kind == "reset" or request.headers.get("connection", "").lower() == "close"
        head = _head(reply, len(body), request.now, closing=closing)
        content = b"" if request.method == "HEAD" or reply.status in (204, 304) else body
        if kind == "reset":
            self._reset(head + content[: len(content) // 2])
        elif kind == "slow":
            self._slowly(head + content)
        else:
            self.connection.sendall(head + content)
        return not closing

    def _slowly(self, everything: bytes) -> None:
        """In ten pieces with pauses."""
        step = len(everything) // 10 + 1
        for start in range(0, len(everything), step):
            self.connection.sendall(everything[start : start + step])
            time.sleep(self.server.slow_seconds / 10)

    def _reset(self, part: bytes) -> None:
        """A part of the answer, then the connection is torn down without a goodbye."""
        self.connection.sendall(part)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _head(reply: Reply, length: int, now: datetime, *, closing: bool) -> bytes:
    try:
        phrase = HTTPStatus(reply.status).phrase
    except ValueError:
        phrase = "Unknown"
    lines = [
        f"HTTP/1.1 {reply.status} {phrase}",
        "server: github.com",
        f"date: {format_datetime(now, usegmt=True)}",
    ]
    lines += [f"{name}: {value}" for name, value in reply.headers.items()]
    if reply.status != 304:
        lines.append(f"content-length: {length}")
    lines.append("connection: close" if closing else "connection: keep-alive")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")
