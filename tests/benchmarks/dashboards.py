"""How quick pages are: eight viewers at the server, and a real browser beside a plain Dash app."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from tests.benchmarks import dash_app
from tests.benchmarks.crowd import LAST, REPOSITORIES, cpu, first_answer, look, serving, store
from tests.benchmarks.visits import visit
from tests.browser import chromium
from tracker.store.session import sqlite_url

VIEWERS, LOOKS = 8, 25
VISITS = 7
DRIVEN = 3
COMMANDS = ("--help", "explain keras", "status")
DEMO_HOME = "BENCHMARK_DEMO_HOME"  # a home with a demo's database that is complete, so that none is made
LINE = (
    "document.querySelector('[data-plot][role=slider], .js-plotly-plot .scatterlayer .trace')"
    " && performance.now()"
)
HEAD = (
    "| | first content | first interactive chart | the same, tools attached | bytes |",
    "|---|---|---|---|---|",
)


def run() -> str:
    """The section of docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        return "\n".join(["## Dashboards", "", *_viewers(place), "", *_browser(place)])


def _viewers(place: Path) -> list[str]:
    """What many viewers wait for, in milliseconds, over a store of 200 repositories."""
    path = store(place)
    with serving(place, sqlite_url(path), LAST.isoformat()) as (address, process):
        cold = first_answer(address)
        spent = cpu(process.pid)
        lines = [
            f"{REPOSITORIES} repositories over thirteen years (5,000,000 values, 1,400,000 author-days, "
            f"500,000 issues; SQLite), `tracker serve` in a process of its own, {VIEWERS} viewers at once, "
            f"each {LOOKS} times and 0.1 s of thought in between. The first page of a cold server: "
            f"{cold:.1f} s ({spent:.1f} s of processor).",
            "",
            "| asked | p50 | p95 |",
            "|---|---|---|",
        ]
        for what, make in QUESTIONS.items():
            paths = {v: [make(v * LOOKS + n) for n in range(LOOKS)] for v in range(VIEWERS)}
            if make(0) == make(1):
                first_answer(address, make(0))
            found = look(address, paths)
            lines.append(f"| {what} | {found.p50:.0f} ms | {found.p95:.0f} ms |")
        for what, ask in ALONE.items():
            waited = look(address, {0: [f"/api/v1/{ask(n)}" for n in range(LOOKS)]})
            lines.append(
                f"| {what}, one viewer, never asked before | {waited.p50:.0f} ms | {waited.p95:.0f} ms |"
            )
    return lines


def _name(n: int) -> str:
    n = n % REPOSITORIES + 1
    return f"owner{n}/name{n}"


def _some(n: int, many: int = 4) -> str:
    """Some repositories, others for each n."""
    return ",".join(_name(n + place * (1 + n // REPOSITORIES + place)) for place in range(many))


QUESTIONS: dict[str, Callable[[int], str]] = {
    "overview": lambda n: "/",
    "compare, as others did": lambda n: "/compare?repos=" + _some(1),
    "compare, never asked before": lambda n: f"/compare?metric=forks&repos={_some(n)}",
    "its chart, never asked before": lambda n: f"/figures/compare.json?metric=forks&repos={_some(n)}",
    "a repository, each another": lambda n: f"/repositories/{_name(n)}",
}
ALONE: dict[str, Callable[[int], str]] = {
    "API: one repository by day": lambda n: (
        f"repositories/{_name(n)}/series/watchers?from=2013-09-{n % 28 + 1:02}"
    ),
    "API: 50 repositories by month": lambda n: (
        "series/watchers?every=month&from=2013-09-"
        f"{n % 28 + 1:02}&" + "&".join(f"repository={_name(n + place)}" for place in range(50))
    ),
}


def _browser(place: Path) -> list[str]:
    """What a visitor waits for on the demo, ours and Dash's in turns."""
    home = _demo(place)
    with serving(home, sqlite_url(home / "demo.db")) as (address, process), chromium() as browser:
        cold = first_answer(address)
        spent = cpu(process.pid)
        first_answer(address, "/figures/compare.json")
        with dash_app.serving(address) as other:
            visits = {"tracker": f"{address}/compare", f"Dash {dash_app.VERSION}": other}
            seen: dict[str, list[tuple[float, float]]] = {who: [] for who in visits}
            for _ in range(VISITS):
                for who, url in visits.items():
                    seen[who].append(visit(url))
            driven = {who: [_driven(browser, url) for _ in range(DRIVEN)] for who, url in visits.items()}
        first, second = _two_pages(browser, address)
    commands = "; ".join(f"`tracker {words}` {_spent(home, words):.2f} s" for words in COMMANDS)
    return [
        "### In a browser",
        "",
        f"Chromium without a screen, nothing in its cache, the demo's compare page beside a plain Dash app "
        f"(compressing) with the same chart and table; median of {VISITS} in turns, the least in brackets. "
        f"No developer tools are attached, as with any visitor: attached, Chromium reads plotly.js once more "
        f"for its line numbers (median of {DRIVEN}). The demo's server answered its first page after "
        f"{cold:.1f} s ({spent:.1f} s of processor).",
        "",
        *HEAD,
        *(f"| {who} | {_cell(0, rows)} | {_cell(1, rows)} | {_cell(0, driven[who])} | "
          f"{median(row[1] for row in driven[who]) / 1000:,.0f} kB |"
          for who, rows in seen.items()),
        "",
        f"A first visit to the compare page transfers {first / 1000:,.0f} kB, the overview after it "
        f"{second / 1000:,.0f} kB. Processor time of commands on the demo (least of three): {commands}.",
    ]  # fmt: skip


def _spent(home: Path, words: str) -> float:
    """Seconds of processor time that a command takes, the least of three."""
    env = os.environ | {"TRACKER_HOME": str(home), "TRACKER_DATABASE_URL": sqlite_url(home / "demo.db")}
    took = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "tracker", *words.split()]
        subprocess.run(command, check=True, capture_output=True, env=env)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(took)


def _cell(column: int, rows: list[tuple[float, float]]) -> str:
    values = [row[column] / 1000 for row in rows]
    return f"{median(values):.2f} s ({min(values):.2f})"


def _demo(place: Path) -> Path:
    """A home with the demo's database: the one named, else made now."""
    if given := os.environ.get(DEMO_HOME):
        return Path(given)
    home = place / "home"
    home.mkdir()
    command = [sys.executable, "-m", "tracker", "demo", "--once"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"TRACKER_HOME": str(home)})
    return home


@contextmanager
def _page(browser: Browser) -> Iterator[tuple[Page, list[float]]]:
    """A page of a browser that has seen nothing yet, and the bytes that it is sent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    yield page, sizes
    context.close()


def _driven(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds to the first line in a browser that is driven, and bytes."""
    with _page(browser) as (page, sizes):
        page.goto(url, wait_until="load")
        return page.wait_for_function(LINE, timeout=60_000).json_value(), sum(sizes)


def _two_pages(browser: Browser, address: str) -> tuple[float, float]:
    """Bytes of a first page with a chart, and of a second one."""
    with _page(browser) as (page, sizes):
        page.goto(f"{address}/compare", wait_until="load")
        page.wait_for_function(LINE)
        first = sum(sizes)
        page.goto(f"{address}/", wait_until="load")
        page.wait_for_timeout(300)
        return first, sum(sizes) - first
