"""A small package index on a real wire, whose packages a test describes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

KIND = "application/vnd.pypi.simple.v1+json"


@dataclass
class Package:
    """One package: its project status, and what each release (version, day) is classified as."""

    status: str | None = None
    reason: str | None = None
    releases: dict[str, tuple[str, str]] = field(
        default_factory=lambda: {"1.0": ("2020-01-01", "5 - Stable")}
    )

    def page(self, name: str) -> dict[str, object]:
        files = [
            {
                "filename": f"{name}-{version}-py3-none-any.whl",
                "url": f"/simple/{name}-{version}-py3-none-any.whl",
                "hashes": {},
                "core-metadata": True,
                "upload-time": f"{day}T09:00:00Z",
            }
            for version, (day, _) in self.releases.items()
        ]
        marker = {"status": self.status or "active"} | ({"reason": self.reason} if self.reason else {})
        return {"meta": {"api-version": "1.4"}, "name": name, "files": files, "project-status": marker}


@dataclass
class Shelf:
    """The index: its address, its packages by name, and the pages asked for."""

    url: str
    packages: dict[str, Package] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def reply(self, path: str) -> tuple[int, str, str]:
        self.asked.append(path)
        name = path.removeprefix("/simple/").strip("/")
        if name in self.packages:
            return 200, KIND, json.dumps(self.packages[name].page(name))
        package, _, rest = name.partition("-")
        if name.endswith(".metadata") and package in self.packages:
            kind = self.packages[package].releases[rest.partition("-")[0]][1]
            head = f"Metadata-Version: 2.1\nName: {package}\nVersion: {rest.partition('-')[0]}\n"
            return 200, "text/plain", f"{head}Classifier: Development Status :: {kind}\n"
        return 404, "text/plain", "no"


@contextmanager
def shelf() -> Iterator[Shelf]:
    """An index that runs until the test is over."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code, kind, text = stock.reply(self.path)
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stock = Shelf(f"http://127.0.0.1:{server.server_port}/simple/")
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield stock
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
