"""In a real Chromium: axe finds nothing on any page, in light and dark, on a phone, a tablet and a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.dashboards.views.test_pages import ALL
from tests.dashboards.visit import Visit

pytestmark = pytest.mark.browser
WIDTHS = (1280, 820, 390)
FOUR = "pytorch/pytorch,tensorflow/tensorflow,Theano/Theano,microsoft/CNTK"
PAGES = (
    *ALL, f"/decision?repos={FOUR}", "/api/v1/docs", "/?as_of=2017-01-01&state=unmaintained",
    "/repositories/Theano/Theano?as_of=2015-01-01", "/compare?repos=none", "/compare?from=hello",
)  # fmt: skip


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """One context for all pages of a theme."""
    context = browser.new_context(color_scheme=request.param)
    yield context
    context.close()


def findings(page: Page) -> list[tuple[str, ...]]:
    """What axe finds with all of its rules, best practices too: rule, gravity, and the first element."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], v["impact"], v["nodes"][0]["html"][:200]) for v in found]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_leaves_the_screen(
    themed: BrowserContext, address: str, path: str
) -> None:
    visit = Visit(themed, address)
    refused = path.endswith("from=hello")
    page = visit.go(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert findings(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert visit.elsewhere == []
    assert visit.trouble == [] or refused  # the console tells of an answer of 400
    page.close()


def test_axe_finds_nothing_in_what_opens_only_when_asked_for(themed: BrowserContext, address: str) -> None:
    visit = Visit(themed, address)
    page = visit.go("/")
    for fold in page.locator("details > summary").all():
        fold.click()
    page.locator("[data-tick]").first.check()
    page.fill("input[type=search]", "nowhere to be found")
    assert findings(page) == []
    visit.go("/compare")
    page.locator("[data-plot]").focus()  # the hover card
    assert findings(page) == []
    visit.drawn()
    assert findings(page) == []
    page.close()
