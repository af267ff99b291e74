"""How heavy pages are for a slow phone: blocking, layout shift and bytes, beside Dash and a plain page."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread

import httpx
from playwright.sync_api import Browser

from tests.benchmarks import dash_app
from tests.benchmarks.crowd import first_answer, serving
from tests.benchmarks.dashboards import _demo
from tests.browser import chromium
from tracker.store.session import sqlite_url

PATHS = (
    "/",
    "/compare",
    "/repositories/tensorflow/tensorflow",
    "/lifecycles",
    "/quadrant",
    "/alerts",
    "/data",
)
VISITS = 5
SETTLED = 2500  # ms after loading
SLOWER, LATENCY, DOWN = 4, 150, 1.6e6 / 8  # times, ms, bytes a second
SCREEN = {"width": 390, "height": 844}
WATCH = """
window.moved = 0; window.blocked = 0;
new PerformanceObserver(list => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) moved += e.value;
}).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => {
  for (const e of list.getEntries()) blocked += Math.max(0, e.duration - 50);
}).observe({type: 'longtask', buffered: true});
"""
SAID = "[performance.getEntriesByName('first-contentful-paint')[0].startTime, blocked, moved]"


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        home = _demo(Path(folder))
        with serving(home, sqlite_url(home / "demo.db")) as (address, _), chromium() as browser:
            first_answer(address)
            lines = [_line(path, _visits(browser, address + path)) for path in PATHS]
            drawing = httpx.get(f"{address}/download/compare.svg", timeout=60).text
            with _plain(drawing) as plain:
                lines.append(_line("a plain page with the same SVG", _visits(browser, plain)))
            with dash_app.serving(address) as other:
                lines.append(_line(f"Dash {dash_app.VERSION}, the same chart", _visits(browser, other)))
    return "\n".join([
        "## Pages on a slow phone",
        "",
        f"Chromium as a phone of {SCREEN['width']} px, {SLOWER} times slower, 1.6 Mbit/s, {LATENCY} ms away, "
        f"nothing cached, the demo's data; median of {VISITS}. Blocked: time beyond 50 ms of each long task "
        f"until {SETTLED / 1000} s after the chart is there. plotly.js (1.2 MB) is read only when a reader "
        f"asks for it.",
        "",
        "| page | first content | blocked | layout shift | bytes |",
        "|---|---|---|---|---|",
        *lines,
    ])  # fmt: skip


def _line(what: str, seen: list[tuple[float, ...]]) -> str:
    paint, blocked, moved, size = (median(one[i] for one in seen) for i in range(4))
    name = f"`{what}`" if what.startswith("/") else what
    return f"| {name} | {paint / 1000:.2f} s | {blocked:,.0f} ms | {moved:.3f} | {size / 1000:,.0f} kB |"


def _visits(browser: Browser, url: str) -> list[tuple[float, ...]]:
    return [_visit(browser, url) for _ in range(VISITS)]


def _visit(browser: Browser, url: str) -> tuple[float, ...]:
    context = browser.new_context(viewport=SCREEN, device_scale_factor=2, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    speed = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": DOWN / 2}
    session.send("Network.emulateNetworkConditions", speed)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="load", timeout=120_000)
    page.wait_for_load_state("networkidle", timeout=120_000)
    page.wait_for_selector("main, body > svg, .js-plotly-plot .scatterlayer .trace", timeout=120_000)
    page.wait_for_timeout(SETTLED)
    said = page.evaluate(SAID)
    context.close()
    return (*said, sum(sizes))


@contextmanager
def _plain(drawing: str) -> Iterator[str]:
    """A page that is nothing but the picture."""
    head = "<!doctype html><meta name=viewport content='width=device-width'><title>plain</title>"
    body = f"{head}{drawing}".encode()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
