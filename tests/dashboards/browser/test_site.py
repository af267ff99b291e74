"""In a real Chromium: the published site under a sub-path of a plain file server, as on GitHub Pages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from dashboards.site.publish import publish
from tests.dashboards import sample
from tests.dashboards.visit import Visit
from tracker.store.session import connect, sqlite_url, upgrade

pytestmark = pytest.mark.browser
LIVES = tuple(life for life in sample.LIVES if life.owner in ("Theano", "evil", "chainer"))


class Quiet(SimpleHTTPRequestHandler):
    """A plain file server that keeps its log to itself."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site lies: in a folder of a file server, not at its root."""
    folder = tmp_path_factory.mktemp("pages")
    engine = connect(sqlite_url(folder / "small.db"))
    upgrade(engine)
    sample.fill(engine, LIVES)
    publish(sample.history(engine), folder / "www" / "some" / "where")
    engine.dispose()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder / "www")))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/some/where/"
    server.shutdown()
    server.server_close()
    thread.join(10)


def test_every_page_of_the_site_opens_draws_and_stays_quiet(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    visit = Visit(context, address)
    page = visit.go("index.html")
    addresses = page.locator("nav a, tbody a.repo").evaluate_all("found => found.map(a => a.href)")
    assert len(addresses) >= 6 + 3
    drawn = 0
    for one in addresses:
        assert one.startswith(address)
        answer = page.goto(one, wait_until="load")
        assert answer is not None
        assert answer.ok
        if page.locator("[data-figure]").count():
            assert page.locator("[data-plot] svg.chart").is_visible()
            page.locator("[data-plot]").focus()
            drawn += page.locator("[data-plot] .card:visible").count()
    assert drawn == 1 + len(LIVES)  # compare, and all that have stars
    assert visit.trouble == []
    assert visit.elsewhere == []
    context.close()


def test_the_site_s_files_come_with_a_click(browser: Browser, address: str) -> None:
    context = browser.new_context()
    visit = Visit(context, address)
    page = visit.go("lifecycles.html")
    with page.expect_download() as png:
        page.locator("[data-raster]").first.click()
    assert Path(png.value.path()).read_bytes().startswith(b"\x89PNG")
    page = visit.go("data.html")
    for kind in ("parquet", "csv", "json"):
        with page.expect_download() as file:
            page.locator(f"a[href$='series.{kind}']").click()
        assert Path(file.value.path()).stat().st_size > 1000
    assert visit.trouble == []
    context.close()


def test_alerts_of_the_site_have_no_buttons(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = Visit(context, address).go("alerts.html")
    assert page.locator("form").count() == 0
    context.close()
