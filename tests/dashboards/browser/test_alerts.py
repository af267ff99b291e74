"""In a real Chromium: the buttons of the Alerts page, drawn charts by pointer, key and finger, and files."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from sqlalchemy import Engine

from dashboards.http.app import create_app
from tests.dashboards import sample
from tests.dashboards.browser.test_pages import PHONE, RULES
from tests.dashboards.views.alerts.test_page import alarmed, engine, silences
from tests.dashboards.visit import Visit
from tracker.config import Settings

pytestmark = pytest.mark.browser
__all__ = ["alarmed", "engine"]  # fixtures


@contextmanager
def served(app: object) -> Iterator[str]:
    """The address of an application while it is served."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()  # who comes before the server is up waits, and is not refused
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", log_config=None))  # type: ignore[arg-type]
        thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_alert_is_acknowledged_and_lifted_by_its_buttons(
    browser: Browser, alarmed: Engine, scripts: bool
) -> None:
    with served(create_app(history=lambda: sample.history(alarmed))) as address:
        context = browser.new_context(java_script_enabled=scripts, viewport=PHONE)
        visit = Visit(context, address)
        page = visit.go("/alerts")
        page.get_by_role("button", name="Acknowledge").click()
        expect(page.locator("[data-done]")).to_contain_text("Acknowledged")
        assert silences(alarmed) == [("ack", 1, "verdict")]
        page.get_by_role("button", name="Lift: Theano/Theano, verdict").first.click()
        expect(page.locator("[data-done]")).to_contain_text("Lifted")
        assert silences(alarmed) == []
        page.get_by_label("Snooze for how long").select_option("30")
        page.get_by_role("button", name="Snooze", exact=True).click()
        expect(page.locator("main")).to_contain_text("snoozed until 30 Jul 2026")
        assert visit.trouble == []
        if scripts:
            assert Axe().run(page, options=RULES).response["violations"] == []
        context.close()


def test_a_form_on_another_site_presses_no_button(browser: Browser, alarmed: Engine, tmp_path: Path) -> None:
    with served(create_app(history=lambda: sample.history(alarmed))) as address:
        context = browser.new_context()
        page = context.new_page()
        trap = tmp_path / "trap.html"
        trap.write_text(
            f'<form method="post" action="{address}/alerts"><input name="kind" value="mute">'
            '<input name="repository" value="Theano/Theano"><input name="rule" value="verdict">'
            '<button>Win a prize</button></form>'
        )  # fmt: skip
        page.goto(trap.as_uri())
        page.get_by_role("button").click()
        assert "Nothing was changed" in page.locator("h1").inner_text()
        assert silences(alarmed) == []
        context.close()


def test_buttons_that_are_off_stay_off_with_scripts_too(
    browser: Browser, alarmed: Engine, tmp_path: Path
) -> None:
    settings = Settings(tmp_path, database_url=str(alarmed.url), clock="2026-06-30", acts="never")
    with served(create_app(settings)) as address:
        context = browser.new_context()
        page = Visit(context, address).go("/alerts")
        buttons = page.locator(".acts button")
        assert buttons.count() == 3
        assert all(button.is_disabled() for button in buttons.all())
        assert "TRACKER_ACTS=never" in page.locator(".notice").inner_text()
        context.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    yield Visit(context, address)
    context.close()


@pytest.mark.parametrize("path", ["/lifecycles", "/quadrant", "/repositories/Theano/Theano"])
def test_a_drawn_chart_is_saved_as_png_and_svg(visit: Visit, path: str) -> None:
    page = visit.go(path)
    with page.expect_download() as png:
        page.locator("[data-raster]").first.click()
    assert Path(png.value.path()).read_bytes().startswith(b"\x89PNG")
    assert png.value.suggested_filename.endswith(".png")
    with page.expect_download() as svg:
        page.locator("a[download][href*='.svg']").first.click()
    assert "prefers-color-scheme" in Path(svg.value.path()).read_text()
    assert visit.trouble == []


def test_a_mark_says_its_sources_to_pointer_and_keyboard_and_leads_on(visit: Visit) -> None:
    page = visit.go("/quadrant")
    mark = page.locator(".wide a.hot[aria-label^='Theano/Theano']")
    mark.focus()
    assert "source: git" in page.locator(".tip").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".tip").is_hidden()
    page.locator(".wide a.hot[aria-label^='pytorch/pytorch']").hover()
    assert "pytorch/pytorch: active" in page.locator(".tip").inner_text()
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/repositories/Theano/Theano")
    assert visit.trouble == []


def test_a_phone_gets_drawings_of_its_own_width(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    for path in ("/quadrant", "/lifecycles"):
        page.goto(address + path)
        assert page.locator(".narrow svg.chart").bounding_box()["width"] <= PHONE["width"]  # type: ignore[index]
        assert page.locator(".wide svg.chart").is_hidden()
    context.close()


def test_on_paper_lifecycles_are_whole_and_without_controls(visit: Visit) -> None:
    visit.page.emulate_media(media="print")
    visit.page.set_viewport_size({"width": 700, "height": 1000})
    page = visit.go("/lifecycles")
    assert page.locator(".wide svg.lanes").bounding_box()["width"] <= 700  # type: ignore[index]
    for selector in (".narrow svg", "nav", ".controls", "[data-raster]"):
        assert page.locator(selector).first.is_hidden()


def test_an_empty_database_shows_how_to_begin(browser: Browser, empty: Engine) -> None:
    with served(create_app(history=lambda: sample.history(empty))) as address:
        context = browser.new_context()
        visit = Visit(context, address)
        for path in ("/", "/compare", "/alerts", "/data"):
            assert "tracker watch add" in visit.go(path).locator("main").inner_text()
        assert visit.trouble == []
        context.close()


def test_the_past_is_a_link_that_restores_the_whole_view(visit: Visit) -> None:
    page = visit.go("/lifecycles?order=stars&as_of=2019-06-30")
    assert page.locator("select[name=order]").input_value() == "stars"
    assert page.locator("input[name=as_of]").input_value() == "2019-06-30"
    page.locator(".wide a.hot[aria-label^='Theano/Theano']").click()
    page.wait_for_url("**as_of=2019-06-30")
    assert "As of 30 Jun 2019" in page.locator("main").inner_text()
    page.go_back()
    assert page.locator("select[name=order]").input_value() == "stars"


def test_on_paper_a_repository_s_reasons_have_room_and_the_overview_fits(visit: Visit) -> None:
    visit.page.emulate_media(media="print")
    visit.page.set_viewport_size({"width": 700, "height": 1000})
    page = visit.go("/repositories/Theano/Theano")
    assert page.locator(".grounds > div").last.bounding_box()["width"] > 500  # type: ignore[index]
    for chart in page.locator("svg.chart:has(text.tick)").all():
        if chart.is_visible():
            assert chart.locator("text.tick").first.is_visible()  # axes keep their numbers
    for path in ("/", "/repositories/Theano/Theano", "/compare"):
        visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 700, path


def test_on_a_tablet_no_name_breaks_within_a_word(visit: Visit) -> None:
    visit.page.set_viewport_size({"width": 820, "height": 1000})
    page = visit.go("/")
    tall = page.locator("tbody .repo bdi").evaluate_all(
        "found => found.filter(e => !/[-<]/.test(e.textContent) && e.getClientRects().length > 1).length"
    )
    assert tall == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
