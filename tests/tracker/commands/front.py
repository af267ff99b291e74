"""An office's proxy in front of a replay: it wants a password, and keeps what it was sent."""

from __future__ import annotations

import http.client
import os
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tracker.replay.server import ReplayServer

API, GIT, HOOKS = "api.test", "git.test", "hooks.test"


@dataclass
class Front:
    """`heads`: everything that was sent to it but bodies. `refusing`: nobody is let through."""

    user: str
    upstream: str
    git_folder: Path
    port: int = 0
    heads: list[str] = field(default_factory=list)
    refusing: bool = False
    at: str = f"http://{API}"  # what addresses in its answers begin with

    @property
    def wanted(self) -> str:
        """What it wants to be shown."""
        return f"Basic {b64encode(self.user.encode()).decode()}"


class Handler(BaseHTTPRequestHandler):
    """One request."""

    front: Front

    def go(self) -> None:
        """Let it through, to the server it names."""
        front, parts = self.front, urlsplit(self.path)
        front.heads.append(f"{self.command} {self.path}\n{self.headers}")
        body = self._body()
        if front.refusing or self.headers.get("Proxy-Authorization") != front.wanted:
            self.answer(407, {"Proxy-Authenticate": "Basic"}, b"")
        elif parts.hostname not in (API, GIT, HOOKS):
            self.answer(500, {}, b"broken")
        elif parts.hostname == GIT:
            self._git(parts.path, parts.query, body)
        elif parts.hostname == API:
            self._api(f"{parts.path}?{parts.query}" if parts.query else parts.path, body)
        else:
            self.answer(204, {}, b"")

    do_GET = do_POST = go  # noqa: N815 - the names that http.server calls

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = b""
        while size := int(self.rfile.readline(), 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def _api(self, path: str, body: bytes) -> None:
        upstream = urlsplit(self.front.upstream)
        asked = http.client.HTTPConnection(upstream.hostname or "", upstream.port)
        left_out = ("host", "proxy-authorization", "connection", "content-length", "transfer-encoding")
        headers = {k: v for k, v in self.headers.items() if k.lower() not in left_out}
        asked.request(self.command, path, body or None, headers)
        reply = asked.getresponse()
        kept = {
            k: v.replace(self.front.upstream, self.front.at)
            for k, v in reply.getheaders()
            if k.lower() not in ("content-length", "connection", "transfer-encoding")
        }
        self.answer(reply.status, kept, reply.read())
        asked.close()

    def _git(self, path: str, query: str, body: bytes) -> None:
        said = subprocess.run(
            ["git", "-c", "uploadpack.allowFilter=true", "http-backend"], input=body, capture_output=True,
            env={
                "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(self.front.git_folder), "PATH_INFO": path,
                "GIT_HTTP_EXPORT_ALL": "1", "REQUEST_METHOD": self.command, "QUERY_STRING": query,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""), "REMOTE_ADDR": "127.0.0.1",
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "CONTENT_LENGTH": str(len(body)),
            },
        ).stdout  # fmt: skip
        head, _, rest = said.partition(b"\r\n\r\n")
        lines = dict(line.split(": ", 1) for line in head.decode().splitlines())
        self.answer(int(lines.pop("Status", "200").split()[0]), lines, rest)

    def answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """Send it, with the date of whoever answered and none of its own."""
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@contextmanager
def front(server: ReplayServer, user: str) -> Iterator[Front]:
    """A proxy whose user and password are `user`, before a replay that has made its git folders."""
    made = Front(user, server.url, Path(urlsplit(server.git_url).path))
    serving = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Handler,), {"front": made}))
    made.port = serving.server_port
    thread = threading.Thread(target=serving.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        serving.shutdown()
        serving.server_close()
