"""One request to an ASGI application, its answer looked through piece by piece and kept nowhere."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

OVERLAP = 64  # bytes of the last piece that are looked at again with the next
SHOWN = 120  # bytes of an answer that are told when something was wrong with it


@dataclass
class Heard:
    """An answer: its head, how it begins, and which of the words looked for it holds."""

    wanted: tuple[bytes, ...]
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    begins: bytes = b""
    found: set[bytes] = field(default_factory=set)
    _tail: bytes = b""
    _unpack: Any = None

    async def take(self, message: MutableMapping[str, Any]) -> None:
        """What the application sends."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
            if self.headers.get("content-encoding") == "gzip":
                self._unpack = zlib.decompressobj(31)
        elif message["type"] == "http.response.body":
            piece = message.get("body", b"")
            piece = self._unpack.decompress(piece) if self._unpack else bytes(piece)
            self.begins = self.begins or piece[:SHOWN]
            seam = self._tail + piece[:OVERLAP]
            self.found |= {word for word in self.wanted if word in piece or word in seam}
            self._tail = (self._tail + piece[-OVERLAP:])[-OVERLAP:]


class Asker:
    """Asks one application, one question after another, on a loop of its own."""

    def __init__(self, app: Any, wanted: tuple[bytes, ...]) -> None:
        self._app, self._wanted = app, wanted
        self._loop = asyncio.new_event_loop()

    def ask(self, method: str, where: str, headers: Mapping[str, str], body: bytes) -> Heard:
        """The answer. Raises what the application lets out."""
        path, _, query = where.partition("?")
        sent = [(b"host", b"127.0.0.1:8765"), *((k.lower().encode(), v.encode()) for k, v in headers.items())]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
            "scheme": "http", "server": ("127.0.0.1", 8765), "client": ("127.0.0.1", 50_000), "root_path": "",
            "path": unquote_to_bytes(path).decode("utf-8", "replace"), "raw_path": path.encode(),
            "query_string": query.encode(), "headers": sent,
        }  # fmt: skip
        heard, over = Heard(self._wanted), asyncio.Event()
        told = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> dict[str, Any]:
            for message in told:
                return message
            await over.wait()
            return {"type": "http.disconnect"}

        async def whole() -> None:
            try:
                await self._app(scope, receive, heard.take)
            finally:
                over.set()

        self._loop.run_until_complete(whole())
        return heard

    def close(self) -> None:
        """End the loop and its threads."""
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
