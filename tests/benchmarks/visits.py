"""Visits of a browser as people have it: no developer tools, a small extension looks on and reports.

Whatever drives a browser attaches its developer tools, and then Chromium reads all of plotly.js once more to
know its line numbers, because some of its probes throw: time that no visitor waits for.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from tests.browser import ARGUMENTS, executable

PATIENCE = 60.0  # seconds until a visit is given up
MANIFEST = {
    "manifest_version": 3,
    "name": "onlooker",
    "version": "1",
    "content_scripts": [{"matches": ["http://127.0.0.1/*"], "js": ["watch.js"], "run_at": "document_start"}],
}
# Interactive is when our picture answers the pointer, or when Dash's first line stands in the page.
WATCH = """
let paint = 0;
new PerformanceObserver(list => { for (const e of list.getEntries())
  if (e.name === 'first-contentful-paint') paint = e.startTime;
}).observe({type: 'paint', buffered: true});
const drawn = '[data-plot][role=slider], .js-plotly-plot .scatterlayer .trace';
new MutationObserver((_, self) => { if (document.querySelector(drawn)) {
  self.disconnect();
  requestAnimationFrame(() => {
    const line = performance.now();
    setTimeout(() => fetch(`ADDRESS/saw/${paint}/${line}`, {mode: 'no-cors'}), 200);
  });
}}).observe(document, {childList: true, subtree: true, attributes: true});
"""
# A browser that has just been started is busy with itself: it goes to the page after a while.
DOOR = "<!doctype html><title>door</title><script>setTimeout(() => location.replace({url}), 2500)</script>"


def visit(url: str) -> tuple[float, float]:
    """Milliseconds to the first content and to the first line, with nothing in the browser's cache.

    Raises RuntimeError when there is no browser, or when no line is drawn within a minute.
    """
    path = executable()
    if path is None:
        raise RuntimeError("no Chromium was found; install one, or name it in CHROME")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, _ear(url) as (address, told):
        extension = Path(folder) / "extension"
        extension.mkdir()
        (extension / "manifest.json").write_text(json.dumps(MANIFEST), encoding="utf-8")
        (extension / "watch.js").write_text(WATCH.replace("ADDRESS", address), encoding="utf-8")
        options = [
            f"--user-data-dir={folder}/profile",
            f"--load-extension={extension}",
            "--window-size=1280,900",
        ]
        browser = subprocess.Popen([path, *ARGUMENTS, *options, address], stderr=subprocess.DEVNULL)
        try:
            return told.get(timeout=PATIENCE)
        except Empty:
            raise RuntimeError(f"{url} drew no line within a minute") from None
        finally:
            browser.kill()
            browser.wait()


@contextmanager
def _ear(url: str) -> Iterator[tuple[str, SimpleQueue[tuple[float, float]]]]:
    """An address that sends browsers on to `url`, and what the extension tells it."""
    told: SimpleQueue[tuple[float, float]] = SimpleQueue()

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = self.path.split("/")
            if parts[1] == "saw":
                told.put((float(parts[2]), float(parts[3])))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(DOOR.format(url=json.dumps(url)).encode())

        def log_message(self, *_: object) -> None:
            """Silent: the report says it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", told
    finally:
        server.shutdown()
        server.server_close()
